import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../nodes/shared/kie/advice.ts';
import {
	allChoices,
	allFields,
	choicesOf,
	credential,
	node,
	nodeFields,
	notices,
	trigger,
	triggerFields,
} from './properties.ts';

// n8n's UX guidelines, over what the node really shows.

const root = new URL('../../', import.meta.url);
const SMALL_WORDS = /^(a|an|and|as|at|by|for|from|in|of|on|or|per|the|to|with)$/;

function isTitleCase(name: string): boolean {
	const words = name.split(' ');
	return words.every(
		(word, nth) =>
			/^[^a-z]*[A-Z0-9]/.test(word) ||
			(nth > 0 && nth < words.length - 1 && SMALL_WORDS.test(word)),
	);
}

/** One sentence has no period at its end; several have one each. */
function isPunctuated(text: string): boolean {
	const isSeveral = /[.!?:] +[A-Z0-9'-]/.test(text.replace(/<[^>]+>/g, ''));
	return isSeveral ? /[.)]$/.test(text) : !/[.!]$/.test(text);
}

const texts = [
	...allFields.map(({ path, field }) => [path, field.description ?? field.hint] as const),
	...allChoices.map(({ path, option }) => [path, option.description] as const),
	...notices.map(({ name, displayName }) => [name, displayName] as const),
].filter((entry): entry is readonly [string, string] => entry[1] !== undefined);

describe('fields', () => {
	test.each(allFields)('$path', ({ field }) => {
		expect(field.displayName).toSatisfy(isTitleCase);
		expect(field.name).toMatch(/^[a-z][A-Za-z]*$/);
		if (field.type === 'boolean') expect(field.description).toMatch(/^Whether /);
		const isCollection = field.type === 'collection' || field.type === 'fixedCollection';
		if (field.placeholder !== undefined) {
			expect(field.placeholder).toMatch(isCollection ? /^Add / : /^e\.g\. /);
		}
		if (isCollection) expect(field.placeholder).toBeDefined();
	});

	test.each(
		[...nodeFields, ...triggerFields].filter(
			({ field }) => !['resource', 'operation'].includes(field.name),
		),
	)('$path explains itself', ({ field }) => {
		if (field.type === 'collection') return;
		expect(field.description ?? field.hint).toMatch(/\S{2,} \S+/);
	});

	test('collections are in alphabetical order', () => {
		const collections = allFields.filter(({ field }) => field.type === 'collection');
		expect(collections.length).toBeGreaterThan(0);
		for (const { field } of collections) {
			const names = (field.options ?? []).map((entry) =>
				'displayName' in entry ? entry.displayName : entry.name,
			);
			expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
			expect(new Set(names).size).toBe(names.length);
		}
	});

	test('the value of a new field is one that it offers', () => {
		const lists = allFields.filter(({ field }) => /^(multiO|o)ptions$/.test(field.type));
		for (const { path, field } of lists) {
			const values = choicesOf(field).map(({ value }) => value);
			expect(values, path).toEqual(expect.arrayContaining([field.default].flat()));
		}
	});
});

describe('choices', () => {
	test.each(allChoices)('$path', ({ option }) => {
		expect(option.name).toSatisfy(isTitleCase);
	});

	test('lists of five and more are in alphabetical order', () => {
		const long = allFields.filter(({ field }) => choicesOf(field).length >= 5);
		expect(long.length).toBeGreaterThan(0);
		for (const { field } of long) {
			const names = choicesOf(field).map(({ name }) => name);
			expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		}
	});
});

