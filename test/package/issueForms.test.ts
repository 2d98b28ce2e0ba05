import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseYaml } from './yaml.ts';

// GitHub shows a form that it does not understand as nothing at all.

const root = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = '.github/ISSUE_TEMPLATE';
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const { homepage } = z.object({ homepage: z.string() }).parse(JSON.parse(read('package.json')));

const answer = {
	id: z.string().regex(/^[a-z0-9]+$/),
	validations: z.object({ required: z.boolean() }).strict().optional(),
};
const asked = { label: z.string().min(3), description: z.string().optional() };
const text = { ...asked, placeholder: z.string().startsWith('e.g. ').optional() };
const elementSchema = z.discriminatedUnion('type', [
	z
		.object({
			type: z.literal('markdown'),
			attributes: z.object({ value: z.string().min(3) }).strict(),
		})
		.strict(),
	z.object({ type: z.literal('input'), ...answer, attributes: z.object(text).strict() }).strict(),
	z
		.object({
			type: z.literal('textarea'),
			...answer,
			attributes: z.object({ ...text, render: z.string().optional() }).strict(),
		})
		.strict(),
	z
		.object({
			type: z.literal('dropdown'),
			...answer,
			attributes: z.object({ ...asked, options: z.array(z.string()).min(2) }).strict(),
		})
		.strict(),
]);
const formSchema = z
	.object({
		name: z.string().min(3),
		description: z.string().min(3),
		labels: z.array(z.string()),
		body: z.array(elementSchema).min(1),
	})
	.strict();
const configSchema = z
	.object({
		blank_issues_enabled: z.literal(false),
		contact_links: z.array(
			z.object({ name: z.string(), url: z.string().url(), about: z.string() }).strict(),
		),
	})
	.strict();

const files = readdirSync(join(root, FOLDER));
const forms = files.filter((file) => file !== 'config.yml');

test('there is a form for each kind of issue', () => {
	expect(forms.sort()).toEqual(['bug.yml', 'model.yml', 'question.yml']);
});

test.each(forms)('%s is a form', (file) => {
	const { body } = formSchema.parse(parseYaml(read(`${FOLDER}/${file}`)));
	const ids = body.flatMap((element) => ('id' in element ? [element.id] : []));
	const labels = body.flatMap(({ attributes }) => ('label' in attributes ? attributes.label : []));
	expect(ids.length).toBeGreaterThan(0);
	expect(new Set(ids).size).toBe(ids.length);
	expect(new Set(labels).size).toBe(labels.length);
});

test('what must not be public has a way of its own', () => {
	const { contact_links: links } = configSchema.parse(parseYaml(read(`${FOLDER}/config.yml`)));
	const report = `${homepage}/security/advisories/new`;
	expect(links.map(({ url }) => url)).toContain(report);
	expect(read('SECURITY.md')).toContain(report);
});

describe('links', () => {
	const headings = [...read('README.md').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
		heading.toLowerCase().replaceAll(' ', '-'),
	);
	const links = files.flatMap((file) =>
		[...read(`${FOLDER}/${file}`).matchAll(/https:\/\/github\.com\/[^\s)]+/g)].map(([url]) => url),
	);

	test.each([...new Set(links)])('%s', (link) => {
		expect(link.startsWith(homepage)).toBe(true);
		const rest = link.slice(homepage.length);
		const file = /^\/(?:blob|tree)\/main\/(.+)$/.exec(rest)?.[1];
		if (file !== undefined) expect(existsSync(join(root, file))).toBe(true);
		else if (rest.startsWith('#')) expect(headings).toContain(rest.slice(1));
		else expect(rest).toBe('/security/advisories/new');
	});
});
