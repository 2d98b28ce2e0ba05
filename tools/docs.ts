import { writeFile } from 'node:fs/promises';
import { writeBenchmarks } from './benchmarksPage.ts';
import { modelsPage, PAGE } from './modelsPage.ts';

async function main(): Promise<void> {
	await writeFile(PAGE, await modelsPage());
	await writeBenchmarks();
	console.log(`Wrote ${PAGE.pathname}, and the pages of the benchmarks.`);
}

void main();
