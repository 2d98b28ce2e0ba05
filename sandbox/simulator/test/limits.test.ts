import { describe, expect, it } from 'vitest';
import { start } from './helpers.ts';
import type { Kie } from './helpers.ts';

const generate = '/api/v1/gpt4o-image/generate';
const order = { prompt: 'A cat', size: '1:1' };

/** So many creates at once; how many were admitted. */
async function creates(kie: Kie, count: number, apiKey?: string): Promise<number> {
	const replies = await Promise.all(
		Array.from({ length: count }, () => kie.post(generate, order, apiKey)),
	);
	return replies.filter(({ code }) => code === 200).length;
}

describe('the rate limits', () => {
	it('admit 20 creates in any 10 s, not in a fixed window', async () => {
		const kie = await start({ speed: 3 });
		expect(await creates(kie, 10)).toBe(10);
		kie.advance(6_000);
		expect(await creates(kie, 15)).toBe(10);
		// The first ten are now more than 10 s old, the second ten are not.
		kie.advance(5_000);
		expect(await creates(kie, 15)).toBe(10);
		kie.advance(20_000);
		expect(await creates(kie, 21)).toBe(20);
	});

	it('count each account for itself', async () => {
		const kie = await start({ speed: 3, apiKeys: ['sim-kie-key', 'another-key'] });
		expect(await creates(kie, 21)).toBe(20);
		expect(await creates(kie, 1, 'another-key')).toBe(1);
	});

	it('count creates that are refused for what they say', async () => {
		const kie = await start({ speed: 3 });
		await Promise.all(Array.from({ length: 20 }, () => kie.post(generate, {})));
		expect((await kie.post(generate, order)).code).toBe(429);
	});

	it('do not count uploads and reads as creates', async () => {
		const kie = await start({ speed: 3 });
		await Promise.all(Array.from({ length: 25 }, () => kie.get('/api/v1/chat/credit')));
		expect(await creates(kie, 20)).toBe(20);
	});

	it('run faster with the clock', async () => {
		const kie = await start({ speed: 200 });
		const started = performance.now();
		await creates(kie, 20);
		for (;;) {
			if ((await kie.post(generate, order)).code === 200) break;
		}
		expect(performance.now() - started).toBeGreaterThanOrEqual(49);
	});

	it('are told in the body and as the status by turns', async () => {
		const kie = await start({ speed: 3 });
		await creates(kie, 20);
		for (const status of [200, 429, 200, 429]) {
			expect(await kie.post(generate, order)).toMatchObject({
				http: status,
				code: 429,
				msg: 'Request limit has been exceeded for this resource',
			});
		}
	});

	it('admit three reads a second of one task', async () => {
		const kie = await start({ speed: 3 });
		const [first, second] = [await kie.create(), await kie.create()];
		kie.advance(3_000);
		const codes = async (taskId: string, count: number) =>
			(await Promise.all(Array.from({ length: count }, () => kie.read(taskId))))
				.map(({ code }) => code)
				.sort();
		expect(await codes(first, 4)).toEqual([200, 200, 200, 429]);
		expect(await codes(second, 3)).toEqual([200, 200, 200]);
		kie.advance(1_000);
		expect(await codes(first, 1)).toEqual([200]);
	});
});
