import { PassThrough } from 'node:stream';
import { WebhookContext } from 'n8n-core';
import nock from 'nock';
import { describe, expect, test, vi } from 'vitest';
import {
	call,
	FORGED,
	kie,
	make,
	told,
	toldFailed,
	UNCONFIRMED,
	useTriggers,
} from '../../helpers/callbacks.ts';
import { API_KEY, BASE_URL } from '../../helpers/engine.ts';
import type { Answer } from '../../helpers/kie.ts';
import { done, failed, KieWire, refused, running } from '../../helpers/kie.ts';
import { jsonIn, Trigger } from '../../helpers/trigger.ts';

useTriggers();

describe('Confirm With KIE', () => {
	test.each([
		['failed, where KIE says success', toldFailed(), done('t1'), 'success'],
		['success, where KIE says failed', told(), failed('t1', 500, 'no'), 'failed'],
		['another image', told('t1', [FORGED]), done('t1'), 'success'],
	])('told %s', async (_name, body, record, status) => {
		kie('t1', record);

		const delivered = await call(make({ downloadImages: false }), body);

		expect(jsonIn(delivered)).toMatchObject([{ status }]);
		expect(JSON.stringify(delivered.items)).not.toContain(FORGED);
	});

	test.each<[string, Answer[]]>([
		['still works on it', [running('t1'), running('t1'), done('t1')]],
		['does not show it yet', [refused(422, 'recordInfo is null'), done('t1')]],
		['does not answer at once', ['reset', 'timeout', refused(500, 'busy'), done('t1')]],
		['has success, but not yet its images', [done('t1', []), done('t1', []), done('t1')]],
		['refuses the key once', [refused(401, 'Unauthorized'), done('t1')]],
		['refuses for lack of credits', [refused(402, 'no'), refused(402, 'no'), done('t1')]],
	])('asks again where KIE %s', async (_name, answers) => {
		const wire = kie('t1', ...answers);

		const delivered = await call(make({ downloadImages: false }), told());

		expect(delivered.status).toBe(200);
		expect(wire.readsOf('t1')).toHaveLength(answers.length);
	});

	test('reads the credential once, however often it asks', async () => {
		const wire = kie('t1', running('t1'), running('t1'), done('t1'));
		const trigger = make({ downloadImages: false });
		kie('t0', done('t0'));
		await call(trigger, told('t0'));
		const reading = vi.spyOn(WebhookContext.prototype, 'getCredentials');

		await call(trigger, told());

		expect(wire.readsOf('t1')).toHaveLength(3);
		expect(reading).toHaveBeenCalledTimes(1);
		reading.mockRestore();
	});

	test.each<[string, Answer[]]>([
		['works on it all the time', [running('t1')]],
		['cannot be read', [refused(500, 'busy')]],
		['cannot be reached', ['refused']],
		['shows a page of its network', [{ httpStatus: 403, body: '<html>' }]],
	])('503 within 10 s where KIE %s', async (_name, answers) => {
		const wire = kie('t1', ...answers);
		const start = Date.now();
		const trigger = make();

		const delivered = await call(trigger, told());

		expect(delivered).toMatchObject({ status: 503, items: null });
		const seconds = (Date.now() - start) / 1000;
		expect(seconds).toBeGreaterThan(5);
		expect(seconds).toBeLessThan(11);
		expect(wire.readsOf('t1').length).toBeGreaterThan(2);
		expect(trigger.warnings).toHaveLength(1);
	});

	test('503 within 10 s where KIE never ends its answer', async () => {
		new KieWire();
		nock(BASE_URL)
			.get(/record-info/)
			.reply(200, () => new PassThrough());
		const start = Date.now();

		expect(await call(make(), told())).toMatchObject({ status: 503, items: null });
		expect(Date.now() - start).toBeLessThan(11_000);
	});

	test('believes success without images in the end', async () => {
		const wire = kie('t1', done('t1', []));

		const delivered = await call(make(), told());

		expect(jsonIn(delivered)).toMatchObject([{ taskId: 't1', status: 'failed' }]);
		expect(wire.readsOf('t1')).toHaveLength(4);
	});

	test.each([
		['the key', refused(401, `bad key ${API_KEY}`), 'KIE does not accept the API key'],
		['the account', refused(403, 'no'), 'KIE does not allow this API key to do that'],
	])('503 where KIE twice does not accept %s, and the log says so', async (_, answer, text) => {
		const wire = kie('t1', answer);
		const trigger = make();

		const delivered = await call(trigger, told());

		expect(delivered).toMatchObject({ status: 503, items: null });
		expect(wire.requests).toHaveLength(2);
		expect(trigger.warnings).toEqual([expect.stringContaining(text)]);
	});

	test('503 where the credential is of no use', async () => {
		const trigger = new Trigger({}, { apiKey: '' });

		expect(await call(trigger, told())).toMatchObject({ status: 503, items: null });
		expect(trigger.warnings[0]).toContain("'API Key' in the KIE API credential is empty");
	});

	test('404 where no API of KIE knows the task', async () => {
		const wire = kie('t1', refused(422, 'The record does not exist'));

		const delivered = await call(make(), told());

		expect(delivered).toMatchObject({ status: 404, items: null });
		expect(wire.readsOf('t1')).toHaveLength(3);
	});

	test('finds a task of another API than the callback looks like', async () => {
		const record = { state: 'fail', failCode: '500', failMsg: 'no', model: 'm' };
		new KieWire()
			.onRead('t1', [refused(422, 'The record does not exist')])
			.on('GET', /flux\/kontext/, [refused(422, 'The record does not exist')])
			.on('GET', /jobs\/recordInfo/, [{ code: 200, msg: 'ok', data: record }]);

		const delivered = await call(make(), toldFailed());

		expect(jsonIn(delivered)).toMatchObject([{ api: 'market', status: 'failed', errorCode: 500 }]);
	});

	test('off: the body is believed, and KIE is not asked', async () => {
		const wire = new KieWire();

		const delivered = await call(make(UNCONFIRMED), told('t1', [FORGED, 'file:///etc/passwd']));

		expect(jsonIn(delivered)).toMatchObject([{ imageUrl: FORGED, imageUrls: [FORGED] }]);
		expect(wire.requests).toEqual([]);
	});

	test('off: a callback that tells of no end starts nothing', async () => {
		const body = { code: 200, msg: '', data: { taskId: 't1', state: 'generating' } };

		expect(await call(make(UNCONFIRMED), body)).toMatchObject({ status: 200, items: null });
	});
});
