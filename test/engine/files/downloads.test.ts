import { Readable } from 'node:stream';
import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { FILES_AT_ONCE } from '../../../nodes/shared/output/download.ts';
import { bytesOf } from '../../helpers/binaryStore.ts';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { API_KEY, hintsOf, jsonOf, outputOf, runWorkflow } from '../../helpers/engine.ts';
import type { Answer } from '../../helpers/kie.ts';
import { created, done, KieWire, served } from '../../helpers/kie.ts';
import { picture } from '../../helpers/pictures.ts';
import { workflow } from '../../helpers/workflows.ts';

// The way of pictures out of KIE: what is stored, what is refused, and that what is paid for is never lost.

useFakedClock();

const URL_OF_IMAGE = 'https://cdn.example.com/made.png';
const PNG = picture('png', 3, 2);
const MP4 = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(40)]);

const status = (httpStatus: number): Answer => ({ httpStatus, body: 'no' });
const redirect = (location: string): Answer => ({
	httpStatus: 302,
	body: '',
	headers: { location },
});
/** A body of which nobody knows the length. */
const streamed = (chunks: Iterable<Buffer> | AsyncIterable<Buffer>): Answer => ({
	httpStatus: 200,
	body: Readable.from(chunks, { objectMode: false }) as never,
	headers: { 'content-type': 'image/png' },
});
async function* dripping(everyMs: number): AsyncGenerator<Buffer> {
	yield PNG;
	for (;;) {
		await new Promise((resolve) => setTimeout(resolve, everyMs));
		yield Buffer.from('.');
	}
}

/** Generates one image at a URL, and gives what became of it. */
async function fetched(
	answers: Answer[],
	parameters: INodeParameters = {},
	{ url = URL_OF_IMAGE, baseUrl = 'https://api.kie.ai', prepare = (_: KieWire) => {} } = {},
) {
	const wire = new KieWire();
	const path = { create: /\/generate$/, read: /record-info/ };
	wire.on('POST', path.create, [created('t1')], baseUrl);
	wire.on('GET', path.read, [done('t1', [url])], baseUrl);
	if (URL.canParse(url) && url.startsWith('http')) wire.at(url, answers);
	prepare(wire);
	const credentials = { apiKey: API_KEY, baseUrl, uploadBaseUrl: baseUrl };
	const run = await runClock(
		runWorkflow(workflow({ prompt: 'x', ...parameters }), { credentials }),
	);
	expect(run.status).toBe('success');
	expect(jsonOf(run, 'Next')).toMatchObject([{ taskId: 't1', status: 'success', imageUrl: url }]);
	const { binary } = outputOf(run, 'Next')[0]!;
	return { wire, binary, file: binary?.data, hints: hintsOf(run, 'KIE') };
}

/** The file did not come; the item has the URL, and a hint says why and how to get it. */
function expectMissed({ binary, hints }: Awaited<ReturnType<typeof fetched>>, why: string): void {
	expect(binary).toBeUndefined();
	expect(hints).toEqual([
		`One image could not be downloaded: ${why}. The URL is in 'imageUrl' of the item: download the image with 'Get Status' and 'Download Images', or with an HTTP Request node.`,
	]);
}

