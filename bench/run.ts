// Measured as ratios and differences within one run; no timing decides a test.
import { writeBenchmarks } from '../tools/benchmarksPage.ts';
import { reported, reportGoals } from './report.ts';
import type { Where } from './results.ts';
import { saveResults } from './results.ts';

process.env.N8N_LOG_LEVEL = 'silent';

interface Part {
	where: Where;
	run: () => Promise<void>;
}

/** By name: `npm run bench -- files` runs one. */
const parts: Record<string, Part> = {
	// Loaded after the line above, which n8n reads when it is loaded.
	journey: {
		where: 'engine',
		run: async () => await (await import('./journey.ts')).benchJourney(),
	},
	files: { where: 'n8n', run: async () => await (await import('./files.ts')).benchFiles() },
	trigger: { where: 'n8n', run: async () => await (await import('./trigger.ts')).benchTrigger() },
	waiting: { where: 'n8n', run: async () => await (await import('./waiting.ts')).benchWaiting() },
	compare: { where: 'n8n', run: async () => await (await import('./compare.ts')).benchCompare() },
};

async function main(): Promise<void> {
	const asked = process.argv.slice(2);
	for (const name of asked.length > 0 ? asked : Object.keys(parts)) {
		const part = parts[name];
		if (!part)
			throw new Error(`There is no part '${name}', only: ${Object.keys(parts).join(', ')}`);
		const before = reported.length;
		await part.run();
		saveResults(name, part.where, reported.slice(before));
	}
	reportGoals();
	await writeBenchmarks();
	process.exit(0);
}

void main();
