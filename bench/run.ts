// Measured as ratios within one run; no timing decides a test.
process.env.N8N_LOG_LEVEL = 'silent';

async function main(): Promise<void> {
	// Loaded after the line above, which n8n reads when it is loaded.
	const { benchJourney } = await import('./journey.ts');
	const { benchTrigger } = await import('./trigger.ts');
	await benchJourney();
	await benchTrigger();
	process.exit(0);
}

void main();
