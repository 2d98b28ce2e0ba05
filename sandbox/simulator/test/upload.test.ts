import { describe, expect, it } from 'vitest';
import { picture, serve, serveFile, start } from './helpers.ts';
import type { Kie } from './helpers.ts';

const authorization = 'Bearer sim-kie-key';

async function stream(kie: Kie, parts: Record<string, string | Blob>, fileName = 'a cat.png') {
	const form = new FormData();
	for (const [name, value] of Object.entries(parts))
		if (value instanceof Blob) form.append(name, value, fileName);
		else form.append(name, value);
	const response = await fetch(`${kie.url}/api/file-stream-upload`, {
		method: 'POST',
		headers: { authorization },
		body: form,
	});
	expect(response.status).toBe(200);
	return (await response.json()) as Record<string, unknown> & { data: Record<string, unknown> };
}

const blob = (bytes: Buffer, type = 'image/png') => new Blob([new Uint8Array(bytes)], { type });

describe('uploads', () => {
	it('take a stream', async () => {
		const kie = await start();
		const bytes = await picture(30, 20);
		const answer = await stream(kie, {
			file: blob(bytes),
			uploadPath: 'n8n/in',
			fileName: 'x.png',
		});
		expect(answer).toMatchObject({
			success: true,
			code: 200,
			msg: 'File uploaded successfully',
			data: {
				success: true,
				fileName: 'x.png',
				filePath: expect.stringMatching(/^kieai\/.+\/n8n\/in\/x\.png$/) as string,
				fileSize: bytes.length,
				mimeType: 'image/png',
				uploadedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
			},
		});
		const file = await fetch(String(answer.data.downloadUrl));
		expect(file.headers.get('content-type')).toBe('image/png');
		expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
		expect(kie.ledger().uploads).toMatchObject([{ way: 'stream', bytes: bytes.length }]);
		expect(kie.ledger().totals.creditsBilled).toBe(0);
	});

	it('keep the name the file came with', async () => {
		const kie = await start();
		const answer = await stream(kie, { uploadPath: 'in', file: blob(await picture(3, 2)) });
		expect(answer.data.fileName).toBe('a cat.png');
		expect(answer.data.downloadUrl).toMatch(/a%20cat\.png$/);
		expect((await fetch(String(answer.data.downloadUrl))).status).toBe(200);
	});

	it('take base64, with or without its data URL', async () => {
		const kie = await start();
		const bytes = await picture(30, 20);
		for (const prefix of ['', 'data:image/png;base64,']) {
			const { data, code } = await kie.post('/api/file-base64-upload', {
				base64Data: prefix + bytes.toString('base64'),
				uploadPath: 'in',
			});
			expect(code).toBe(200);
			expect(data.fileName).toMatch(/^[0-9a-f]+\.png$/);
			const file = await fetch(String(data.downloadUrl));
			expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
		}
	});

	it('take a URL on this machine', async () => {
		const kie = await start();
		const bytes = await picture(30, 20);
		const fileUrl = `${await serveFile(bytes)}/photos/dog.png?size=full`;
		const { data } = await kie.post('/api/file-url-upload', { fileUrl, uploadPath: 'in' });
		expect(data).toMatchObject({ fileName: 'dog.png', fileSize: bytes.length });

		const missing = await serve((_request, response) => response.writeHead(403).end());
		for (const elsewhere of ['http://example.com/a.png', missing])
			expect(
				await kie.post('/api/file-url-upload', { fileUrl: elsewhere, uploadPath: 'in' }),
			).toMatchObject({ http: 200, success: false, code: 451 });
	});

	it('of the same name overwrite', async () => {
		const kie = await start();
		const [one, two] = [await picture(3, 2), await picture(2, 3)];
		const fields = { uploadPath: 'in', fileName: 'x.png' };
		const first = await stream(kie, { file: blob(one), ...fields });
		const second = await stream(kie, { file: blob(two), ...fields });
		expect(second.data.downloadUrl).toBe(first.data.downloadUrl);
		const file = await fetch(String(first.data.downloadUrl));
		expect(Buffer.from(await file.arrayBuffer())).toEqual(two);
	});

	it('are inputs for tasks', async () => {
		const kie = await start();
		const { data } = await stream(kie, { file: blob(await picture(30, 20)), uploadPath: 'in' });
		const { state } = await kie.ended(await kie.create({ filesUrl: [data.downloadUrl] }));
		expect(state).toBe('success');
	});

	it('are gone after 24 hours', async () => {
		const kie = await start();
		const { data } = await stream(kie, { file: blob(await picture(3, 2)), uploadPath: 'in' });
		kie.advance(23 * 3_600_000);
		expect((await fetch(String(data.downloadUrl))).status).toBe(200);
		kie.advance(3_600_000);
		expect((await fetch(String(data.downloadUrl))).status).toBe(404);
	});

	it('are refused when something is missing or wrong', async () => {
		const kie = await start();
		const file = blob(await picture(3, 2));
		expect(await stream(kie, { file })).toMatchObject({ success: false, code: 422 });
		expect((await stream(kie, { uploadPath: 'in' })).msg).toContain('file is required');
		expect((await stream(kie, { file, uploadPath: '../out' })).msg).toContain('uploadPath');
		const base64 = async (body: object) => (await kie.post('/api/file-base64-upload', body)).msg;
		expect(await base64({ uploadPath: 'in' })).toContain('base64Data is required');
		expect(await base64({ uploadPath: 'in', base64Data: '???' })).toContain('not valid base64');
		expect(
			await base64({ uploadPath: 'in', base64Data: Buffer.alloc(10_485_761).toString('base64') }),
		).toContain('must not exceed 10 MB');
		expect((await kie.post('/api/file-stream-upload', {})).msg).toContain('multipart/form-data');
		expect((await kie.post('/api/file-url-upload', { uploadPath: 'in' }, 'wrong')).code).toBe(401);
		expect(kie.ledger().uploads).toEqual([]);
	});

	it('can go wrong like every other answer', async () => {
		const kie = await start();
		const parts = { file: blob(await picture(300, 200)), uploadPath: 'in' };
		kie.addFault({ kind: 'reset', on: 'upload' });
		await expect(stream(kie, parts)).rejects.toThrow('fetch failed');
		kie.addFault({ kind: 'rateLimit', on: 'upload' });
		expect((await stream(kie, parts)).code).toBe(429);
		kie.addFault({ kind: 'truncated', on: 'upload' });
		await expect(stream(kie, parts)).rejects.toThrow('JSON');
		kie.addFault({ kind: 'redirect', on: 'upload', status: 307 });
		await stream(kie, parts);
		expect(kie.ledger()).toMatchObject({
			uploads: { length: 1 },
			otherHost: [{ method: 'POST', path: '/api/file-stream-upload', carriedKey: false }],
		});
	});

	it('are given out under the public address, and still reached from here', async () => {
		const kie = await start({ publicUrl: 'https://kie.example/' });
		const { data } = await stream(kie, { file: blob(await picture(3, 2)), uploadPath: 'in' });
		expect(data.downloadUrl).toMatch(/^https:\/\/kie\.example\/files\/uploads\//);
		const entry = await kie.ended(await kie.create({ filesUrl: [data.downloadUrl] }));
		expect(entry.state).toBe('success');
		expect(entry.resultUrls[0]).toMatch(/^https:\/\/kie\.example\/files\/results\//);
	});
});
