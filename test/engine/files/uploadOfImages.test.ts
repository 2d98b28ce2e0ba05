import { describe, expect, test } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { edit, HOST, PNG } from '../../helpers/imageFiles.ts';
import type { Answer } from '../../helpers/kie.ts';
import { created, done, KieWire, refused, uploaded, uploadedUrl } from '../../helpers/kie.ts';
import { picture } from '../../helpers/pictures.ts';
import { runWithFiles } from '../../helpers/run.ts';
import { retry } from '../../helpers/workflows.ts';

useFakedClock();

describe('the upload', () => {
	const busy: Answer = { httpStatus: 503, body: 'busy' };

	test.each<[string, Answer[]]>([
		['503', [busy, busy, uploaded(7)]],
		['a code 500', [refused(500, 'storage'), uploaded(7)]],
		['a broken connection', ['reset', uploaded(7)]],
		['a lost answer', [{ httpStatus: 200, body: '<html>' }, uploaded(7)]],
	])('is tried again after %s, with the whole file', async (_name, answers) => {
		const wire = new KieWire()
			.onUpload(answers)
			.onCreate([created('t0')])
			.on('GET', /record-info/, [done('t0')]);

		const run = await runWithFiles(edit, { data: PNG });

		expect(run.status).toBe('success');
		expect(wire.uploads).toHaveLength(answers.length);
		expect(wire.uploads.every(({ bytes }) => bytes.equals(PNG.bytes))).toBe(true);
		expect(wire.creates.map(({ body }) => body.filesUrl)).toEqual([[uploadedUrl(7)]]);
	});

	test.each<[string, Answer, string, number]>([
		['401', refused(401, 'no'), 'KIE does not accept the API key', 1],
		['a redirect', { httpStatus: 302, body: '', headers: { location: `${HOST}/up` } }, '', 1],
		['an answer without a URL', { code: 200, msg: 'ok', data: {} }, '', 1],
		['503 for ever', busy, '', 3],
	])('ends with %s: nothing is ordered', async (_name, answer, message, tries) => {
		const wire = new KieWire()
			.onUpload([answer])
			.onCreate([created('t0')])
			.at(`${HOST}/up`, [busy]);

		const run = await runWithFiles(edit, { data: PNG });

		const error = run.data.resultData.error;
		expect(error?.message).toContain(message);
		expect(error?.message).toMatch(
			/^The file in 'Input Data Field Name' could not be uploaded: .* \[item 0\]$/,
		);
		expect(error?.message).not.toMatch(/error|problem|failure|mistake/i);
		expect(error?.description).toContain('No image was requested, so nothing was billed.');
		expect(wire.uploads).toHaveLength(tries);
		expect(wire.creates).toEqual([]);
		expect(wire.to('photos.example.com')).toEqual([]);
	});

	test('a key that is refused is not tried with every file', async () => {
		const wire = new KieWire().onUpload([refused(401, 'no')]);
		const files = Object.fromEntries(
			Array.from({ length: 20 }, (_, n) => [`f${n}`, { ...PNG, bytes: picture('png', n + 1, 1) }]),
		);
		const items = Object.keys(files).map((data) => ({ binary: { data } }));

		const run = await runWithFiles(edit, files, { items });

		expect(run.status).toBe('error');
		expect(wire.uploads.length).toBeLessThanOrEqual(3);
	});

	test('Retry On Fail takes up the task, and uploads nothing again', async () => {
		let reads = 0;
		const wire = new KieWire()
			.onUpload()
			.onCreate([created('t0')])
			.on('GET', /record-info/, () => (reads++ === 0 ? refused(401, 'no') : done('t0')));

		const run = await runWithFiles(edit, { data: PNG }, { settings: retry });

		expect(run.status).toBe('success');
		expect(wire.uploads).toHaveLength(1);
		expect(wire.creates).toHaveLength(1);
	});

	test('Retry On Fail after an upload that ended badly', async () => {
		const wire = new KieWire()
			.onUpload([busy, busy, busy, uploaded(7)])
			.onCreate([created('t0')])
			.on('GET', /record-info/, [done('t0')]);

		const run = await runWithFiles(edit, { data: PNG }, { settings: retry });

		expect(run.status).toBe('success');
		expect(wire.uploads).toHaveLength(4);
		expect(wire.uploads.every(({ bytes }) => bytes.equals(PNG.bytes))).toBe(true);
		expect(wire.creates.map(({ body }) => body.filesUrl)).toEqual([[uploadedUrl(7)]]);
	});
});
