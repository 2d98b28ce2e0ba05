import { describe, expect, test } from 'vitest';
import type { ImageOperation } from '../../../../nodes/shared/models/index.ts';
import { models } from '../../../../nodes/shared/models/index.ts';
import { requestOf } from '../../../helpers/requests.ts';

type Values = Record<string, unknown>;

function gpt4o(operation: ImageOperation) {
	const own = models.find(({ value }) => value === 'gpt4o-image')?.operations[operation];
	if (!own) throw new Error(`4o Image has no ${operation}`);
	return own;
}

const request = (operation: ImageOperation, values: Values) =>
	requestOf(gpt4o(operation), { size: '1:1', nVariants: 1, ...values });

/** Each refusal as "field message", the way the node shows it to the user. */
function refusals(operation: ImageOperation, values: Values): string[] {
	const parsed = gpt4o(operation).schema.safeParse({ size: '1:1', nVariants: 1, ...values });
	return parsed.success
		? []
		: parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
}

const A = 'https://example.com/a.png';
const B = 'https://example.com/b.jpg';

describe('the body', () => {
	test.each<[string, ImageOperation, Values, Values]>([
		['a prompt alone', 'generate', { prompt: 'A cat' }, { prompt: 'A cat', size: '1:1' }],
		[
			'a size that is KIE’s default, too: it is required',
			'generate',
			{ prompt: 'A cat', size: '2:3' },
			{ prompt: 'A cat', size: '2:3' },
		],
		[
			'several images',
			'generate',
			{ prompt: 'A cat', nVariants: 4 },
			{ prompt: 'A cat', size: '1:1', nVariants: 4 },
		],
		[
			'a count from an expression that gave text',
			'generate',
			{ prompt: 'A cat', nVariants: '2' },
			{ prompt: 'A cat', size: '1:1', nVariants: 2 },
		],
		['a prompt that is a number', 'generate', { prompt: 42 }, { prompt: '42', size: '1:1' }],
		[
			'no images in Generate',
			'generate',
			{ prompt: 'A cat', imageUrls: A, maskUrl: A },
			{ prompt: 'A cat', size: '1:1' },
		],
		['an edit without a prompt', 'edit', { imageUrls: A }, { filesUrl: [A], size: '1:1' }],
		[
			'an edit with a blank prompt',
			'edit',
			{ prompt: ' ', imageUrls: A },
			{ filesUrl: [A], size: '1:1' },
		],
		[
			'an edit with a mask',
			'edit',
			{ prompt: 'A garden', imageUrls: [A], maskUrl: B, size: '3:2' },
			{ prompt: 'A garden', filesUrl: [A], maskUrl: B, size: '3:2' },
		],
		[
			'variants',
			'variants',
			{ imageUrls: [A, B], nVariants: 2, prompt: 'In watercolor' },
			{ prompt: 'In watercolor', filesUrl: [A, B], size: '1:1', nVariants: 2 },
		],
		[
			'one variant, which is KIE’s default',
			'variants',
			{ imageUrls: A, nVariants: 1 },
			{ filesUrl: [A], size: '1:1' },
		],
		[
			'no mask in variants',
			'variants',
			{ imageUrls: A, maskUrl: B },
			{ filesUrl: [A], size: '1:1' },
		],
	])('%s', (_, operation, values, body) => {
		expect(request(operation, values).body).toEqual(body);
	});

	test.each<[Values, Values]>([
		[{}, {}],
		[{ isEnhance: true }, { isEnhance: true }],
		[{ isEnhance: false }, { isEnhance: false }],
		[{ uploadCn: true }, { uploadCn: true }],
		[{ enableFallback: true }, { enableFallback: true }],
		[{ enableFallback: false }, { enableFallback: false }],
		[{ fallbackModel: 'GPT_IMAGE_1' }, {}],
		[{ enableFallback: false, fallbackModel: 'GPT_IMAGE_1' }, { enableFallback: false }],
		[
			{ enableFallback: true, fallbackModel: 'FLUX_MAX' },
			{ enableFallback: true, fallbackModel: 'FLUX_MAX' },
		],
		// Entries of the same collection that are the node's own business.
		[{ maxWait: 10, includeRaw: true, outputItems: 'perTask' }, {}],
	])('of options %j sends %j', (options, sent) => {
		expect(request('generate', { prompt: 'A cat', options }).body).toEqual({
			prompt: 'A cat',
			size: '1:1',
			...sent,
		});
	});

	test('comes with the prompt', () => {
		expect(request('edit', { imageUrls: A, maskUrl: B }).prompt).toBeNull();
		expect(request('generate', { prompt: 'A cat' }).prompt).toBe('A cat');
	});

	test.each(['generate', 'edit', 'variants'] as const)('%s never names a callback', (operation) => {
		const { body } = request(operation, { prompt: 'A cat', imageUrls: A, callBackUrl: A });
		expect(body).not.toHaveProperty('callBackUrl');
		expect(body).not.toHaveProperty('fileUrl');
	});
});

describe('refused', () => {
	const prompt = 'A cat';

	test.each<[ImageOperation, Values, string]>([
		['generate', {}, 'prompt is empty'],
		['generate', { prompt: '' }, 'prompt is empty'],
		['generate', { prompt: ' \n' }, 'prompt is empty'],
		['generate', { prompt: null }, 'prompt is empty'],
		['generate', { prompt: ['A cat'] }, 'prompt must be text, but it is a list'],
		['generate', { prompt: { text: 'A cat' } }, 'prompt must be text, but it is an object'],
		['generate', { prompt, size: '16:9' }, "size must be 1:1, 3:2 or 2:3, not '16:9'"],
		['generate', { prompt, size: undefined }, 'size must be 1:1, 3:2 or 2:3, not nothing'],
		['generate', { prompt, nVariants: 3 }, "nVariants must be 1, 2 or 4, not '3'"],
		['generate', { prompt, nVariants: 0 }, "nVariants must be 1, 2 or 4, not '0'"],
		['generate', { prompt, nVariants: '' }, "nVariants must be 1, 2 or 4, not ''"],
		['generate', { prompt, nVariants: null }, 'nVariants must be 1, 2 or 4, not nothing'],
		[
			'generate',
			{ prompt, options: { isEnhance: 'yes' } },
			"options.isEnhance must be true or false, not 'yes'",
		],
		[
			'generate',
			{ prompt, options: { fallbackModel: 'DALLE' } },
			"options.fallbackModel must be FLUX_MAX or GPT_IMAGE_1, not 'DALLE'",
		],
	])('%s %j: %s', (operation, values, message) => {
		expect(refusals(operation, values)).toEqual([message]);
	});
});
