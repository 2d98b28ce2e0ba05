import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { models } from '../../nodes/shared/models/index.ts';
import { modelsPage, PAGE } from '../../tools/modelsPage.ts';

const root = new URL('../../', import.meta.url);

test('docs/models.md is what the models say: npm run docs', async () => {
	expect(readFileSync(PAGE, 'utf8')).toBe(await modelsPage());
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

describe.each(['README.md', 'docs/models.md', 'docs/market-models.md', 'docs/kie-api.md'])(
	'%s',
	(file) => {
		const url = new URL(file, root);

		test('links to files that are there', () => {
			const links = [...readFileSync(url, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)];
			for (const [, path] of links) expect(existsSync(new URL(path ?? '', url)), path).toBe(true);
		});
	},
);
