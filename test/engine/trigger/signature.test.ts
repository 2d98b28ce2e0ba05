import { describe, expect, test, vi } from 'vitest';
import {
	anonymous,
	call,
	FORGED,
	IMAGE,
	kie,
	make,
	told,
	UNCONFIRMED,
	useTriggers,
	watched,
} from '../../helpers/callbacks.ts';
import { done, KieWire } from '../../helpers/kie.ts';
import { jsonIn, SECRET, signed, Trigger } from '../../helpers/trigger.ts';

useTriggers();

describe('a webhook secret', () => {
	test('lets in what KIE signed', async () => {
		const delivered = await call(make(UNCONFIRMED, SECRET), told(), { headers: signed('t1') });

		expect(delivered.status).toBe(200);
		expect(delivered.items).toHaveLength(1);
	});

	test.each<[string, unknown, () => Record<string, string>]>([
		['no signature', told(), () => ({})],
		['by another secret', told(), () => signed('t1', { secret: 'guessed' })],
		['of another task', told(), () => signed('t2')],
		['of long ago', told(), () => signed('t1', { ageSeconds: 301 })],
		['of the future', told(), () => signed('t1', { ageSeconds: -302 })],
		['of nothing, for a callback that names no task', anonymous, () => signed('')],
	])('401: %s', async (_name, body, headers) => {
		const wire = new KieWire();
		const trigger = make({}, SECRET);

		const delivered = await call(trigger, body, { headers: headers() });

		expect(delivered).toMatchObject({ status: 401, answer: { received: false }, items: null });
		expect(wire.requests).toEqual([]);
		expect(trigger.warnings).toHaveLength(1);
	});

	test('is read once for many callbacks, and anew where it no longer fits', async () => {
		const credentials = { webhookSecret: 'the secret before' };
		const trigger = watched(new Trigger(UNCONFIRMED, credentials));
		const status = async (taskId: string, secret: string) =>
			(await call(trigger, told(taskId), { headers: signed(taskId, { secret }) })).status;
		expect(await status('t1', 'the secret before')).toBe(200);

		credentials.webhookSecret = SECRET;
		expect(await status('t2', 'the secret before')).toBe(200);
		expect(await status('t3', SECRET)).toBe(200);
		expect(await status('t4', 'the secret before')).toBe(401);

		credentials.webhookSecret = '';
		expect(await status('t5', SECRET)).toBe(200);
		await vi.advanceTimersByTimeAsync(10_000);
		expect((await call(trigger, told('t6'))).status).toBe(200);
	});

	test('whose tolerance the user sets', async () => {
		const trigger = make({ ...UNCONFIRMED, options: { toleranceSeconds: 30 } }, SECRET);

		const old = await call(trigger, told(), { headers: signed('t1', { ageSeconds: 40 }) });
		const young = await call(trigger, told(), { headers: signed('t1', { ageSeconds: 20 }) });

		expect([old.status, young.status]).toEqual([401, 200]);
	});

	test('does not make a changed body true: what KIE says comes out', async () => {
		kie('t1', done('t1'));

		const delivered = await call(make({ downloadImages: false }, SECRET), told('t1', [FORGED]), {
			headers: signed('t1'),
		});

		expect(jsonIn(delivered)).toMatchObject([{ imageUrl: IMAGE }]);
	});
});
