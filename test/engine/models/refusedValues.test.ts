import type { INodeParameters } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { INPUT_NAMES, inputFields } from '../../../nodes/Kie/actions/create/inputFields.ts';
import type { InputRole } from '../../../nodes/shared/models/index.ts';
import { models } from '../../../nodes/shared/models/index.ts';
import { useFakedClock } from '../../helpers/clock.ts';
import { errorOf } from '../../helpers/engine.ts';
import { KieWire } from '../../helpers/kie.ts';
import { run } from '../../helpers/run.ts';

// What a model needs and does not get, or gets and does not take: nothing is ordered.

useFakedClock();

const url = 'https://example.com/a.png';

const required = models.flatMap(({ value: model, operations }) =>
	Object.entries(operations).flatMap(([operation, { prompt, inputs }]) => {
		const roles = Object.entries(inputs).filter(([, { required: must }]) => must);
		const labels = new Map([
			...(prompt.is === 'required' ? [['prompt', 'Prompt'] as const] : []),
			...roles.map(([role, images]) => {
				const { url: name } = INPUT_NAMES[role as InputRole];
				const field = inputFields(role as InputRole, images).find((one) => one.name === name);
				return [name, field?.displayName ?? ''] as const;
			}),
		]);
		const all = Object.fromEntries([...labels.keys()].map((name) => [name, url]));
		return [...labels].map(([name, label]) => ({
			name: `${operation} with ${model}, no '${label}'`,
			parameters: { operation, model, ...all, [name]: '={{ "" }}' },
			message: `'${label}' is empty [item 0]`,
		}));
	}),
);

test.each(required)('$name', async ({ parameters, message }) => {
	const wire = new KieWire();
	expect(errorOf(await run(parameters)).message).toBe(message);
	expect(wire.requests).toEqual([]);
});

type Refusal = [INodeParameters, string];

