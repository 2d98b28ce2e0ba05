import { benchJourney } from './journey.ts';

// Measured as ratios within one run; no timing decides a test.
async function main(): Promise<void> {
	await benchJourney();
	process.exit(0);
}

void main();
