import { writeFile } from 'node:fs/promises';
import { modelsPage, PAGE } from './modelsPage.ts';

async function main(): Promise<void> {
	await writeFile(PAGE, await modelsPage());
	console.log(`Wrote ${PAGE.pathname}`);
}

void main();
