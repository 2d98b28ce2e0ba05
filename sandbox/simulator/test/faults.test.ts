import { describe, expect, it } from 'vitest';
import { start, until } from './helpers.ts';

const generate = '/api/v1/gpt4o-image/generate';
const credit = '/api/v1/chat/credit';
const order = { prompt: 'A cat', size: '1:1' };

const request = (url: string, init: RequestInit = {}) =>
	fetch(url, { headers: { authorization: 'Bearer sim-kie-key' }, ...init });

describe('answers that go wrong', () => {
	it('429, in the body or as the status, with Retry-After', async () => {
		const kie = await start();
		kie.addFault({ kind: 'rateLimit', on: 'create' });
		kie.addFault({ kind: 'rateLimit', on: 'create', as: 'http', retryAfter: 3 });
		expect(await kie.post(generate, order)).toMatchObject({ http: 200, code: 429, data: null });
		const second = await kie.post(generate, order);
		expect(second).toMatchObject({ http: 429, code: 429 });
		expect(second.headers.get('retry-after')).toBe('3');
		expect((await kie.post(generate, order)).code).toBe(200);
		expect(kie.ledger().totals.tasks).toBe(1);
	});

	it('5xx and other codes, before and after billing', async () => {
		const kie = await start();
		kie.addFault({ kind: 'error', on: 'create', code: 503 });
		kie.addFault({ kind: 'error', on: 'create', code: 500, when: 'after' });
		kie.addFault({ kind: 'error', on: 'create', code: 455, as: 'body' });
		kie.addFault({ kind: 'error', on: 'create', code: 550, msg: 'Full', as: 'body' });
		expect(await kie.post(generate, order)).toMatchObject({ http: 503, code: 503 });
		expect(kie.ledger().totals.tasks).toBe(0);
		expect(await kie.post(generate, order)).toMatchObject({ http: 500, code: 500 });
		expect(kie.ledger().totals).toMatchObject({ tasks: 1, creditsBilled: 6 });
		expect(await kie.post(generate, order)).toMatchObject({
			...{ http: 200, code: 455, msg: 'System is currently undergoing maintenance' },
		});
		expect(await kie.post(generate, order)).toMatchObject({ http: 200, code: 550, msg: 'Full' });
	});

	it('resets before and after billing, and midway', async () => {
		const kie = await start();
		kie.addFault({ kind: 'reset', on: 'create' });
		await expect(kie.post(generate, order)).rejects.toThrow('fetch failed');
		expect(kie.ledger().totals.tasks).toBe(0);
		kie.addFault({ kind: 'reset', on: 'create', when: 'after' });
		await expect(kie.post(generate, order)).rejects.toThrow('fetch failed');
		expect(kie.ledger().totals.tasks).toBe(1);
		kie.addFault({ kind: 'reset', on: 'create', when: 'midway' });
		await expect(kie.post(generate, order)).rejects.toThrow('terminated');
		expect(kie.ledger().totals.tasks).toBe(2);
		await until(() => kie.requests()[2]?.ms);
		expect(kie.requests().map(({ status }) => status)).toEqual([null, null, 200]);
		expect(kie.requests().map(({ fault }) => fault)).toEqual(['reset', 'reset', 'reset']);
	});

	it.each(['before', 'after'] as const)('slow %s billing', async (when) => {
		const kie = await start();
		const hour = 3_600_000;
		kie.addFault({ kind: 'slow', on: 'create', delayMs: 2_000 * hour, when });
		let answered = false;
		const reply = kie.post(generate, order).finally(() => (answered = true));
		const billed = () => kie.ledger().totals.tasks;
		await until(() => (when === 'after' ? billed() : kie.requests()[0]?.fault));
		// Meanwhile others are served.
		expect((await kie.get(credit)).code).toBe(200);
		expect([billed(), answered]).toEqual([when === 'after' ? 1 : 0, false]);
		kie.advance(2_000 * hour);
		expect((await reply).code).toBe(200);
		expect(billed()).toBe(1);
	});

	it('HTML from a CDN', async () => {
		const kie = await start();
		kie.addFault({ kind: 'html', on: 'credits', status: 403 });
		kie.addFault({ kind: 'html', on: 'create', when: 'after', body: '<p>Bad gateway</p>' });
		const response = await request(kie.url + credit);
		expect(response.status).toBe(403);
		expect(response.headers.get('content-type')).toContain('text/html');
		expect(await response.text()).toContain('error code: 1010');
		const gateway = await request(kie.url + generate, {
			method: 'POST',
			headers: { authorization: 'Bearer sim-kie-key', 'content-type': 'application/json' },
			body: JSON.stringify(order),
		});
		expect([gateway.status, await gateway.text()]).toEqual([502, '<p>Bad gateway</p>']);
		expect(kie.ledger().totals.tasks).toBe(1);
	});

	it('truncated JSON', async () => {
		const kie = await start();
		kie.addFault({ kind: 'truncated', on: 'credits' });
		const text = await (await request(kie.url + credit)).text();
		expect(text).toMatch(/^\{"code":200,"msg"/);
		expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
	});

	it('a trickle', async () => {
		const kie = await start({ speed: 1_000 });
		kie.addFault({ kind: 'trickle', on: 'credits', durationMs: 80_000 });
		const started = performance.now();
		expect((await kie.get(credit)).data).toBe(5916.25);
		expect(performance.now() - started).toBeGreaterThanOrEqual(70);
	});

	it.each([301, 302, 307, 308] as const)('redirects (%d) to another host', async (status) => {
		const kie = await start();
		kie.addFault({ kind: 'redirect', on: 'credits', status });
		const response = await request(kie.url + credit, { redirect: 'manual' });
		expect(response.status).toBe(status);
		expect(response.headers.get('location')).toBe(kie.otherHostUrl + credit);
		expect(kie.ledger().otherHost).toEqual([]);
	});

	it('the other host tells whether the key came along', async () => {
		const kie = await start();
		await fetch(`${kie.otherHostUrl}/a?b=c`, { headers: { 'x-custom': 'yes' } });
		expect(kie.ledger()).toMatchObject({ keyLeaks: [], otherHost: [{ carriedKey: false }] });
		await request(`${kie.otherHostUrl}/a?b=c`, { method: 'POST', body: 'text' });
		const { keyLeaks, otherHost } = kie.ledger();
		expect(keyLeaks).toMatchObject([{ where: 'otherHost', path: '/a?b=c' }]);
		expect(otherHost[0]).toMatchObject({ method: 'GET', headers: { 'x-custom': 'yes' } });
		expect(otherHost[1]).toMatchObject({
			...{ method: 'POST', path: '/a?b=c', carriedKey: true, headers: { authorization: '***' } },
		});
	});

	it('everywhere', async () => {
		const kie = await start();
		kie.addFault({ kind: 'error', on: 'any', code: 500, times: 'always' });
		const paths = [
			...[generate, '/api/v1/flux/kontext/generate', '/api/v1/jobs/createTask'],
			...['/api/v1/gpt4o-image/download-url', '/api/v1/common/download-url'],
			...['/api/file-url-upload', '/api/file-base64-upload'],
		];
		for (const path of paths) expect((await kie.post(path, {})).http).toBe(500);
		const reads = ['gpt4o-image/record-info', 'flux/kontext/record-info', 'jobs/recordInfo'];
		for (const path of reads) expect((await kie.get(`/api/v1/${path}?taskId=x`)).http).toBe(500);
		expect((await kie.get('/files/results/x.png')).http).toBe(500);
		expect((await kie.get('/api/v1/models')).http).toBe(500);
	});
});

describe('faults', () => {
	it('strike whom they match, after those they skip, as often as they say', async () => {
		const kie = await start();
		kie.addFault({
			...{ kind: 'error', on: ['create', 'read'], code: 500, as: 'body' },
			...{ skip: 1, times: 2, match: { api: 'market', model: 'google/imagen4', prompt: 'cat' } },
		});
		const create = async (model: string, prompt: string) =>
			(await kie.post('/api/v1/jobs/createTask', { model, input: { prompt } })).code;
		expect((await kie.post(generate, order)).code).toBe(200);
		expect(await create('google/imagen4-fast', 'a cat')).toBe(200);
		expect(await create('google/imagen4', 'a dog')).toBe(200);
		expect(await create('google/imagen4', 'a cat')).toBe(200); // skipped
		expect(await create('google/imagen4', 'a cat')).toBe(500);
		expect(await create('google/imagen4', 'a cat')).toBe(500);
		expect(await create('google/imagen4', 'a cat')).toBe(200); // used up
	});

	it('strike the reads of one task', async () => {
		const kie = await start();
		const [one, two] = [await kie.create(), await kie.create()];
		await Promise.all([kie.ended(one), kie.ended(two)]);
		kie.addFault({ kind: 'error', on: 'read', code: 500, match: { taskId: two } });
		expect((await kie.read(one)).code).toBe(200);
		expect((await kie.read(two)).code).toBe(500);
	});

	it('strike one path of several', async () => {
		const kie = await start();
		kie.addFault({ kind: 'error', on: 'downloadUrl', code: 500, match: { path: '/common/' } });
		const body = { taskId: 'x', url: 'http://127.0.0.1/a.png' };
		expect((await kie.post('/api/v1/gpt4o-image/download-url', body)).code).toBe(422);
		expect((await kie.post('/api/v1/common/download-url', body)).code).toBe(500);
	});

	it('are set, listed and cleared over HTTP', async () => {
		const kie = await start();
		const control = (method: string, body?: unknown) =>
			fetch(`${kie.url}/__sim/faults`, {
				method,
				...(body === undefined
					? {}
					: { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
			});
		const added = await control('POST', [
			{ kind: 'rateLimit', on: 'create', times: 3 },
			{ kind: 'neverEnds', times: 'always' },
		]);
		expect(await added.json()).toEqual({ added: [1, 2] });
		await kie.post(generate, order);
		expect(await (await control('GET')).json()).toMatchObject([
			{ id: 1, left: 2, fault: { kind: 'rateLimit', on: ['create'] } },
			{ id: 2, left: 'always', fault: { kind: 'neverEnds' } },
		]);
		await control('DELETE');
		expect(await (await control('GET')).json()).toEqual([]);

		const nonsense = [{ kind: 'reset' }, { kind: 'typo', on: 'create' }, { kind: 'takes', ms: 1 }];
		for (const fault of nonsense) {
			const refused = await control('POST', fault);
			expect(refused.status).toBe(400);
			expect(await refused.json()).toHaveProperty('error');
		}
	});
});

describe('answers in another form', () => {
	const flux = '/api/v1/flux/kontext/generate';
	const market = '/api/v1/jobs/createTask';
	const input = { prompt: 'A cat' };
	const creates = [
		['4o', generate, order, '/api/v1/gpt4o-image/record-info'],
		['Flux Kontext', flux, input, '/api/v1/flux/kontext/record-info'],
		['market', market, { model: 'google/imagen4', input }, '/api/v1/jobs/recordInfo'],
	] as const;

	it.each(creates)(
		'a create that names its task otherwise: %s',
		async (_name, path, body, info) => {
			const kie = await start();
			const create = async (as: 'number' | 'recordId' | 'text'): Promise<unknown> => {
				kie.addFault({ kind: 'createdAs', as });
				return (await kie.post(path, body)).data;
			};
			const isKnown = async (taskId: string) => {
				await kie.ended(taskId);
				return (await kie.get(`${info}?taskId=${taskId}`)).data.taskId === taskId;
			};

			const number = (await create('number')) as { taskId: number };
			expect(number).toEqual({ taskId: expect.any(Number) as number });
			expect(Number.isSafeInteger(number.taskId)).toBe(true);
			expect(await isKnown(String(number.taskId))).toBe(true);

			const recordId = (await create('recordId')) as { recordId: string };
			expect(recordId).toEqual({ recordId: expect.stringMatching(/^[0-9a-f]{32}$/) as string });
			expect(await isKnown(recordId.recordId)).toBe(true);

			const text = await create('text');
			expect(text).toMatch(/^[0-9a-f]{32}$/);
			expect(await isKnown(String(text))).toBe(true);
		},
	);

	it.each(creates)(
		'a failed record with another code around it: %s',
		async (_name, path, body, info) => {
			const kie = await start();
			const read = async () => {
				kie.addFault({ kind: 'taskFails' });
				const { data } = await kie.post(path, body);
				const taskId = String(data.taskId);
				await kie.ended(taskId);
				return { taskId, reply: await kie.get(`${info}?taskId=${taskId}`) };
			};
			kie.addFault({ kind: 'failedRecord' });
			const first = await read();
			expect(first.reply).toMatchObject({
				...{ http: 200, code: 501, msg: 'Generation failed' },
				data: { taskId: first.taskId, successFlag: 3 },
			});
			kie.addFault({ kind: 'failedRecord', code: 422, msg: 'failed' });
			expect((await read()).reply).toMatchObject({ code: 422, msg: 'failed' });
			expect((await read()).reply).toMatchObject({ code: 200, msg: 'success' });
		},
	);

	it('a record that is no failure keeps its code', async () => {
		const kie = await start();
		kie.addFault({ kind: 'failedRecord' });
		const taskId = await kie.create();
		await kie.ended(taskId);
		expect(await kie.read(taskId)).toMatchObject({ code: 200, data: { successFlag: 1 } });
	});
});
