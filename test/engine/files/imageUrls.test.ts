import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { API_KEY, hintsOf } from '../../helpers/engine.ts';
import { byUrl, expectRefused, HOST, PNG, ready } from '../../helpers/imageFiles.ts';
import type { Answer } from '../../helpers/kie.ts';
import { served } from '../../helpers/kie.ts';
import { runWithFiles } from '../../helpers/run.ts';

useFakedClock();

const urlCannot = `'Image URLs' contains ${HOST}/a.png, which cannot be used:`;
const endless = (everyMs: number, size = 10): Answer => ({
	httpStatus: 200,
	body: Readable.from(
		(async function* () {
			yield PNG.bytes;
			for (;;) {
				await new Promise((resolve) => setTimeout(resolve, everyMs));
				yield Buffer.alloc(size);
			}
		})(),
		{ objectMode: false },
	) as never,
});

describe('a URL that cannot be used: nothing is ordered', () => {
	test.each<[string, Answer[], string]>([
		[
			'a web page',
			[served(Buffer.from('<html>Log in'), 'text/html')],
			'it is a web page, but KIE accepts only PNG, JPEG and WebP images',
		],
		['gone', [{ httpStatus: 404, body: '' }], 'its server responded with status 404'],
		['empty', [served(Buffer.alloc(0))], 'it is empty'],
		[
			'a video',
			[served(Buffer.from('\0\0\0\x18ftypisom....'), 'video/mp4')],
			'it is a file of type MP4, but KIE accepts only PNG, JPEG and WebP images',
		],
		[
			'too large, as it says',
			[
				{
					httpStatus: 200,
					body: PNG.bytes,
					headers: { 'content-length': '26214401' },
				},
			],
			'it is larger than 25 MB',
		],
		['too large, as it turns out', [endless(1, 5_000_000)], 'it is larger than 25 MB'],
		[
			'a redirect to a private address',
			[{ httpStatus: 302, body: '', headers: { location: 'http://192.168.0.1/a.png' } }],
			'it points to an address on a local network',
		],
	])('%s', async (_name, answers, why) => {
		const wire = ready().at(`${HOST}/a.png`, answers);

		expectRefused(await runWithFiles(byUrl, {}, { items: [{}] }), wire, `${urlCannot} ${why}`);
	});

	test.each(['http://127.0.0.1/a.png', 'http://192.168.0.1/a.png', 'http://nas/a.png'])(
		'%s',
		async (url) => {
			const wire = ready();

			const run = await runWithFiles({ ...byUrl, imageUrls: url }, {}, { items: [{}] });

			expectRefused(
				run,
				wire,
				`'Image URLs' contains ${url}, which cannot be used: it points to an address on a local network`,
			);
		},
	);

	test.each<[string, Answer]>([
		['a host that n8n cannot reach', 'refused'],
		['a host that lets nobody look but KIE', { httpStatus: 403, body: '' }],
		['a host that is busy', { httpStatus: 503, body: '' }],
		['a file that comes so slowly that n8n does not see its end', endless(3_000)],
	])('%s is left to KIE, with a hint', async (_name, answer) => {
		const wire = ready().at(`${HOST}/a.png`, [answer]);

		const run = await runWithFiles(byUrl, {}, { items: [{}] });

		expect(wire.creates).toHaveLength(1);
		expect(hintsOf(run, 'KIE')).toEqual([
			`n8n could not check ${HOST}/a.png, so KIE gets it unchecked. KIE accepts PNG, JPEG and WebP.`,
		]);
	});

	test('an image of many items is looked at once, and no key is shown', async () => {
		const wire = ready().at(`${HOST}/a.png`, [served(PNG.bytes)]);

		await runWithFiles(byUrl, {}, { items: [{}, {}, {}] });

		expect(wire.creates).toHaveLength(3);
		expect(wire.to('photos.example.com')).toHaveLength(1);
		expect(JSON.stringify(wire.to('photos.example.com'))).not.toContain(API_KEY);
	});
});
