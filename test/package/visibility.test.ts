import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { offered, shownFields, visible } from './display.ts';
import { node, trigger } from './properties.ts';

const IMAGES = ['imageSource', 'imageUrls'];
const HEAD = ['resource', 'operation'];
const CHOICE = ['size', 'nVariants'];
const WAITING = ['waitUntilDone', 'waitMethod', 'downloadImages', 'outputDataFieldName', 'options'];
const NOT_DOWNLOADING = ['waitUntilDone', 'waitMethod', 'downloadImages', 'options'];
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
		[{ operation: 'removeBackground' }, [...HEAD, ...IMAGES, ...WAITING]],
		[
			{ operation: 'removeBackground', imageSource: 'binary', waitUntilDone: false },
			[...HEAD, 'imageSource', 'inputDataFieldName', ...NOT_WAITING],
		],
		// What is left from another operation.
		[{ operation: 'removeBackground', model: 'nano-banana' }, [...HEAD, ...IMAGES, ...WAITING]],
		[{ operation: 'upscale' }, [...HEAD, 'model', ...IMAGES, ...WAITING]],
		[
			{ operation: 'upscale', model: 'topaz' },
			[...HEAD, 'model', ...IMAGES, 'upscaleFactor', ...WAITING],
		],
		[
			{ operation: 'upscale', model: '={{ $json.model }}' },
			[...HEAD, 'model', ...IMAGES, 'upscaleFactor', ...WAITING],
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
		[{ resource: 'file' }, [...HEAD, 'fileSource', 'inputDataFieldName', 'options']],
		[
			{ resource: 'file', operation: 'upload', fileSource: 'url' },
			[...HEAD, 'fileSource', 'fileUrl', 'options'],
		],
		[{ resource: 'account' }, HEAD],
		[{ resource: 'account', operation: 'getCredits' }, HEAD],
	])('%j', (parameters, names) => {
		expect(visible(parameters)).toEqual(names);
	});
});

describe('any other market model', () => {
	const head = [...HEAD, 'model', 'marketModel'];
	const other = { operation: 'generate', model: 'other' };

	test.each<[INodeParameters, string[]]>([
		[other, [...head, 'marketInputMode', 'marketFields', ...WAITING]],
		[
			{ ...other, marketModel: { __rl: true, mode: 'id', value: 'x/y' } },
			[...head, 'marketInputMode', 'marketFormNotice', 'marketFields', ...WAITING],
		],
		[
			{ ...other, marketInputMode: 'json' },
			[...head, 'marketInputMode', 'marketInput', ...WAITING],
		],
		[{ ...other, operation: 'edit' }, [...head, 'marketInputMode', 'marketFields', ...WAITING]],
		[{ resource: 'account', operation: 'getPrice' }, [...HEAD, 'marketModel']],
	])('%j', (parameters, names) => {
		expect(visible(parameters)).toEqual(names);
	});

	test('version 1 has what it always had', () => {
		expect(visible(other, node, 1)).toEqual([...head, 'marketInput', ...WAITING]);
	});

	test('with a model by expression each version shows its own', () => {
		const model = '={{ $json.model }}';
		const market = (version: number) =>
			visible({ operation: 'generate', model }, node, version).filter((name) =>
				name.startsWith('market'),
			);
		expect(market(1)).toEqual(['marketModel', 'marketInput']);
		// n8n asks no further condition once one is an expression: the notice shows without a model, too.
		expect(market(1.1)).toEqual([
			'marketModel',
			'marketInputMode',
			'marketFormNotice',
			'marketFields',
		]);
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
	const SPENDING = ['spendingLimit', 'stopBelow'];
	const OF_MODEL = ['enableFallback', 'isEnhance', 'fallbackModel', 'uploadCn'];

	test.each(['generate', 'edit', 'variants'])('of %s', (operation) => {
		expect(offered({ operation }).sort()).toEqual(
			[
				'batching',
				'includeRaw',
				'fileName',
				'maxFileSize',
				'maxWait',
				'onTimeout',
				'outputItems',
				'pollInterval',
				...SPENDING,
				...OF_MODEL,
			].sort(),
		);
		expect(offered({ operation, waitUntilDone: false }).sort()).toEqual(
			['batching', 'includeRaw', ...SPENDING, ...OF_MODEL].sort(),
		);
	});

	test.each(['removeBackground', 'upscale'])('of %s', (operation) => {
		expect(offered({ operation })).toEqual([
			...[
				'batching',
				'fileName',
				'includeRaw',
				'maxFileSize',
				'maxWait',
				'onTimeout',
				'outputItems',
			],
			'pollInterval',
			...SPENDING,
		]);
	});

	test.each([
		['generate', 'z-image'],
		['edit', 'flux-2-pro'],
	])('of %s with %s', (operation, model) => {
		expect(offered({ operation, model })).toContain('safetyChecker');
	});

	test('of Get Status', () => {
		expect(offered({ operation: 'getStatus' })).toEqual(['api', 'includeRaw', 'outputItems']);
	});

	test.each([{ operation: 'getDownloadUrl' }, { resource: 'account' }])('of %j', (parameters) => {
		expect(offered(parameters)).toEqual([]);
	});
});

describe('required fields', () => {
	const asked = (parameters: INodeParameters) =>
		shownFields(parameters)
			.filter(({ required }) => required === true)
			.map(({ name }) => name);

	test.each<[INodeParameters, string[]]>([
		[{ operation: 'generate' }, ['prompt']],
		[{ operation: 'edit' }, ['imageUrls']],
		[{ operation: 'edit', maskSource: 'url' }, ['imageUrls']],
		[
			{ operation: 'edit', imageSource: 'binary', maskSource: 'binary' },
			['inputDataFieldName', 'maskDataFieldName'],
		],
		[{ operation: 'variants' }, ['imageUrls']],
		[{ operation: 'removeBackground' }, ['imageUrls']],
		[{ operation: 'upscale', model: '={{ $json.model }}' }, ['imageUrls']],
		[{ operation: 'edit', model: 'qwen-image-2-1' }, ['prompt', 'imageUrls']],
		[{ operation: 'getStatus' }, ['taskId']],
		[{ operation: 'getDownloadUrl' }, []],
		[{ operation: 'edit', model: 'flux-kontext-pro' }, ['prompt', 'imageUrls']],
		[{ operation: 'variants', model: 'ideogram-v3' }, ['prompt', 'imageUrls']],
		[{ operation: 'generate', model: 'other' }, ['marketModel']],
		// What one model requires must not stop a run of another.
		[{ operation: 'generate', model: '={{ $json.model }}' }, []],
		// Any other market model has its images among its own settings.
		[{ operation: 'edit', model: '={{ $json.model }}' }, []],
		[{ operation: 'variants', model: '={{ $json.model }}' }, ['imageUrls']],
	])('of %j', (parameters, names) => {
		expect(asked(parameters)).toEqual(names);
	});
});

test.each(['gpt4o-image', 'ideogram-character', '={{ $json.model }}'])(
	'no field shows twice for the model %s',
	(model) => {
		for (const operation of [
			...['generate', 'edit', 'variants', 'removeBackground', 'upscale'],
			...['getStatus', 'getDownloadUrl'],
		]) {
			const sources = { maskSource: 'url', imageSource: 'url', referenceImageSource: 'url' };
			const names = visible({ operation, model, ...sources, downloadImages: true });
			expect(names).toEqual([...new Set(names)]);
		}
	},
);
