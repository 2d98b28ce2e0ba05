import { describe, expect, it } from 'vitest';
import { look, start } from './helpers.ts';
import type { Kie } from './helpers.ts';

const day = 24 * 3_600_000;
const fourO = '/api/v1/gpt4o-image/download-url';
const common = '/api/v1/common/download-url';

async function result(kie: Kie, fields?: Record<string, unknown>) {
	const taskId = await kie.create(fields);
	const { resultUrls } = await kie.ended(taskId);
	kie.advance(3_000); // until its record can be seen
	return { taskId, url: resultUrls[0] ?? '' };
}

describe('download links', () => {
	it('lead to the same picture for twenty minutes', async () => {
		const kie = await start({ speed: 5 });
		kie.addFault({ kind: 'takes', durationMs: 1_000 });
		const { taskId, url } = await result(kie);
		const original = await look(url);
		for (const path of [fourO, common]) {
			const { code, data } = await kie.post(path, { taskId, url });
			expect(code).toBe(200);
			const link = String(data);
			expect(link).not.toBe(url);
			kie.advance(19 * 60_000);
			expect((await look(link)).bytes).toEqual(original.bytes);
			kie.advance(60_000);
			expect((await fetch(link)).status).toBe(404);
		}
	});

	it('need task and URL for 4o', async () => {
		const kie = await start();
		const { taskId, url } = await result(kie);
		const msg = async (body: object) => {
			const reply = await kie.post(fourO, body);
			expect(reply.code).toBe(422);
			return reply.msg;
		};
		expect(await msg({ url })).toContain('taskId is required');
		expect(await msg({ taskId })).toContain('url is required');
		expect(await msg({ taskId, imageUrl: url })).toContain('url is required');
		expect(await msg({ taskId: 'unknown', url })).toBe('record is null');
		expect(await msg({ taskId, url: `${url}x` })).toBe('record result data not exist');
	});

	it('are refused for records that are old, running, failed or empty', async () => {
		const kie = await start();
		const msg = async (taskId: string) =>
			(await kie.post(fourO, { taskId, url: 'http://127.0.0.1/a.png' })).msg;
		kie.addFault({ kind: 'neverEnds' });
		const running = await kie.create();
		kie.advance(5_000);
		expect(await msg(running)).toBe('record status is not success');
		kie.addFault({ kind: 'taskFails' });
		expect(await msg((await result(kie)).taskId)).toBe('record status is not success');
		kie.addFault({ kind: 'resultCount', count: 0 });
		const { taskId } = await result(kie);
		expect(await msg(taskId)).toBe('record result data is blank');
		kie.advance(14 * day);
		expect(await msg(taskId)).toBe('Temporarily supports records within 14 days');
	});

	it('need no task id in the common call, but a URL of the service', async () => {
		const kie = await start();
		const { url } = await result(kie);
		expect((await kie.post(common, { url })).code).toBe(200);
		for (const wrong of ['http://example.com/a.png', `${url}x`, '', null])
			expect(await kie.post(common, { url: wrong })).toMatchObject({
				http: 200,
				code: 422,
				msg: 'url is wrong',
			});
	});
});