describe('name and type', () => {
	test.each<[string, Buffer, string, string, string]>([
		['a PNG', PNG, 'image/png', 'image/png', 'png'],
		['a JPEG that its host calls PNG', picture('jpeg', 2, 2), 'image/png', 'image/jpeg', 'jpg'],
		[
			'WebP without a name',
			picture('webp', 2, 2),
			'application/octet-stream',
			'image/webp',
			'webp',
		],
		['a video', MP4, 'application/octet-stream', 'video/mp4', 'mp4'],
		['a PNG that its host calls a web page', PNG, 'text/html', 'image/png', 'png'],
		['SVG', Buffer.from('<?xml version="1.0"?>\n<svg/>'), 'image/svg+xml', 'image/svg+xml', 'svg'],
		[
			'bytes that say nothing, by the header',
			Buffer.from('ff00ff00', 'hex'),
			'image/avif; q=1',
			'image/avif',
			'avif',
		],
		[
			'bytes and a header that say nothing, by the URL',
			Buffer.from('ff00ff00', 'hex'),
			'binary/octet-stream',
			'image/png',
			'png',
		],
	])('%s', async (_name, bytes, header, mimeType, extension) => {
		const { file: stored, hints } = await fetched([served(bytes, header)]);

		expect(stored).toMatchObject({ mimeType, fileName: `gpt4o-image-t1-1.${extension}` });
		expect(await bytesOf(stored)).toEqual(bytes);
		expect(hints).toEqual([]);
	});

	test('a name without an ending, and bytes that say nothing', async () => {
		const answer = served(Buffer.from('ff00', 'hex'), 'application/x-unknown');
		const { file: stored } = await fetched([answer], {}, { url: 'https://cdn.example.com/made' });

		expect(stored).toMatchObject({
			mimeType: 'application/octet-stream',
			fileName: 'gpt4o-image-t1-1.bin',
		});
	});

	test('a file in many pieces comes whole', async () => {
		const bytes = Buffer.concat([PNG, Buffer.from(Array.from({ length: 300_000 }, (_, i) => i))]);
		const pieces = Array.from({ length: 301 }, (_, i) => bytes.subarray(i * 1000, (i + 1) * 1000));
		const { file: stored } = await fetched([streamed(pieces)]);

		expect((await bytesOf(stored)).equals(bytes)).toBe(true);
	});
});

describe('what may pass is asked for again', () => {
	test.each<[string, Answer[]]>([
		['503', [status(503), status(503), served(PNG)]],
		['a broken connection', ['reset', served(PNG)]],
		['404, since a new file may not be everywhere yet', [status(404), served(PNG)]],
		['429', [status(429), served(PNG)]],
		['a page of a gateway', [served(Buffer.from('<html>Bad gateway'), 'text/html'), served(PNG)]],
		['nothing', [served(Buffer.alloc(0)), served(PNG)]],
	])('%s', async (_name, answers) => {
		const { wire, file: stored, hints } = await fetched(answers);

		expect(await bytesOf(stored)).toEqual(PNG);
		expect(wire.to('cdn.example.com')).toHaveLength(answers.length);
		expect(hints).toEqual([]);
	});

	test('a connection that breaks in the middle', async () => {
		const breaking = async function* () {
			yield PNG.subarray(0, 30);
			await new Promise((resolve) => setTimeout(resolve, 5));
			throw new Error('ECONNRESET');
		};
		const { file: stored } = await fetched([streamed(breaking()), served(PNG)]);

		expect(await bytesOf(stored)).toEqual(PNG);
	});
});

describe('what is paid for is not lost', () => {
	test.each<[string, Answer[], string, number]>([
		['503 for ever', [status(503)], 'its server responded with status 503', 3],
		['no connection', ['refused'], 'its server could not be reached', 3],
		['403', [status(403)], 'its server responded with status 403', 1],
		['a redirect to nowhere', [status(302)], 'its server responded with status 302', 1],
		[
			'a web page',
			[served(Buffer.from('<!doctype html>'), 'text/html')],
			'its server returned text instead of an image',
			3,
		],
		[
			'JSON',
			[served(Buffer.from('{"code":404}'), 'application/json')],
			'its server returned text instead of an image',
			3,
		],
		['nothing', [served(Buffer.alloc(0))], 'it is empty', 3],
		['a redirect in circles', [redirect('/made.png')], 'it redirects too many times', 6],
		[
			'a redirect to a file',
			[redirect('file:///etc/passwd')],
			'it does not point to a web address',
			1,
		],
		[
			'a redirect to FTP',
			[redirect('ftp://example.com/a')],
			'it does not point to a web address',
			1,
		],
		...['127.0.0.1', '169.254.169.254', '[::1]', 'localhost', '10.1.2.3', '0x7f.1'].map(
			(host): [string, Answer[], string, number] => [
				`a redirect to ${host}`,
				[redirect(`http://${host}/latest/meta-data`)],
				'it points to an address on a local network',
				1,
			],
		),
	])('%s', async (_name, answers, why, requests) => {
		const result = await fetched(answers);

		expectMissed(result, why);
		expect(result.wire.to('cdn.example.com')).toHaveLength(requests);
	});

	test.each(['http://127.0.0.1/a.png', 'https://[::1]/a.png', 'http://metadata/a.png'])(
		'KIE itself names %s',
		async (url) => {
			const result = await fetched([served(PNG)], {}, { url });

			expectMissed(result, 'it points to an address on a local network');
		},
	);

	test('a file that never ends', async () => {
		expectMissed(await fetched([streamed(dripping(2_000))]), 'downloading took too long');
	});

	test.each<[string, Answer]>([
		['says it is', served(PNG, 'image/png', { 'content-length': '2000000' })],
		['is', streamed([PNG, Buffer.alloc(600_000), Buffer.alloc(600_000)])],
	])("a file that %s larger than 'Max File Size (MB)'", async (_name, answer) => {
		const result = await fetched([answer], { options: { maxFileSize: 1 } });

		expectMissed(result, 'it is larger than 1 MB');
		expect(result.wire.to('cdn.example.com')).toHaveLength(1);
	});

	test('one of several: the others come, each in its place', async () => {
		const names = ['a', 'b', 'c'].map((name) => `https://cdn.example.com/${name}.png`);
		const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1', names)]);
		names.forEach((url, at) => wire.at(url, [at === 1 ? status(403) : served(PNG)]));
		const perTask = { prompt: 'x', options: { outputItems: 'perTask' } };

		const run = await runClock(runWorkflow(workflow(perTask)));

		const [item] = outputOf(run, 'Next');
		expect(Object.keys(item?.binary ?? {})).toEqual(['data', 'data_2']);
		expect(item?.binary?.data_2?.fileName).toBe('gpt4o-image-t1-3.png');
		expect(item?.json.imageUrls).toEqual(names);
	});
});