test.each<Refusal>([
	[
		{ model: 'nano-banana-pro', aspectRatio: '={{ "9:21" }}' },
		"'Aspect Ratio' must be .*: use 9:16",
	],
	[
		{ model: 'nano-banana-pro', outputFormat: '={{ "webp" }}' },
		"'Output Format' must be jpg or png, .*: use png",
	],
	[{ model: 'nano-banana-pro', outputFormat: '={{ "jpeg" }}' }, ': use jpg'],
	[{ model: 'nano-banana', outputFormat: '={{ "jpg" }}' }, ': use jpeg'],
	[{ model: 'nano-banana-pro', resolution: '={{ "sd" }}' }, "'Resolution' must be .*: use 1K"],
	[{ model: 'nano-banana-pro', resolution: '={{ "hd" }}' }, ': use 2K'],
	[{ model: 'seedream-v4', resolution: '={{ "4k" }}' }, ': use 4K'],
	[
		{ model: 'seedream-v4', imageSize: '={{ "16:9" }}' },
		"'Image Size' must be .*: use landscape_16_9",
	],
	[
		{ model: 'flux-kontext-pro', aspectRatio: '={{ "5:4" }}' },
		"'Aspect Ratio' must be .*: use 4:3",
	],
	[{ model: 'flux-kontext-max', aspectRatio: '={{ "4:5" }}' }, ': use 3:4'],
	[
		{ model: '={{ "imagen4" }}', numImages: 2 },
		"'Number of Images' must be 1: this model makes one image",
	],
	[{ model: '={{ "ideogram-v3" }}', numImages: 2 }, "'Number of Images' must be 1"],
	[{ model: 'imagen4', seed: 'x' }, "'Seed' must be a whole number, not 'x'"],
	[
		{ model: 'seedream-v4', maxImages: 7 },
		"'Max Images' must be a whole number from 1 to 6, not '7'",
	],
	[
		{ operation: 'edit', model: 'flux-kontext-pro', imageUrls: url, safetyTolerance: 3 },
		"'Safety Tolerance' must be a whole number from 0 to 2, not '3'",
	],
	[
		{ operation: 'edit', model: 'flux-kontext-pro', imageUrls: `${url}\n${url}` },
		"'Image URL' contains 2 images, but at most 1 can be used",
	],
	[
		{
			...{ operation: 'edit', model: '={{ "ideogram-v3" }}', numImages: 2 },
			...{ imageUrls: url, maskSource: 'url', maskUrl: url },
		},
		"'Number of Images' must be 1",
	],
	[
		{ operation: 'edit', model: '={{ "ideogram-v3" }}', imageUrls: url },
		"'Mask Source' cannot be 'None' with this model",
	],
	...['auto', '5:4', '4:5', '3:1', '1:3', '9:21'].flatMap((aspectRatio): Refusal[] =>
		['2K', '4K'].map((resolution) => [
			{ model: 'gpt-image-2', aspectRatio, resolution },
			`'Resolution' must be 1K with the ratio ${aspectRatio === 'auto' ? 'Automatic' : aspectRatio}: choose 1K, or another 'Aspect Ratio'`,
		]),
	),
	[
		{ model: 'gpt-image-2', aspectRatio: '1:1', resolution: '4K' },
		"'Resolution' must be 1K or 2K with the ratio 1:1",
	],
	[
		{ operation: 'edit', model: 'gpt-image-2', imageUrls: url, resolution: '2K' },
		"'Resolution' must be 1K with the ratio Automatic",
	],
	...['opaque', 'transparent'].map((background): Refusal => [
		{ model: 'gpt-image-2', aspectRatio: '16:9', resolution: '2K', background },
		"'Background' cannot be chosen in 2K: set 'Resolution' to 1K, or the background to Automatic",
	]),
	[
		{ model: 'qwen-image-2-1', background: 'transparent', outputFormat: 'jpeg' },
		"'Background' cannot be transparent in a JPEG: set 'Output Format' to PNG or WebP",
	],
	[
		{
			...{ operation: 'edit', model: 'qwen-image-2-1', imageUrls: url },
			...{ maskSource: 'url', maskUrl: url, background: 'transparent' },
		},
		"'Background' cannot be transparent if you use a mask",
	],
	[
		{
			...{ operation: 'edit', model: 'qwen-image-2-1', imageUrls: `${url}\n${url}` },
			...{ maskSource: 'url', maskUrl: url },
		},
		"'Mask URL' works with exactly one image, but there are 2",
	],
	[{ model: 'z-image', aspectRatio: '={{ "auto" }}' }, "'Aspect Ratio' must be .*, not 'auto'"],
	[{ model: 'z-image', aspectRatio: '={{ "4:5" }}' }, ': use 3:4'],
	[{ model: 'seedream-4-5', quality: '={{ "ultra" }}' }, "'Quality' must be basic or high"],
	[{ model: 'flux-2-pro', resolution: '={{ "4K" }}' }, "'Resolution' must be 1K or 2K"],
	[
		{ model: 'flux-2-pro', prompt: 'Hi' },
		"'Prompt' has 2 characters, but this model requires at least 3",
	],
	[{ model: 'seedream-5-lite', prompt: '😀😀' }, "'Prompt' has 2 characters"],
	[
		{ operation: 'upscale', model: 'topaz', imageUrls: url, upscaleFactor: '={{ 8 }}' },
		"'Upscale Factor' must be 1, 2 or 4, not '8'",
	],
	[
		{ operation: 'upscale', model: 'nano-banana', imageUrls: url },
		"'Model' cannot be 'nano-banana' for this operation",
	],
	[
		{ operation: 'removeBackground', imageUrls: `${url}\n${url}` },
		"'Image URL' contains 2 images, but at most 1 can be used",
	],
])('%j is refused: %s', async (parameters, message) => {
	const wire = new KieWire();
	expect(errorOf(await run({ prompt: 'A cat', ...parameters })).message).toMatch(
		new RegExp(message),
	);
	expect(wire.requests).toEqual([]);
});
