import fc from 'fast-check';

// Whoever changes one thing shall not find another one by chance: what gates draws the same every time,
// and .github/workflows/weekly.yml draws anew (FC_SEED).
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 1) });
