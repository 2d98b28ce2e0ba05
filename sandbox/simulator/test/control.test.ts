import { expect, it } from 'vitest';
import { receiver, start } from './helpers.ts';
import type { Kie } from './helpers.ts';

const control = async (
	kie: Kie,
	path: string,
	body?: unknown,
): Promise<Record<string, unknown>> => {
	const init =
		body === undefined
			? {}
			: {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(body),
				};
	return (await (await fetch(`${kie.url}/__sim/${path}`, init)).json()) as Record<string, unknown>;
};

it('the ledger tells the life of a task', async () => {
	const kie = await start();
	const { url } = await receiver();
	const taskId = await kie.create({ nVariants: 2, callBackUrl: url });
	await kie.ended(taskId);
	await kie.read(taskId);
	await kie.read(taskId);
	const ledger = await control(kie, 'ledger');
	expect(ledger).toMatchObject({
		totals: { tasks: 1, creditsBilled: 12, reads: 2, refused: 0 },
		tasks: [
			{
				...{ id: taskId, api: 'gpt4oImage', model: 'gpt4o-image', account: 'sim-***-key' },
				...{ billed: 12, state: 'success', errorCode: null, resultUrls: { length: 2 } },
				params: { prompt: 'A lighthouse in the rain', size: '1:1', nVariants: 2 },
				reads: { length: 2 },
			},
		],
	});
	expect(ledger).toEqual(kie.ledger());
});

it('requests are remembered without their key, and long bodies by their length', async () => {
	const kie = await start();
	await kie.post('/api/file-base64-upload', {
		uploadPath: 'in',
		base64Data: Buffer.alloc(30_000).toString('base64'),
	});
	const requests = kie.requests();
	expect(requests).toMatchObject([
		{
			...{ method: 'POST', path: '/api/file-base64-upload', auth: 'valid', status: 200, code: 200 },
			body: {
				uploadPath: 'in',
				base64Data: expect.stringContaining('(40000 characters)') as string,
			},
		},
	]);
	expect(JSON.stringify(requests)).not.toContain('sim-kie-key');
});

it('the clock can be moved on', async () => {
	const kie = await start({ speed: 1 });
	const taskId = await kie.create();
	await control(kie, 'clock', { advanceMs: 5 * 60_000 });
	expect((await kie.ended(taskId)).state).toBe('success');
});

it('a reset forgets all and stops what is under way', async () => {
	const kie = await start({ speed: 1 });
	const { url, received } = await receiver();
	await kie.create({ callBackUrl: url });
	kie.addFault({ kind: 'neverEnds' });
	expect(await control(kie, 'reset', {})).toEqual({ ok: true });
	kie.advance(3_600_000);
	expect(await control(kie, 'faults')).toEqual([]);
	expect(kie.ledger().tasks).toEqual([]);
	expect(kie.requests()).toEqual([]);
	expect((await kie.get('/api/v1/chat/credit')).data).toBe(5916.25);
	expect(received).toEqual([]);
});
