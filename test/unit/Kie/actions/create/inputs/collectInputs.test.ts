import type { IExecuteFunctions } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { collectInputs } from '../../../../../../nodes/Kie/actions/create/inputs/collectInputs.ts';
import { urlsOf } from '../../../../../../nodes/Kie/actions/create/request.ts';
import type { ImageOperation } from '../../../../../../nodes/shared/models/index.ts';
import { models } from '../../../../../../nodes/shared/models/index.ts';

type Values = Record<string, unknown>;

const A = 'https://example.com/a.png';
const B = 'https://example.com/b.jpg';
const labels = { imageUrls: 'Image URLs', maskUrl: 'Mask URL' };

async function collected(operation: ImageOperation, given: Values) {
	const own = models.find(({ value }) => value === 'gpt4o-image')?.operations[operation];
	if (!own) throw new Error(`4o Image has no ${operation}`);
	const values: Values = { maskSource: 'maskUrl' in given ? 'url' : 'none', ...given };
	const ctx = {
		getNodeParameter: (name: string, _: number, absent: unknown) =>
			name in values ? values[name] : absent,
	} as unknown as IExecuteFunctions;
	return urlsOf(await collectInputs(ctx, 0, own, labels));
}

test.each<[Values, Values]>([
	[{ imageUrls: A }, { image: [A] }],
	[{ imageUrls: `${A}\n ${B}` }, { image: [A, B] }],
	[{ imageUrls: [A, B] }, { image: [A, B] }],
	[
		{ imageUrls: A, maskUrl: ` ${B} ` },
		{ image: [A], mask: [B] },
	],
])('of %j are taken %j', async (values, images) => {
	expect(await collected('edit', values)).toEqual(images);
});

test('an operation without a mask takes none', async () => {
	expect(await collected('variants', { imageUrls: A, maskUrl: B })).toEqual({ image: [A] });
});

test.each<[ImageOperation, Values, string]>([
	['edit', {}, "'Image URLs' is empty"],
	['edit', { imageUrls: ' \n ' }, "'Image URLs' is empty"],
	['edit', { imageUrls: [] }, "'Image URLs' is empty"],
	['variants', { imageUrls: null }, "'Image URLs' is empty"],
	[
		'variants',
		{ imageUrls: [A, A, A, A, A, A] },
		"'Image URLs' contains 6 images, but at most 5 can be used",
	],
	['edit', { imageUrls: [A, 7] }, "'Image URLs' must be a list of URLs"],
	[
		'edit',
		{ imageUrls: 'photo.png' },
		"'Image URLs' must contain URLs that start with https:// or http://, not 'photo.png'",
	],
	[
		'edit',
		{ imageUrls: 'https://example.com/clip.GIF?x=1' },
		"'Image URLs' contains a .gif file, which KIE does not accept: use PNG, JPEG or WebP",
	],
	[
		'edit',
		{ imageUrls: [A, B], maskUrl: A },
		"'Mask URL' works with exactly one image, but there are 2",
	],
	['edit', { imageUrls: A, maskUrl: '' }, "'Mask URL' is empty"],
	['edit', { imageUrls: A, maskUrl: null }, "'Mask URL' is empty"],
	[
		'edit',
		{ imageUrls: A, maskUrl: 'mask.png' },
		"'Mask URL' must contain URLs that start with https:// or http://, not 'mask.png'",
	],
	[
		'edit',
		{ imageUrls: A, maskUrl: 'https://example.com/mask.bmp' },
		"'Mask URL' contains a .bmp file, which KIE does not accept: use PNG, JPEG or WebP",
	],
])('%s %j: %s', async (operation, values, message) => {
	await expect(collected(operation, values)).rejects.toThrow(message);
});
