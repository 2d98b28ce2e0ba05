import { describe, expect, it } from 'vitest';
import { sniff } from '../files/fileTypes.ts';
import { look, picture, serve, serveFile, start } from './helpers.ts';
import type { Kie } from './helpers.ts';

/** The results of a market task. */
async function make(kie: Kie, model: string, input: object): Promise<string[]> {
	const { data, msg } = await kie.post('/api/v1/jobs/createTask', {
		model,
		input: { prompt: 'A heron at dusk', ...input },
	});
	expect(msg).toBe('success');
	const { resultUrls, errorMessage } = await kie.ended(String(data.taskId));
	expect(errorMessage).toBe('');
	return resultUrls;
}

const first = async (urls: Promise<string[]>) => await look((await urls)[0] ?? '');
const ratio = (value: string) => ({ aspect_ratio: value });
/** The letters of the caption; no other part of a picture is as bright. */
const isInk = (red: number, green: number, blue: number) => Math.min(red, green, blue) > 240;

describe('pictures', () => {
	it.each([
		['google/nano-banana', { aspect_ratio: '21:9', output_format: 'jpeg' }, 21 / 9, 'image/jpeg'],
		['google/nano-banana', {}, 1, 'image/png'],
		['nano-banana-pro', { aspect_ratio: '4:5', output_format: 'jpg' }, 4 / 5, 'image/jpeg'],
		['google/imagen4-fast', {}, 16 / 9, 'image/png'],
		['bytedance/seedream-v4-text-to-image', { image_size: 'portrait_3_2' }, 2 / 3, 'image/png'],
		['ideogram/v3-text-to-image', { image_size: 'landscape_16_9' }, 16 / 9, 'image/png'],
		[
			'qwen2-1/text-to-image',
			{ aspect_ratio: '9:21', output_format: 'webp' },
			9 / 21,
			'image/webp',
		],
		['gpt-image-2-5-flare-text-to-image', { aspect_ratio: '27:16' }, 27 / 16, 'image/png'],
		['nano-banana-2-1', { aspect_ratio: '1:8' }, 1 / 8, 'image/jpeg'],
		['seedream/5-lite-text-to-image', { ...ratio('21:9'), quality: 'ultra' }, 21 / 9, 'image/png'],
		['grok-imagine-image-2-0/text-to-image', ratio('2:3'), 2 / 3, 'image/jpeg'],
	])('of %s with %j have their ratio and type', async (model, input, shape, mime) => {
		const kie = await start();
		const { width, height, bytes, mime: said } = await first(make(kie, model, input));
		expect(width / height).toBeCloseTo(shape, 9);
		expect(width * height).toBeLessThanOrEqual(1_000_000);
		expect(said).toBe(mime);
		expect(`image/${sniff(bytes)}`).toBe(mime);
	});

	it.each([
		['the prompt', 'google/imagen4', { prompt: 'A heron at dusk, and another one' }],
		['the model', 'ideogram/v3-text-to-image', {}],
		['the parameters', 'google/imagen4', { negative_prompt: 'dogs' }],
	])('show %s in letters', async (_what, model, input) => {
		const kie = await start();
		const plain = await first(make(kie, 'google/imagen4', {}));
		const more = await first(make(kie, model, input));
		expect(plain.count(isInk)).toBeGreaterThan(0);
		expect(more.count(isInk)).toBeGreaterThan(plain.count(isInk) * 1.2);
	});

	it('of a video model are an mp4', async () => {
		const kie = await start();
		const [url = ''] = await make(kie, 'kling/v2-1-master-text-to-video', {});
		const response = await fetch(url);
		expect(url).toMatch(/\.mp4$/);
		expect(response.headers.get('content-type')).toBe('video/mp4');
		expect(sniff(Buffer.from(await response.arrayBuffer()))).toBe('mp4');
	});

	it('grow with the resolution', async () => {
		const kie = await start();
		const small = await first(make(kie, 'nano-banana-pro', { resolution: '1K' }));
		const large = await first(make(kie, 'nano-banana-pro', { resolution: '4K' }));
		expect(large.width).toBeGreaterThan(small.width);
	});

	it('differ from variant to variant, and with the prompt; the same request draws the same', async () => {
		const kie = await start();
		const bytesOf = async (fields: object) => {
			const { resultUrls } = await kie.ended(await kie.create({ ...fields }));
			return Promise.all(resultUrls.map(async (url) => (await look(url)).bytes.toString('base64')));
		};
		const variants = await bytesOf({ nVariants: 4 });
		expect(new Set(variants).size).toBe(4);
		expect(await bytesOf({ nVariants: 4 })).toEqual(variants);
		expect(variants).not.toContain((await bytesOf({ prompt: 'A harbour' }))[0]);
	});
});

