import type { INodeParameters } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { node, trigger } from './properties.ts';

const version = { typeVersion: 1 };

/** All values of a node as n8n completes them, also those of fields that do not show. */
function complete(parameters: INodeParameters, of = node): INodeParameters {
	const values = NodeHelpers.getNodeParameters(of.properties, parameters, true, false, version, of);
	if (values === null) throw new Error('n8n gives this node no parameters');
	return values;
}

/** What a person sees, from top to bottom. */
function visible(parameters: INodeParameters, of = node): string[] {
	const values = complete(parameters, of);
	return of.properties
		.filter((field) => NodeHelpers.displayParameter(values, field, version, of))
		.map(({ name }) => name);
}

/** What 'Add option' offers. */
function offered(parameters: INodeParameters): string[] {
	const values = complete(parameters);
	const options = node.properties.find(
		(field) =>
			field.name === 'options' && NodeHelpers.displayParameter(values, field, version, node),
	);
	const inOptions: INodeParameters = {};
	return (options?.options ?? []).flatMap((entry) =>
		'type' in entry && NodeHelpers.displayParameter(inOptions, entry, version, node, values)
			? [entry.name]
			: [],
	);
}

const IMAGES = ['imageSource', 'imageUrls'];
const HEAD = ['resource', 'operation'];
const CHOICE = ['size', 'nVariants'];
const WAITING = ['waitUntilDone', 'downloadImages', 'outputDataFieldName', 'options'];
const NOT_DOWNLOADING = ['waitUntilDone', 'downloadImages', 'options'];
const NOT_WAITING = ['waitUntilDone', 'callBackUrl', 'options'];

describe('fields', () => {
	test.each<[INodeParameters, string[]]>([
		[{}, [...HEAD, 'model', 'prompt', ...CHOICE, ...WAITING]],
		[{ operation: 'generate' }, [...HEAD, 'model', 'prompt', ...CHOICE, ...WAITING]],
		[
			{ operation: 'generate', downloadImages: false },
			[...HEAD, 'model', 'prompt', ...CHOICE, ...NOT_DOWNLOADING],
		],
		[
			{ operation: 'generate', waitUntilDone: false },
			[...HEAD, 'model', 'prompt', ...CHOICE, ...NOT_WAITING],
		],
		[
			{ operation: 'generate', waitUntilDone: false, downloadImages: false },
			[...HEAD, 'model', 'prompt', ...CHOICE, ...NOT_WAITING],
		],
		[
			{ operation: 'edit' },
			[...HEAD, 'model', 'prompt', ...IMAGES, 'maskSource', ...CHOICE, ...WAITING],
		],
		[
			{ operation: 'edit', maskSource: 'url' },
			[...HEAD, 'model', 'prompt', ...IMAGES, 'maskSource', 'maskUrl', ...CHOICE, ...WAITING],
		],
		[
			{ operation: 'edit', imageSource: 'binary', maskSource: 'binary' },
			[
				...[...HEAD, 'model', 'prompt', 'imageSource', 'inputDataFieldName'],
				...['maskSource', 'maskDataFieldName', ...CHOICE, ...WAITING],
			],
		],
		[
			{ operation: 'edit', maskSource: 'none', waitUntilDone: false },
			[...HEAD, 'model', 'prompt', ...IMAGES, 'maskSource', ...CHOICE, ...NOT_WAITING],
		],
		[
			{ operation: 'variants', maskSource: 'url' },
			[...HEAD, 'model', 'prompt', ...IMAGES, ...CHOICE, ...WAITING],
		],
		[
			{ operation: 'variants', waitUntilDone: false },
			[...HEAD, 'model', 'prompt', ...IMAGES, ...CHOICE, ...NOT_WAITING],
		],
		[{ operation: 'getStatus' }, [...HEAD, 'taskId', 'downloadImages', 'options']],
		[
			{ operation: 'getStatus', downloadImages: true },
			[...HEAD, 'taskId', 'downloadImages', 'outputDataFieldName', 'options'],
		],
		[
			{ operation: 'getStatus', waitUntilDone: false },
			[...HEAD, 'taskId', 'downloadImages', 'options'],
		],
		[{ operation: 'getDownloadUrl' }, [...HEAD, 'imageUrl', 'taskId']],
		[{ resource: 'account' }, HEAD],
		[{ resource: 'account', operation: 'getCredits' }, HEAD],
	])('%j', (parameters, names) => {
		expect(visible(parameters)).toEqual(names);
	});
});

test.each([
	[true, ['downloadImages', 'outputDataFieldName']],
	[false, ['downloadImages']],
])('fields of the trigger, Download Images %j', (downloadImages, names) => {
	expect(visible({ downloadImages }, trigger)).toEqual([
		'urlNotice',
		'events',
		'confirmResult',
		...names,
		'options',
	]);
});

describe('options', () => {
	const OF_MODEL = ['enableFallback', 'isEnhance', 'fallbackModel', 'uploadCn'];

	test.each(['generate', 'edit', 'variants'])('of %s', (operation) => {
		expect(offered({ operation }).sort()).toEqual(
			[
				'batching',
				'includeRaw',
				'maxWait',
				'onTimeout',
				'outputItems',
				'pollInterval',
				...OF_MODEL,
			].sort(),
		);
		expect(offered({ operation, waitUntilDone: false }).sort()).toEqual(
			['batching', 'includeRaw', ...OF_MODEL].sort(),
		);
	});

	test('of Get Status', () => {
		expect(offered({ operation: 'getStatus' })).toEqual(['api', 'includeRaw', 'outputItems']);
	});

	test.each([{ operation: 'getDownloadUrl' }, { resource: 'account' }])('of %j', (parameters) => {
		expect(offered(parameters)).toEqual([]);
	});
});

describe('required fields', () => {
	const asked = (parameters: INodeParameters) => {
		const values = complete(parameters);
		return node.properties
			.filter((field) => NodeHelpers.displayParameter(values, field, version, node))
			.filter(({ required }) => required === true)
			.map(({ name }) => name);
	};

	test.each<[INodeParameters, string[]]>([
		[{ operation: 'generate' }, ['prompt']],
		[{ operation: 'edit' }, ['imageUrls']],
		[{ operation: 'edit', maskSource: 'url' }, ['imageUrls']],
		[
			{ operation: 'edit', imageSource: 'binary', maskSource: 'binary' },
			['inputDataFieldName', 'maskDataFieldName'],
		],
		[{ operation: 'variants' }, ['imageUrls']],
		[{ operation: 'getStatus' }, ['taskId']],
		[{ operation: 'getDownloadUrl' }, []],
	])('of %j', (parameters, names) => {
		expect(asked(parameters)).toEqual(names);
	});
});

test('no field shows twice', () => {
	for (const operation of ['generate', 'edit', 'variants', 'getStatus', 'getDownloadUrl']) {
		const names = visible({ operation, maskSource: 'url', downloadImages: true });
		expect(new Set(names).size).toBe(names.length);
	}
});
