import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

// The plan of the house, as ARCHITECTURE.md draws it: who may import from whom. Everything else may not.
const ALLOWED: Record<string, readonly string[]> = {
	Kie: ['output', 'callback', 'models', 'catalogue', 'files', 'parameters', 'kie', 'base'],
	KieTrigger: ['output', 'callback', 'parameters', 'kie', 'base'],
	output: ['models', 'files', 'kie', 'base'],
	callback: ['kie', 'base'],
	models: ['catalogue', 'parameters', 'kie', 'base'],
	catalogue: ['kie', 'base'],
	files: ['kie', 'base'],
	parameters: ['kie', 'base'],
	kie: ['base'],
	base: [],
};

const root = fileURLToPath(new URL('../../nodes', import.meta.url));

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.ts'))
	.map((name) => join(root, name));

/** `shared/kie/task.ts` stands in the room `kie`, `shared/pacing.ts` in `base`. */
function roomOf(file: string): string {
	const [top = '', ...below] = relative(root, file).split('/');
	if (top !== 'shared') return top;
	return below.length > 1 ? (below[0] ?? '') : 'base';
}

/** The files of ours that a file imports, as types or as values. */
function importsOf(file: string): string[] {
	const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'));
	return importedFiles
		.filter(({ fileName }) => fileName.startsWith('.'))
		.map(({ fileName }) => resolve(dirname(file), fileName))
		.map((path) => [`${path}.ts`, join(path, 'index.ts')].find((name) => files.includes(name)))
		.map((found, at) => found ?? `${file}: ${importedFiles[at]?.fileName} leads out of nodes/`);
}

const imports = new Map(files.map((file) => [file, importsOf(file)]));
const name = (file: string) => relative(root, file);

test('every room is on the plan', () => {
	expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(ALLOWED).sort());
});

describe.each(Object.keys(ALLOWED))('%s', (room) => {
	test('imports only from the rooms below it', () => {
		const wrong = files
			.filter((file) => roomOf(file) === room)
			.flatMap((file) =>
				(imports.get(file) ?? [])
					.filter((other) => roomOf(other) !== room && !ALLOWED[room]?.includes(roomOf(other)))
					.map((other) => `${name(file)} → ${name(other)}`),
			);
		expect(wrong).toEqual([]);
	});
});

test.each(Object.entries(ALLOWED))(
	'%s needs every room that it may import from',
	(room, others) => {
		const used = files
			.filter((file) => roomOf(file) === room)
			.flatMap((file) => imports.get(file) ?? [])
			.map(roomOf);
		expect(others.filter((other) => !used.includes(other))).toEqual([]);
	},
);

test('a model knows how KIE wants values, but has no way to ask it', () => {
	const used = files
		.filter((file) => roomOf(file) === 'models')
		.flatMap((file) => imports.get(file) ?? [])
		.filter((file) => roomOf(file) === 'catalogue')
		.map(name);
	expect([...new Set(used)].sort()).toEqual([
		'shared/catalogue/modelId.ts',
		'shared/catalogue/wants.ts',
	]);
});

test('no file imports itself on a way round', () => {
	const done = new Set<string>();
	const circles: string[] = [];
	const visit = (file: string, way: string[]) => {
		if (way.includes(file)) {
			circles.push([...way.slice(way.indexOf(file)), file].map(name).join(' → '));
			return;
		}
		if (done.has(file)) return;
		imports.get(file)?.forEach((other) => visit(other, [...way, file]));
		done.add(file);
	};
	files.forEach((file) => visit(file, []));
	expect(circles).toEqual([]);
});