describe('an edit', () => {
	const isTeal = (red: number, green: number, blue: number) =>
		red === 0 && green === 128 && blue === 128;
	const paintTeal = (context: {
		fillStyle: unknown;
		fillRect: (...box: [number, number, number, number]) => void;
	}) => {
		context.fillStyle = '#008080';
		context.fillRect(0, 0, 600, 400);
	};
	const leftHalfBlack = (context: {
		fillStyle: unknown;
		fillRect: (...box: [number, number, number, number]) => void;
	}) => {
		context.fillStyle = '#000000';
		context.fillRect(0, 0, 300, 400);
	};

	it('changes the black area of the mask and nothing else', async () => {
		const kie = await start();
		const image = await serveFile(await picture(600, 400, paintTeal));
		const mask = await serveFile(await picture(600, 400, leftHalfBlack));
		const { resultUrls } = await kie.ended(
			await kie.create({ size: '3:2', filesUrl: [`${image}/a.png`], maskUrl: `${mask}/m.png` }),
		);
		const result = await look(resultUrls[0] ?? '');
		expect([result.width, result.height]).toEqual([600, 400]);
		expect(result.count((r, g, b, x) => x >= 300 && !isTeal(r, g, b))).toBe(0);
		expect(result.count((r, g, b, x) => x < 300 && isTeal(r, g, b))).toBe(0);
		expect(result.count(isInk)).toBeGreaterThan(0);
	});

	it('with a mask that has no black changes nothing', async () => {
		const kie = await start();
		const image = await serveFile(await picture(600, 400, paintTeal));
		const mask = await serveFile(await picture(600, 400));
		const { resultUrls } = await kie.ended(
			await kie.create({ size: '3:2', filesUrl: [image], maskUrl: mask }),
		);
		const result = await look(resultUrls[0] ?? '');
		expect(result.count(isTeal)).toBe(600 * 400);
	});

	it('with Qwen Image 2.1 changes the white area of the mask and nothing else', async () => {
		const kie = await start();
		const image = await serveFile(await picture(600, 400, paintTeal));
		const mask = await serveFile(await picture(600, 400, leftHalfBlack));
		const result = await first(
			make(kie, 'qwen2-1/image-to-image', { image_urls: [image], mask_url: mask }),
		);
		expect([result.width, result.height]).toEqual([600, 400]);
		expect(result.count((r, g, b, x) => x < 300 && !isTeal(r, g, b))).toBe(0);
		expect(result.count((r, g, b, x) => x >= 300 && isTeal(r, g, b))).toBe(0);
	});

	it('without a mask shows the input, changed', async () => {
		const kie = await start();
		const image = await serveFile(await picture(600, 400, leftHalfBlack, 'jpeg'), 'image/jpeg');
		const result = await first(make(kie, 'google/nano-banana-edit', { image_urls: [image] }));
		expect([result.width, result.height]).toEqual([600, 400]);
		const sum = (x: number) => result.pixel(x, 100).reduce((total, part) => total + part, 0);
		expect(sum(500) - sum(100)).toBeGreaterThan(300);
		expect(result.pixel(500, 100)).not.toEqual([255, 255, 255]);
	});

	it('takes the shape asked for', async () => {
		const kie = await start();
		const image = await serveFile(await picture(600, 400));
		const { data } = await kie.post('/api/v1/flux/kontext/generate', {
			...{ prompt: 'x', inputImage: `${image}/a.png`, aspectRatio: '1:1', outputFormat: 'png' },
		});
		const { resultUrls } = await kie.ended(String(data.taskId));
		const { width, height } = await look(resultUrls[0] ?? '');
		expect(width).toBe(height);
	});

	it('follows its inputs through redirects on this machine only', async () => {
		const kie = await start();
		const image = await serveFile(await picture(60, 60));
		const near = await serve((_request, response) =>
			response.writeHead(302, { location: image }).end(),
		);
		const far = await serve((_request, response) =>
			response.writeHead(302, { location: 'http://example.com/a.png' }).end(),
		);
		expect((await kie.ended(await kie.create({ filesUrl: [near] }))).state).toBe('success');
		expect((await kie.ended(await kie.create({ filesUrl: [far] }))).errorCode).toBe(451);
	});
});

