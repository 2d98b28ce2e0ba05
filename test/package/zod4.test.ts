import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { INodeParameters, INodeType } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { ImageModel, ModelOperation } from '../../nodes/shared/models/index.ts';
import { models } from '../../nodes/shared/models/index.ts';
import { expected, runFrozen, workflows } from '../frozen/run.ts';
import { runClock, useFakedClock } from '../helpers/clock.ts';
import { jsonOf, knownNodes, runWorkflow } from '../helpers/engine.ts';
import { done, KieWire, refused } from '../helpers/kie.ts';
import { jsonIn, Trigger } from '../helpers/trigger.ts';
import { KIE, workflow } from '../helpers/workflows.ts';
import { valuesOf } from './display.ts';

// n8n 2.40 gives the node zod 3. An install that puts everything into one folder, as with a later n8n,
// may give it zod 4: the built package must do the same there.

const root = fileURLToPath(new URL('../../', import.meta.url));
const inRoot = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'kie-image-zod4-'));
const inPackage = createRequire(join(folder, 'package.json'));

/** The package as built, in a folder where `zod` is zod 4. */
beforeAll(async () => {
	for (const name of [
		'credentials',
		'nodes',
		'icons',
		'gulpfile.js',
		'package.json',
		'tsconfig.json',
	])
		cpSync(join(root, name), join(folder, name), { recursive: true });
	const link = (target: string, name: string) =>
		symlinkSync(join(root, 'node_modules', target), join(folder, 'node_modules', name), 'junction');
	mkdirSync(join(folder, 'node_modules'));
	for (const name of ['gulp', 'typescript', '@types', 'n8n-workflow', 'zod']) link(name, name);
	await promisify(execFile)(
		process.execPath,
		[join(root, 'node_modules/gulp/bin/gulp.js'), 'build'],
		{ cwd: folder },
	);
	rmSync(join(folder, 'node_modules/zod'));
	link('zod4', 'zod');
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const built = <T>(path: string) => inPackage(`./dist/nodes/${path}.js`) as T;

test('it is zod 4 indeed, and n8n-workflow is that of the engine', () => {
	const { version } = inPackage('zod/package.json') as { version: string };
	expect(version).toMatch(/^4\./);
	expect(inPackage.resolve('n8n-workflow')).toBe(inRoot.resolve('n8n-workflow'));
	const { z: zod4 } = inPackage('zod') as { z: typeof z };
	expect(zod4.object({ key: zod4.unknown() }).safeParse({}).success).toBe(false);
});

describe('in the engine', () => {
	useFakedClock();
	const own = knownNodes[KIE]!;
	beforeAll(() => {
		const { Kie } = built<{ Kie: new () => INodeType }>('Kie/Kie.node');
		knownNodes[KIE] = new Kie();
	});
	afterAll(() => {
		knownNodes[KIE] = own;
	});

	test.each(Object.keys(workflows))('%s', async (name) => {
		const { error, did } = await runFrozen(name);

		expect(error).toBeUndefined();
		expect(did).toEqual(expected[name]);
	});

	test('a refusal of KIE is told as KIE says it', async () => {
		new KieWire().onCreate([{ code: 402, msg: 'Credits insufficient' }]);

		const run = await runClock(
			runWorkflow(workflow({ prompt: 'x' }, { settings: { onError: 'continueRegularOutput' } })),
		);

		expect(jsonOf(run, 'KIE')).toMatchObject([
			{ errorCode: 402, errorMessage: 'Credits insufficient' },
		]);
	});

	test('a callback starts the workflow', async () => {
		new KieWire().onRead('t1', [done('t1')]).on('GET', /record/, [refused(422, 'record is null')]);
		const trigger = new Trigger();
		const { KieTrigger } = built<{ KieTrigger: new () => INodeType }>('KieTrigger/KieTrigger.node');
		trigger.type = new KieTrigger();
		const told = { code: 200, data: { taskId: 't1', info: { result_urls: ['https://x.test/a'] } } };

		const delivered = await runClock(trigger.deliver(told));

		expect(delivered.status).toBe(200);
		expect(jsonIn(delivered)).toMatchObject([{ taskId: 't1', status: 'success' }]);
	});
});

describe('each model takes and refuses the same', () => {
	const image = 'https://example.com/a.png';
	const given: INodeParameters = {
		...{ imageUrls: image, referenceImageUrls: image, maskUrl: image },
		...{ marketModel: 'qwen/text-to-image', marketInput: { prompt: 'A cat' } },
	};
	/** A form as it is saved, with a value of every kind. */
	const form = (value: object) => ({
		...{ marketModel: { __rl: true, mode: 'id', value: 'x/y' }, marketInputMode: 'form' },
		marketFields: {
			value,
			schema: [
				{ id: 'prompt', required: true, wants: { type: 'text', maxLength: 9 } },
				{ id: 'seed', wants: { type: 'integer', max: 9 } },
				{ id: 'safe', wants: { type: 'switch' } },
				{ id: 'size', options: [{ value: 4 }], wants: { type: 'integer' } },
				{ id: 'urls', wants: { type: 'text', list: true, file: true } },
				{ id: 'style', type: 'object' },
				'nonsense',
			],
		},
	});
	const cases = models.flatMap(({ value, operations }) =>
		Object.entries(operations).map(([operation, { fields, options }]) => ({
			model: value,
			operation,
			fields: [...fields, ...options].map(({ name }) => name),
		})),
	);

	test.each(cases)('$operation with $model', ({ model, operation, fields }) => {
		const newNode = { ...valuesOf({ operation, model, prompt: 'A cat' }), ...given };
		const many = Object.keys(given);
		const values: Array<Record<string, unknown>> = [
			newNode,
			{ ...newNode, options: Object.fromEntries(fields.map((name) => [name, true])) },
			{ ...newNode, imageUrls: [image, image], numImages: 2 },
			{ ...newNode, ...form({ prompt: 'A cat', seed: '7', safe: 'true', size: '4', style: '{}' }) },
			...[
				{},
				{ prompt: 'A long prompt' },
				{ prompt: 'x', seed: 1.5 },
				{ prompt: 'x', urls: image },
			].map((value) => ({ ...newNode, ...form(value) })),
			...['prompt', ...fields, ...many].flatMap((name) =>
				[undefined, null, 'nonsense', 1_000_000, ['x']].map((value) => ({
					...newNode,
					[name]: value,
				})),
			),
			...['prompt', ...fields, ...many].map((name) => {
				const { [name]: left, ...rest } = newNode;
				return rest;
			}),
		];
		const [withZod3, withZod4] = [
			models,
			built<{ models: ImageModel[] }>('shared/models/index').models,
		]
			.map((all) => all.find((one) => one.value === model)!)
			.map(({ operations }) => operations[operation as keyof typeof operations]!.schema)
			.map((schema) => values.map((value) => said(schema.safeParse(value))));

		expect(withZod4).toEqual(withZod3);
	});

	/** What is sent, or what the user is told: the first refusal. */
	const said = (parsed: ReturnType<ModelOperation['schema']['safeParse']>) =>
		parsed.success
			? parsed.data({ image: [image], reference: [image], mask: [image] })
			: { path: parsed.error.issues[0]?.path, message: parsed.error.issues[0]?.message };
});
