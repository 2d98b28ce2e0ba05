import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { models } from '../../nodes/shared/models/index.ts';
import * as benchmarks from '../../tools/benchmarksPage.ts';
import { modelsPage, PAGE } from '../../tools/modelsPage.ts';

const root = new URL('../../', import.meta.url);

test('docs/models.md is what the models say: npm run docs', async () => {
	expect(readFileSync(PAGE, 'utf8')).toBe(await modelsPage());
});

test('the figures in the documents are those of bench/results.json: npm run docs', async () => {
	expect(readFileSync(benchmarks.PAGE, 'utf8')).toBe(await benchmarks.benchmarksPage());
	expect(readFileSync(benchmarks.README, 'utf8')).toBe(await benchmarks.readmeWithFigures());
	expect(readFileSync(benchmarks.SCALING, 'utf8')).toBe(await benchmarks.scalingWithFigures());
	expect(readFileSync(benchmarks.CHART, 'utf8')).toBe(benchmarks.compareChart());
});

test('it has every model and operation', async () => {
	const page = await modelsPage();
	for (const { option, value, operations } of models) {
		const [, part = ''] = page.split(`## ${option.name}\n`);
		const own = part.split(/\n## /)[0] ?? '';
		expect(own).toContain(`\`${value}\``);
		expect(own.match(/^### /gm)).toHaveLength(Object.keys(operations).length);
	}
});

const documents = ['', 'docs/', 'bench/', 'sandbox/', 'test/'].flatMap((folder) =>
	readdirSync(new URL(folder, root)).flatMap((name) =>
		name.endsWith('.md') ? [folder + name] : [],
	),
);

/** What GitHub makes of a heading, to be linked to. */
const anchorOf = (heading: string) =>
	heading
		.toLowerCase()
		.replace(/[^\p{L}\p{N} _-]/gu, '')
		.replaceAll(' ', '-');

const anchorsIn = (url: URL) =>
	[...readFileSync(url, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text]) => anchorOf(text ?? ''));

describe.each(documents)('%s', (file) => {
	const url = new URL(file, root);
	const links = [...readFileSync(url, 'utf8').matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];

	test('links to files that are there, and to parts that they have', () => {
		for (const [, path, anchor] of links) {
			const target = path === '' ? url : new URL(path ?? '', url);
			expect(existsSync(target), path).toBe(true);
			if (anchor !== undefined) expect(anchorsIn(target), `${path}#${anchor}`).toContain(anchor);
		}
	});
});

test('every picture of docs/images is shown by a document', () => {
	const texts = documents.map((file) => readFileSync(new URL(file, root), 'utf8')).join('\n');
	for (const name of readdirSync(new URL('docs/images/', root)))
		expect(texts).toContain(`/${name})`);
});