describe('an image that is retouched', () => {
	const half = (context: {
		fillStyle: unknown;
		fillRect: (...box: [number, number, number, number]) => void;
	}) => {
		context.fillStyle = '#008080';
		context.fillRect(0, 0, 150, 300);
	};
	const served = async () => await serveFile(await picture(300, 300, half));

	it('loses its background, and nothing else', async () => {
		const kie = await start();
		const cut = await first(make(kie, 'recraft/remove-background', { image: await served() }));
		expect([cut.width, cut.height, cut.mime]).toEqual([300, 300, 'image/png']);
		expect([cut.opacity(0, 0), cut.opacity(299, 299), cut.opacity(150, 150)]).toEqual([0, 0, 255]);
		expect(cut.pixel(100, 150)).toEqual([0, 128, 128]);
		expect(cut.pixel(200, 150)).toEqual([255, 255, 255]);
	});

	it.each([
		['recraft/crisp-upscale', 'image', {}, 600],
		['topaz/image-upscale', 'image_url', { upscale_factor: '1' }, 300],
		['topaz/image-upscale', 'image_url', { upscale_factor: '4' }, 1200],
	])('grows: %s %s %j', async (model, field, input, side) => {
		const kie = await start();
		const larger = await first(make(kie, model, { ...input, [field]: await served() }));
		expect([larger.width, larger.height]).toEqual([side, side]);
		expect(larger.pixel(side / 4, side / 2)).toEqual([0, 128, 128]);
	});

	it('does not grow beyond what is quick to draw', async () => {
		const kie = await start();
		const image_url = await serveFile(await picture(2000, 1000));
		const larger = await first(
			make(kie, 'topaz/image-upscale', { image_url, upscale_factor: '4' }),
		);
		expect(larger.width / larger.height).toBeCloseTo(2, 2);
		expect(larger.width * larger.height).toBeLessThan(4_010_000);
		expect(larger.width).toBeGreaterThan(2000);
	});

	it('falls apart into a base image and layers that are see-through', async () => {
		const kie = await start();
		kie.addFault({ kind: 'resultCount', count: 3 });
		const image = await serveFile(await picture(600, 600, half));
		const urls = await make(kie, 'seedream/5-pro-layer-decomposition', { image_url: image });
		const [base, layer, last] = await Promise.all(urls.map(look));
		expect([base?.mime, layer?.mime, last?.mime]).toEqual([
			...['image/jpeg', 'image/png', 'image/png'],
		]);
		expect(layer?.opacity(599, 300)).toBe(0);
		expect(layer?.opacity(200, 300)).toBe(255);
		expect(last?.opacity(0, 300)).toBe(0);
	});
});

describe('a transparent background', () => {
	it.each([
		['gpt-image-2-text-to-image', {}, 'image/png'],
		['gpt-image-2-5-sunburst-text-to-image', {}, 'image/png'],
		['qwen2-1/text-to-image', { output_format: 'webp' }, 'image/webp'],
	])('of %s', async (model, input, mime) => {
		const kie = await start();
		const asked = { ...input, background: 'transparent' };
		const made = await first(make(kie, model, asked));
		expect([made.mime, made.opacity(0, 0)]).toEqual([mime, 0]);
		expect(made.opacity(made.width >> 1, made.height >> 1)).toBe(255);
		const opaque = await first(make(kie, model, input));
		expect(opaque.opacity(0, 0)).toBe(255);
	});
});