test('a redirect to another host is followed, and no image host ever gets the key', async () => {
	const far = 'https://files.example.org/final?signed=1';
	const { wire, file: stored } = await fetched(
		[redirect('//middle.example.net/x')],
		{},
		{
			prepare: (at) => {
				at.at('https://middle.example.net/x', [redirect(far)]).at(far, [served(PNG)]);
			},
		},
	);

	expect(await bytesOf(stored)).toEqual(PNG);
	const outside = wire.requests.filter(({ host }) => host !== 'api.kie.ai');
	expect(outside.map(({ host }) => host)).toEqual([
		'cdn.example.com',
		'middle.example.net',
		'files.example.org',
	]);
	expect(JSON.stringify(outside)).not.toContain(API_KEY);
	expect(outside.every(({ headers }) => headers.authorization === undefined)).toBe(true);
});

test('where KIE itself is on a private address, its files may be too', async () => {
	const { file: stored } = await fetched(
		[redirect('http://127.0.0.1:9999/b.png')],
		{},
		{
			url: 'http://localhost:8787/a.png',
			baseUrl: 'http://localhost:8787',
			prepare: (wire) => void wire.at('http://127.0.0.1:9999/b.png', [served(PNG)]),
		},
	);

	expect(await bytesOf(stored)).toEqual(PNG);
});

test('progress is never cut off, however long it takes', async () => {
	const urls = Array.from(
		{ length: FILES_AT_ONCE + 2 },
		(_, n) => `https://cdn.example.com/${n}.png`,
	);
	const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1', urls)]);
	const slow = async function* () {
		yield PNG;
		for (let nth = 0; nth < 12; nth++) {
			await new Promise((resolve) => setTimeout(resolve, 10_000));
			yield Buffer.alloc(30_000);
		}
	};
	for (const url of urls) wire.at(url, () => streamed(slow()));
	const start = Date.now();

	const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

	expect(outputOf(run, 'Next').filter(({ binary }) => binary)).toHaveLength(urls.length);
	expect(hintsOf(run, 'KIE')).toEqual([]);
	expect(Date.now() - start).toBeGreaterThan(240_000);
});

test('a few at a time', async () => {
	const count = 3 * FILES_AT_ONCE;
	const urls = Array.from({ length: count }, (_, n) => `https://cdn.example.com/${n}.png`);
	const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1', urls)]);
	let open = 0;
	let most = 0;
	for (const url of urls) {
		wire.at(url, () => {
			most = Math.max(most, ++open);
			return streamed(
				(async function* () {
					yield PNG;
					await new Promise((resolve) => setTimeout(resolve, 500));
					open--;
				})(),
			);
		});
	}

	const run = await runClock(runWorkflow(workflow({ prompt: 'x' })));

	expect(outputOf(run, 'Next').filter(({ binary }) => binary)).toHaveLength(count);
	expect(most).toBe(FILES_AT_ONCE);
});