describe('texts', () => {
	test.each(texts)('%s: %s', (_, text) => {
		expect(text).toSatisfy(isPunctuated);
		expect(text).toMatch(/^[A-Z"'<]/);
		expect(text).not.toMatch(/\b(problem|failure|mistake)s?\b/i);
		expect(text).not.toMatch(/\s{2,}| $/);
	});

	test('a name in single quotes is the name of something that is there', () => {
		const shown = new Set([
			...allFields.map(({ field }) => field.displayName),
			...allChoices.map(({ option }) => option.name),
			// n8n's own: at the top of every trigger, and in the settings of every node.
			'Webhook URLs',
			'Retry On Fail',
		]);
		const codes = [400, 401, 402, 403, 404, 408, 422, 429, 433, 451, 455, 500, 501, 505, 550];
		const advice = codes.map((code) => {
			const { description } = failureOf({
				kind: 'refusal',
				code,
				msg: null,
				fromKie: true,
				retryAfterMs: null,
			});
			return description;
		});
		const quoted = [...texts.map(([, text]) => text), ...advice].flatMap((text) =>
			[...text.matchAll(/(?<![A-Za-z])'([A-Z][^']+)'/g)].map(([, name]) => name),
		);
		expect(quoted.length).toBeGreaterThan(5);
		expect(quoted.filter((name) => name !== undefined && !shown.has(name))).toEqual([]);
	});
});

describe('operations', () => {
	const lists = nodeFields.filter(({ field }) => ['resource', 'operation'].includes(field.name));

	test.each(lists)('$path takes no expression', ({ field }) => {
		expect(field.noDataExpression).toBe(true);
	});

	// n8n's lint sees only lists that stand whole in one place.
	test.each(lists)('$path is in alphabetical order', ({ field }) => {
		const names = choicesOf(field).map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		expect(names.length).toBeGreaterThan(0);
	});

	test.each(lists.filter(({ field }) => field.name === 'operation'))(
		'$path: actions in sentence case, without articles',
		({ field }) => {
			for (const { action, description } of choicesOf(field)) {
				expect(action).toMatch(/^[A-Z][a-z]+( ([a-z]+|[A-Z]+))+$/);
				expect(action).not.toMatch(/\b(a|an|the)\b/i);
				expect(description).toBeDefined();
			}
		},
	);
});

describe('the node', () => {
	test('may be used as a tool, and needs its credential', () => {
		expect(node.usableAsTool).toBeTruthy();
		expect(node.credentials).toEqual([{ name: credential.name, required: true }]);
	});

	test.each([
		['node', node.icon, 'nodes/Kie/'],
		['trigger', trigger.icon, 'nodes/KieTrigger/'],
		['credential', credential.icon, 'credentials/'],
	])('%s: an icon for light and for dark', (_, icon, folder) => {
		expect(icon).toEqual({
			light: expect.stringMatching(/^file:.*\.svg$/),
			dark: expect.stringMatching(/^file:.*\.svg$/),
		});
		for (const file of Object.values(icon as Record<string, string>)) {
			const url = new URL(`${folder}${file.replace('file:', '')}`, root);
			expect(existsSync(url), file).toBe(true);
			expect(readFileSync(url, 'utf8')).toContain('<svg');
		}
	});

	test.each([
		[
			'Kie',
			node,
			[
				...['kie', 'image generation', 'gpt image', 'nano banana', 'seedream'],
				...['remove background', 'background remover', 'upscale', 'inpainting'],
				// n8n finds a name by the letters of what is typed, so the longer names must be there, too.
				...['nano banana pro', 'seedream 4.5', 'flux 2 pro', 'imagen 4', 'qwen image 2.1'],
			],
		],
		['KieTrigger', trigger, ['kie', 'callback', 'image generation']],
	])('%s: its codex can be found by what people search for', (name, { name: type }, alias) => {
		const codex: unknown = JSON.parse(
			readFileSync(new URL(`nodes/${name}/${name}.node.json`, root), 'utf8'),
		);
		expect(codex).toMatchObject({
			node: `n8n-nodes-kie-image.${type}`,
			categories: ['Miscellaneous'],
			alias: expect.arrayContaining(alias),
			resources: {
				primaryDocumentation: [{ url: expect.stringMatching(/^https:/) }],
				credentialDocumentation: [{ url: credential.documentationUrl }],
			},
		});
	});
});

describe('the trigger', () => {
	test('is one, and no tool; it needs the credential', () => {
		expect(trigger.displayName).toMatch(/ Trigger$/);
		expect(trigger).toMatchObject({ group: ['trigger'], inputs: [], outputs: ['main'] });
		expect(trigger).not.toHaveProperty('usableAsTool');
		expect(trigger.credentials).toEqual([{ name: credential.name, required: true }]);
	});

	test('says in its panel what the two URLs are for', () => {
		const panel = JSON.stringify([
			trigger.triggerPanel,
			trigger.activationMessage,
			trigger.eventTriggerDescription,
		]);
		for (const words of ['Test URL', 'Production URL', 'Callback URL', 'callBackUrl', 'publish']) {
			expect(panel).toContain(words);
		}
		expect(panel).not.toMatch(/\b(error|problem|failure|mistake)s?\b/i);
	});
});