describe('inputs that cannot be used', () => {
	const failed = async (kie: Kie, fields: object) => {
		const taskId = await kie.create({ ...fields });
		const { errorCode, errorMessage } = await kie.ended(taskId);
		const { data } = await kie.read(taskId);
		expect(data).toMatchObject({ successFlag: 2, status: 'CREATE_TASK_FAILED', errorCode });
		return [errorCode, errorMessage];
	};
	const unfetchable = [
		451,
		'Failed to fetch the image. Kindly verify any access limits set by you or your service provider',
	];
	const noImage = [400, "We couldn't process the provided image file (code=invalid_image_format)"];

	it('are not fetched from other machines, nor without an answer', async () => {
		const kie = await start({ speed: 10_000 });
		const missing = await serve((_request, response) => response.writeHead(404).end());
		for (const url of [
			'http://example.com/a.png',
			'http://10.0.0.1/a.png',
			'http://127.0.0.1:9/a.png',
			missing,
		])
			expect(await failed(kie, { filesUrl: [url] })).toEqual(unfetchable);
	});

	it('are refused when they are no image', async () => {
		const kie = await start();
		const html = await serveFile(Buffer.from('<html></html>'), 'image/png');
		const gif = await serveFile(Buffer.from('GIF89a'), 'image/gif');
		const half = await serveFile((await picture(80, 80)).subarray(0, 40));
		for (const url of [html, gif, half])
			expect(await failed(kie, { filesUrl: [url] })).toEqual(noImage);
	});

	it('are refused when they are too large', async () => {
		const kie = await start();
		const large = await serveFile(Buffer.concat([await picture(8, 8), Buffer.alloc(26_214_400)]));
		expect(await failed(kie, { filesUrl: [large] })).toEqual([
			400,
			'Image size exceeds maximum of 26214400 bytes',
		]);
	});

	it.each([
		['recraft/remove-background', 'image', 255, 300, 'from 256 to 4096 pixels'],
		['recraft/remove-background', 'image', 4097, 300, 'from 256 to 4096 pixels'],
		['recraft/remove-background', 'image', 4096, 4000, 'to 16000000 pixels'],
		['seedream/5-flash-layer-decomposition', 'image_url', 500, 500, 'from 262144'],
		['qwen2-1/image-to-image', 'image_urls', 5001, 5000, 'to 25000000 pixels'],
		['wan/2-7-image', 'input_urls', 239, 900, 'from 240'],
	])('are refused by %s when their %s is %d x %d', async (model, field, width, height, words) => {
		const kie = await start();
		const image = await serveFile(await picture(width, height, undefined, 'jpeg'));
		const input = { prompt: 'x', [field]: field.endsWith('s') ? [image] : image };
		const { data } = await kie.post('/api/v1/jobs/createTask', { model, input });
		const { errorCode, errorMessage } = await kie.ended(String(data.taskId));
		expect([errorCode, errorMessage]).toEqual([400, expect.stringContaining(words)]);
	});

	it('are refused when they are larger than their model takes', async () => {
		const kie = await start();
		const image = await serveFile(
			Buffer.concat([await picture(300, 300), Buffer.alloc(5 * 1024 * 1024)]),
		);
		const ended = async (model: string) => {
			const { data } = await kie.post('/api/v1/jobs/createTask', { model, input: { image } });
			return (await kie.ended(String(data.taskId))).errorMessage;
		};
		expect(await ended('recraft/remove-background')).toBe(
			'Image size exceeds maximum of 5242880 bytes',
		);
		expect(await ended('recraft/crisp-upscale')).toBe('');
	});

	it('are refused when the mask does not fit', async () => {
		const kie = await start();
		const image = await serveFile(await picture(60, 40));
		const smaller = await serveFile(await picture(40, 60));
		const otherFormat = await serveFile(await picture(60, 40, undefined, 'jpeg'), 'image/jpeg');
		const [code, msg] = await failed(kie, { filesUrl: [image], maskUrl: smaller });
		expect([code, String(msg)]).toEqual([400, expect.stringContaining('same dimensions')]);
		const [, format] = await failed(kie, { filesUrl: [image], maskUrl: otherFormat });
		expect(format).toContain('same format');
	});
});