describe('results', () => {
	it('of 4o live 14 days, of the market 24 hours, the origin of Flux 10 minutes', async () => {
		const kie = await start({ speed: 5 });
		kie.addFault({ kind: 'takes', durationMs: 1_000, times: 3 });
		const { url: fourOUrl } = await result(kie);
		const market = await kie.post('/api/v1/jobs/createTask', {
			model: 'google/imagen4',
			input: { prompt: 'x' },
		});
		const { resultUrls } = await kie.ended(String(market.data.taskId));
		const flux = await kie.post('/api/v1/flux/kontext/generate', { prompt: 'x' });
		const [fluxUrl = ''] = (await kie.ended(String(flux.data.taskId))).resultUrls;
		const urls = [fourOUrl, resultUrls[0] ?? '', fluxUrl, fluxUrl.replace('/1.', '/origin.')];
		const alive = async () =>
			(await Promise.all(urls.map(async (url) => (await fetch(url)).status))).map(
				(status) => status === 200,
			);
		expect(await alive()).toEqual([true, true, true, true]);
		kie.advance(10 * 60_000);
		expect(await alive()).toEqual([true, true, true, false]);
		kie.advance(day);
		expect(await alive()).toEqual([true, false, true, false]);
		kie.advance(13 * day);
		expect(await alive()).toEqual([false, false, false, false]);
	});

	it('are noted when they are fetched, and a key that comes along', async () => {
		const kie = await start();
		const { taskId, url } = await result(kie);
		await fetch(url);
		await fetch(`${url}x`);
		const path = `results/${taskId}/1.png`;
		expect(kie.ledger().downloads).toMatchObject([
			{ path, status: 200 },
			{ path: `${path}x`, status: 404 },
		]);
		expect(kie.ledger().keyLeaks).toEqual([]);
		await fetch(url, { headers: { authorization: 'Bearer sim-kie-key' } });
		await fetch(`${url}?key=sim-kie-key`);
		expect(kie.ledger().keyLeaks).toMatchObject([{ where: 'hosted' }, { where: 'hosted' }]);
	});

	it('of any size are streamed, a real picture at their head', async () => {
		const kie = await start();
		// More than could be held in memory.
		kie.addFault({ kind: 'resultBytes', bytes: 50_000_000_000 });
		const { url } = await result(kie);
		const response = await fetch(url);
		expect(response.headers.get('content-length')).toBe('50000000000');
		let received = 0;
		for await (const chunk of response.body ?? []) {
			received += (chunk as Uint8Array).length;
			if (received > 3_000_000) break;
		}

		kie.addFault({ kind: 'resultBytes', bytes: 1_000_000 });
		const small = await look((await result(kie)).url);
		expect([small.bytes.length, small.width]).toEqual([1_000_000, small.height]);
	});
});

describe('downloads that go wrong', () => {
	it('with a status, with HTML, after a while, or not at all', async () => {
		const kie = await start({ speed: 1_000 });
		const { url } = await result(kie);
		kie.addFault({ kind: 'error', on: 'hosted', code: 503 });
		expect((await fetch(url)).status).toBe(503);
		kie.addFault({ kind: 'html', on: 'hosted', status: 200 });
		expect((await fetch(url)).headers.get('content-type')).toContain('text/html');
		kie.addFault({ kind: 'reset', on: 'hosted' });
		await expect(fetch(url)).rejects.toThrow('fetch failed');
		kie.addFault({ kind: 'trickle', on: 'hosted', durationMs: 60_000 });
		const started = performance.now();
		expect((await look(url)).width).toBeGreaterThan(0);
		expect(performance.now() - started).toBeGreaterThanOrEqual(50);
	});

	it('break midway', async () => {
		const kie = await start();
		const { url } = await result(kie);
		const whole = (await look(url)).bytes.length;
		kie.addFault({ kind: 'reset', on: 'hosted', when: 'midway' });
		const response = await fetch(url);
		let received = 0;
		await expect(
			(async () => {
				for await (const chunk of response.body ?? []) received += (chunk as Uint8Array).length;
			})(),
		).rejects.toThrow('terminated');
		expect(received).toBeGreaterThan(0);
		expect(received).toBeLessThan(whole);
	});

	it('redirect to another host, which has the picture and sees no key', async () => {
		const kie = await start();
		const { url } = await result(kie);
		kie.addFault({ kind: 'redirect', on: 'hosted' });
		const redirected = await fetch(url);
		expect(redirected.url).toBe(url.replace(kie.url, kie.otherHostUrl));
		expect(redirected.headers.get('content-type')).toBe('image/png');
		await redirected.arrayBuffer();
		expect(kie.ledger()).toMatchObject({ keyLeaks: [], otherHost: [{ carriedKey: false }] });
	});

	it('never end', async () => {
		const kie = await start();
		const { url } = await result(kie);
		const whole = (await look(url)).bytes.length;
		kie.addFault({ kind: 'endless', on: 'hosted' });
		const response = await fetch(url);
		expect(response.headers.get('content-length')).toBeNull();
		let received = 0;
		for await (const chunk of response.body ?? []) {
			received += (chunk as Uint8Array).length;
			if (received > whole * 20) break;
		}
		expect(received).toBeGreaterThan(whole * 20);
	});
});
