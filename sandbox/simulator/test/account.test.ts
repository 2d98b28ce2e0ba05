import { describe, expect, it } from 'vitest';
import { start } from './helpers.ts';

const generate = '/api/v1/gpt4o-image/generate';
const order = { prompt: 'A cat', size: '1:1' };

describe('keys and credits', () => {
	it('answers a bad key with HTTP 200 and code 401', async () => {
		const kie = await start();
		const credit = `${kie.url}/api/v1/chat/credit`;
		const attempts: Record<string, string>[] = [
			{},
			{ authorization: 'Bearer wrong' },
			{ authorization: 'sim-kie-key' },
			{ 'x-api-key': 'sim-kie-key' },
		];
		for (const headers of attempts) {
			const response = await fetch(credit, { headers });
			expect(response.status).toBe(200);
			expect(await response.json()).toEqual({
				code: 401,
				msg: 'Authentication credentials are missing or invalid',
				data: null,
			});
		}
	});

	it('asks for the key before anything else', async () => {
		const kie = await start();
		expect((await kie.post(generate, { nonsense: true }, 'wrong')).code).toBe(401);
		expect(kie.requests()[0]).toMatchObject({ auth: 'invalid', account: null, code: 401 });
	});

	it('counts credits as a float and takes them at once', async () => {
		const kie = await start();
		expect((await kie.get('/api/v1/chat/credit')).data).toBe(5916.25);
		await kie.post(generate, { ...order, nVariants: 2 });
		expect((await kie.get('/api/v1/chat/credit')).data).toBe(5904.25);
		expect(kie.ledger().totals.creditsBilled).toBe(12);
	});

	it('refuses accounts without credits and sub-keys at their limit', async () => {
		const kie = await start();
		expect(await kie.post(generate, order, 'sim-kie-no-credits')).toMatchObject({
			http: 200,
			code: 402,
		});
		expect((await kie.post(generate, order, 'sim-kie-sub-key')).code).toBe(433);
		expect(kie.ledger().tasks).toEqual([]);
	});

	it('does not show the tasks of another account', async () => {
		const kie = await start({ apiKeys: ['sim-kie-key', 'another-key'] });
		const taskId = await kie.create();
		await kie.ended(taskId);
		const path = `/api/v1/gpt4o-image/record-info?taskId=${taskId}`;
		expect((await kie.get(path)).code).toBe(200);
		expect((await kie.get(path, 'another-key')).code).toBe(422);
	});
});

describe('requests that are none', () => {
	it('answers broken JSON with 400 in the body', async () => {
		const kie = await start();
		for (const body of ['{"prompt":', '', '[]', '"text"']) {
			const response = await fetch(kie.url + generate, {
				method: 'POST',
				headers: { authorization: 'Bearer sim-kie-key', 'content-type': 'application/json' },
				body,
			});
			expect(response.status).toBe(200);
			expect(await response.json()).toMatchObject({
				code: 400,
				msg: 'The parameter is not in a valid JSON format',
			});
		}
	});

	it('knows no other paths', async () => {
		const kie = await start();
		for (const path of ['/api/v2/jobs/createTask', '/api/v1/google/imagen-4'])
			expect(await kie.post(path, {})).toMatchObject({
				...{ http: 404, status: 404, error: 'Not Found', message: 'No message available' },
				path,
			});
	});

	it('writes one line a request, without the key', async () => {
		const lines: string[] = [];
		const kie = await start({ log: (line) => lines.push(line) });
		await kie.get('/api/v1/chat/credit');
		await kie.get('/api/v1/chat/credit', 'wrong-key');
		expect(lines).toHaveLength(2);
		expect(lines[0]).toMatch(/GET \/api\/v1\/chat\/credit 200 \d+ ms$/);
		expect(lines[1]).toMatch(/GET \/api\/v1\/chat\/credit 200 code 401 \d+ ms$/);
		expect(lines.join()).not.toContain('key');
	});
});
