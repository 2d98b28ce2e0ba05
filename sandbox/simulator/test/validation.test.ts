import { describe, expect, it } from 'vitest';
import { start } from './helpers.ts';
import type { Reply } from './helpers.ts';

const link = 'http://127.0.0.1:9/a.png';
const links = (count: number) => Array.from({ length: count }, () => link);
const prompt = 'A cat';

type Row = [what: string, fields: Record<string, unknown>, refusal: string | null];

const gpt4oRows: Row[] = [
	['prompt alone', { prompt, size: '1:1' }, null],
	['files alone', { filesUrl: [link], size: '3:2' }, null],
	['neither', { size: '1:1' }, 'at least one of prompt or filesUrl'],
	['an empty prompt', { prompt: '', size: '1:1' }, 'at least one of prompt or filesUrl'],
	['no size', { prompt }, 'size is required'],
	['an unknown size', { prompt, size: '16:9' }, 'size must be one of "1:1", "3:2", "2:3"'],
	['five files', { filesUrl: links(5), size: '2:3' }, null],
	['six files', { filesUrl: links(6), size: '2:3' }, 'filesUrl must not contain more than 5'],
	['no files', { prompt, filesUrl: [], size: '1:1' }, 'filesUrl must contain at least one URL'],
	['one file as text', { filesUrl: link, size: '1:1' }, 'filesUrl must be an array'],
	['a file that is no URL', { filesUrl: ['a.png'], size: '1:1' }, 'filesUrl must contain valid'],
	['three variants', { prompt, size: '1:1', nVariants: 3 }, 'nVariants must be one of 1, 2, 4'],
	['variants as text', { prompt, size: '1:1', nVariants: '2' }, 'nVariants must be one of'],
	['four variants', { prompt, size: '1:1', nVariants: 4 }, null],
	['a mask for one file', { filesUrl: [link], maskUrl: link, size: '1:1' }, null],
	['a mask for two', { filesUrl: links(2), maskUrl: link, size: '1:1' }, 'exactly one image'],
	['a mask for none', { prompt, maskUrl: link, size: '1:1' }, 'exactly one image'],
	['flags', { prompt, size: '1:1', isEnhance: true, uploadCn: false }, null],
	['a flag as text', { prompt, size: '1:1', isEnhance: 'true' }, 'isEnhance must be true or false'],
	['a fallback', { prompt, size: '1:1', enableFallback: true, fallbackModel: 'GPT_IMAGE_1' }, null],
	[
		'an unknown fallback',
		{ prompt, size: '1:1', enableFallback: true, fallbackModel: 'DALL_E' },
		'fallbackModel must be one of "FLUX_MAX", "GPT_IMAGE_1"',
	],
	[
		'a fallback that is off',
		{ prompt, size: '1:1', fallbackModel: 'FLUX_MAX' },
		'only when enableFallback is true',
	],
	['the deprecated fileUrl', { fileUrl: link, prompt, size: '1:1' }, 'fileUrl is not a parameter'],
	[
		'the spelling of an older document',
		{ prompt, size: '1:1', variants: 2 },
		'variants is not a parameter',
	],
	['a callback elsewhere', { prompt, size: '1:1', callbackUrl: link }, 'callbackUrl is not'],
	['a callback that is no URL', { prompt, size: '1:1', callBackUrl: 'me' }, 'callBackUrl must be'],
];

const fluxRows: Row[] = [
	['prompt alone', { prompt }, null],
	['no prompt', {}, 'prompt is required'],
	['a blank prompt', { prompt: '  ' }, 'prompt is required'],
	['a long prompt', { prompt: 'x'.repeat(3000) }, null],
	['too long a prompt', { prompt: 'x'.repeat(3001) }, 'not be longer than 3000 characters'],
	['each option', { prompt, aspectRatio: '21:9', outputFormat: 'png', watermark: 'me' }, null],
	['max', { prompt, model: 'flux-kontext-max', promptUpsampling: true, safetyTolerance: 6 }, null],
	['an unknown model', { prompt, model: 'flux-kontext' }, 'model must be one of'],
	['5:4', { prompt, aspectRatio: '5:4' }, 'aspectRatio must be one of'],
	['webp', { prompt, outputFormat: 'webp' }, 'outputFormat must be one of "jpeg", "png"'],
	['ratio', { prompt, ratio: '16:9' }, 'ratio is not a parameter'],
	['output_format', { prompt, output_format: 'png' }, 'output_format is not a parameter'],
	['tolerance 7', { prompt, safetyTolerance: 7 }, 'safetyTolerance must be from 0 to 6'],
	['an edit at tolerance 2', { prompt, inputImage: link, safetyTolerance: 2 }, null],
	[
		'an edit at tolerance 3',
		{ prompt, inputImage: link, safetyTolerance: 3 },
		'safetyTolerance must be from 0 to 2 when inputImage is given',
	],
];

function judge(what: string, reply: Reply, refusal: string | null): void {
	expect(reply.http, what).toBe(200);
	if (refusal === null) {
		expect(reply, what).toMatchObject({ code: 200, msg: 'success' });
		return;
	}
	expect(reply.code, what).toBe(422);
	expect(reply.msg, what).toContain('The request parameters failed validation checks');
	expect(reply.msg, what).toContain(refusal);
}

describe('what is refused, and how', () => {
	it.each([
		['/api/v1/gpt4o-image/generate', gpt4oRows],
		['/api/v1/flux/kontext/generate', fluxRows],
	])('%s', async (path, rows) => {
		const kie = await start({ speed: 100_000 });
		for (const [what, fields, refusal] of rows) {
			judge(what, await kie.post(path, fields), refusal);
		}
		expect(kie.ledger().tasks).toHaveLength(
			rows.filter(([, , refusal]) => refusal === null).length,
		);
	});

	it('notes each refusal and bills none', async () => {
		const kie = await start();
		await kie.post('/api/v1/gpt4o-image/generate', { prompt });
		expect(kie.ledger()).toMatchObject({
			totals: { tasks: 0, creditsBilled: 0, refused: 1 },
			refusals: [{ path: '/api/v1/gpt4o-image/generate', code: 422 }],
		});
	});
});
