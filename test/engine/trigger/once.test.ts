import { PassThrough } from 'node:stream';
import type { INodeParameters } from 'n8n-workflow';
import nock from 'nock';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { KieTrigger } from '../../../nodes/KieTrigger/KieTrigger.node.ts';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { API_KEY, BASE_URL } from '../../helpers/engine.ts';
import type { Answer } from '../../helpers/kie.ts';
import { done, failed, IMAGE_HOST, KieWire, refused, running } from '../../helpers/kie.ts';
import type { Delivery } from '../../helpers/trigger.ts';
import { jsonIn, SECRET, signed, Trigger } from '../../helpers/trigger.ts';

useFakedClock();

const IMAGE = `${IMAGE_HOST}/t1.png`;
const FORGED = 'https://forged.example.com/x.png';
const told = (taskId = 't1', urls = [IMAGE]) => ({
	code: 200,
	msg: 'ok',
	data: { taskId, info: { result_urls: urls } },
});
const toldFailed = (taskId = 't1') => ({
	code: 400,
	msg: 'flagged',
	data: { taskId, info: null },
});
const anonymous = { code: 400, msg: 'Generation failed', data: null };

const UNCONFIRMED: INodeParameters = { confirmResult: false, downloadImages: false };
const triggers: Trigger[] = [];
const make = (parameters: INodeParameters = {}, webhookSecret = '') => {
	const trigger = new Trigger(parameters, { webhookSecret });
	triggers.push(trigger);
	return trigger;
};
const call = async (trigger: Trigger, body: unknown, delivery?: Delivery) =>
	await runClock(trigger.deliver(body, delivery));

/** KIE, where only 4o knows a task. */
const kie = (taskId = 't1', ...answers: Answer[]) =>
	new KieWire().onRead(taskId, answers).unknownElsewhere();

afterEach(() => {
	for (const { answers, warnings } of triggers.splice(0)) {
		const said = JSON.stringify([answers, warnings]);
		for (const secret of [API_KEY, SECRET, IMAGE, FORGED, 'flagged']) {
			expect(said).not.toContain(secret);
		}
		expect(said).not.toMatch(/error|problem|failure|mistake/i);
	}
});

test('the text of a warning says all that there is to find the callback by', async () => {
	const trigger = make({}, SECRET);

	await call(trigger, told());
	await call(trigger, anonymous);

	// n8n's console prints nothing else of a line.
	const text =
		/^KIE Trigger turned a callback away: The signature of the callback is missing\. \((task t1, )?node 'KIE Trigger', workflow workflow-\d+, answered with 401\) \{/;
	expect(trigger.warnings.map((warning) => text.exec(warning)?.[1])).toEqual([
		'task t1, ',
		undefined,
	]);
	expect(trigger.warnings[1]).toMatch(text);
});

describe('what comes out', () => {
	test('one item for each image, with its file and what the URL carried along', async () => {
		kie('t1', done('t1', [IMAGE, `${IMAGE_HOST}/b.png`]));

		const delivered = await call(make(), told(), { query: { order: '42', tag: ['a', 'b'] } });

		expect(delivered).toMatchObject({ status: 200, answer: { received: true } });
		expect(jsonIn(delivered)).toEqual(
			[IMAGE, `${IMAGE_HOST}/b.png`].map((imageUrl, imageIndex) => ({
				taskId: 't1',
				api: 'gpt4oImage',
				model: 'gpt4o-image',
				status: 'success',
				progress: 1,
				imageUrl,
				imageIndex,
				imageUrls: [IMAGE, `${IMAGE_HOST}/b.png`],
				prompt: 'prompt of t1',
				createdAt: '2023-11-14T22:13:20.000Z',
				completedAt: '2023-11-14T22:14:20.000Z',
				creditsUsed: null,
				errorCode: null,
				errorMessage: null,
				query: { order: '42', tag: ['a', 'b'] },
			})),
		);
		expect(delivered.items?.map(({ binary }) => binary?.data?.fileName)).toEqual([
			'gpt4o-image-t1-1.png',
			'gpt4o-image-t1-2.png',
		]);
		expect(delivered.items?.[0]).not.toHaveProperty('pairedItem');
	});

	test('one item for each task, under another name', async () => {
		kie('t1', done('t1', [IMAGE, `${IMAGE_HOST}/b.png`]));
		const trigger = make({ options: { outputItems: 'perTask' }, outputDataFieldName: 'picture' });

		const { items } = await call(trigger, told());

		expect(items).toHaveLength(1);
		expect(Object.keys(items?.[0]?.binary ?? {})).toEqual(['picture', 'picture_1']);
	});

	test('a task that failed is an item', async () => {
		kie('t1', failed('t1', 400, 'Your content was flagged'));

		const delivered = await call(make(), toldFailed());

		expect(jsonIn(delivered)).toMatchObject([
			{ taskId: 't1', status: 'failed', imageUrl: null, errorCode: 400 },
		]);
		expect(delivered.items?.[0]).not.toHaveProperty('error');
		expect(delivered.items?.[0]?.json).not.toHaveProperty('error');
	});

	test.each([
		[
			'fluxKontext',
			/flux\/kontext\/record-info/,
			{ taskId: 't1', info: { originImageUrl: '', resultImageUrl: FORGED } },
			{
				taskId: 't1',
				paramJson: '{"model":"flux-kontext-max"}',
				successFlag: 1,
				response: { resultImageUrl: IMAGE },
			},
			'flux-kontext-max',
		],
		[
			'market',
			/jobs\/recordInfo/,
			{ taskId: 't1', state: 'success', resultJson: '{}' },
			{
				taskId: 't1',
				model: 'some/model',
				state: 'success',
				resultJson: JSON.stringify({ resultUrls: [IMAGE] }),
			},
			'some/model',
		],
	])('%s is asked first where the callback is of it', async (api, path, data, record, model) => {
		const wire = new KieWire().on('GET', path, [{ code: 200, msg: 'ok', data: record }]);

		const delivered = await call(make({ downloadImages: false }), { code: 200, msg: '', data });

		expect(jsonIn(delivered)).toMatchObject([{ api, model, status: 'success', imageUrl: IMAGE }]);
		expect(wire.requests).toHaveLength(1);
	});

	test('a file that cannot be fetched leaves the URL', async () => {
		const url = 'https://gone.example.com/a.png';
		kie('t1', done('t1', [url]));

		const delivered = await call(make(), told());

		expect(jsonIn(delivered)).toMatchObject([{ status: 'success', imageUrl: url }]);
		expect(delivered.items?.[0]).not.toHaveProperty('binary');
	});

	test('of the query only texts and lists of texts', async () => {
		const query = { a: '1', b: { c: '2' }, d: [{ e: '3' }], f: ['4'], __proto__: { g: '5' } };

		const delivered = await call(make(UNCONFIRMED), told(), { query });

		expect(jsonIn(delivered)?.[0]?.query).toEqual({ a: '1', f: ['4'] });
	});

	test('KIE has its answer before the first picture is fetched', async () => {
		const order: string[] = [];
		const wire = kie('t1', done('t1'));
		vi.spyOn(wire.requests, 'push').mockImplementation((...requests) => {
			order.push(...requests.map(({ path }) => path.split('?')[0]!));
			return 0;
		});

		await call(make(), told(), { onAnswer: (status) => order.push(`answer ${status}`) });

		expect(order).toEqual(['/api/v1/gpt4o-image/record-info', 'answer 200', '/t1.png']);
	});
});

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
		const trigger = new Trigger(UNCONFIRMED, credentials);
		triggers.push(trigger);
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
		['the account', refused(403, 'no'), 'KIE does not let this API key do that'],
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

describe('a callback that names no task', () => {
	test('400 where KIE is to confirm it', async () => {
		expect(await call(make(), anonymous)).toMatchObject({ status: 400, items: null });
	});

	test('is one item without an ID where nothing is checked', async () => {
		const trigger = make(UNCONFIRMED);

		for (let time = 0; time < 2; time++) {
			const delivered = await call(trigger, anonymous);
			expect(delivered.status).toBe(200);
			expect(jsonIn(delivered)).toMatchObject([
				{ taskId: null, status: 'failed', errorCode: 400, errorMessage: 'Generation failed' },
			]);
		}
	});
});

test.each([[undefined], ['hello'], [[]], [{}], [{ hello: 'world' }], [{ code: 200, data: 'x' }]])(
	'400 for a body of no known shape: %j',
	async (body) => {
		for (const parameters of [{}, UNCONFIRMED]) {
			expect(await call(make(parameters), body)).toMatchObject({ status: 400, items: null });
		}
	},
);

test('503 for a parameter that an expression spoiled', async () => {
	const trigger = make({ options: { toleranceSeconds: '={{ "soon" }}' } });

	expect(await call(trigger, told())).toMatchObject({ status: 503, items: null });
	expect(trigger.warnings[0]).toContain("'Signature Tolerance (Seconds)' must be more than 0");
});

describe('Trigger On', () => {
	test.each([
		['success', done('t1'), 1],
		['success', failed('t1', 500, 'no'), 0],
		['failed', done('t1'), 0],
		['failed', failed('t1', 500, 'no'), 1],
	])('%s', async (event, record, started) => {
		kie('t1', record);
		const trigger = make({ events: [event], downloadImages: false });

		const delivered = await call(trigger, told());

		expect(delivered.status).toBe(200);
		expect(delivered.items?.length ?? 0).toBe(started);
	});
});

describe('once', () => {
	const startsOf = async (trigger: Trigger, ...bodies: unknown[]) => {
		const delivered = await runClock(
			Promise.all(bodies.map(async (body) => await trigger.deliver(body))),
		);
		return delivered.map(({ status, items }) => [status, items?.length ?? 0]);
	};

	test.each([
		['a repeat', told(), told()],
		['failed after success', told(), toldFailed()],
		['success after failed', toldFailed(), told()],
	])('%s starts nothing, and KIE is not asked again', async (_name, first, second) => {
		const wire = kie('t1', done('t1'));
		const trigger = make({ downloadImages: false });

		expect(await startsOf(trigger, first)).toEqual([[200, 1]]);
		expect(await startsOf(trigger, second)).toEqual([[200, 0]]);
		expect(wire.readsOf('t1')).toHaveLength(1);
	});

	test('an outcome that is not wanted does not keep a later one from starting', async () => {
		const trigger = make({ ...UNCONFIRMED, events: ['success'] });

		expect(await startsOf(trigger, toldFailed(), told(), told())).toEqual([
			[200, 0],
			[200, 1],
			[200, 0],
		]);
	});

	test('of two at the same moment one starts, after one question', async () => {
		const wire = kie('t1', running('t1'), done('t1'));
		const trigger = make({ downloadImages: false });

		expect(await startsOf(trigger, told(), told(), toldFailed())).toEqual([
			[200, 1],
			[200, 0],
			[200, 0],
		]);
		expect(wire.readsOf('t1')).toHaveLength(2);
	});

	test('where the first is turned away, so is the other, and the next may start', async () => {
		kie('t1', ...Array.from({ length: 10 }, () => running('t1')), done('t1'));
		const trigger = make({ downloadImages: false });

		expect(await startsOf(trigger, told(), told())).toEqual([
			[503, 0],
			[503, 0],
		]);
		expect(await startsOf(trigger, told())).toEqual([[200, 1]]);
	});

	test('two tasks at the same moment start both, and both are remembered', async () => {
		kie('t1', done('t1')).onRead('t2', [done('t2')]);
		const trigger = make({ downloadImages: false });

		expect(await startsOf(trigger, told('t1'), told('t2'))).toEqual([
			[200, 1],
			[200, 1],
		]);
		expect(JSON.stringify(trigger.staticData)).toContain('"t1 t2"');
	});

	/** As another process has it: with nothing of the memory of this one. */
	const ofAnotherProcess = async () => {
		vi.resetModules();
		const { KieTrigger: Other } = await import('../../../nodes/KieTrigger/KieTrigger.node.ts');
		expect(Other).not.toBe(KieTrigger);
		return new Other();
	};

	test('holds when n8n was started anew', async () => {
		kie('t1', done('t1'));
		const trigger = make({ downloadImages: false });
		expect(await startsOf(trigger, told())).toEqual([[200, 1]]);

		trigger.type = await ofAnotherProcess();

		expect(await startsOf(trigger, told())).toEqual([[200, 0]]);
	});

	test.each([
		['may both start the workflow', 't1'],
		['may forget what the other has just saved', 't2'],
	])('two processes that are called at the same moment %s', async (_name, other) => {
		kie('t1', done('t1')).onRead('t2', [done('t2')]);
		const trigger = make({ downloadImages: false });
		const first = trigger.deliver(told('t1'));
		trigger.type = await ofAnotherProcess();

		const both = await runClock(Promise.all([first, trigger.deliver(told(other))]));

		expect(both.map(({ items }) => items?.length)).toEqual([1, 1]);
		expect(Object.values(trigger.staticData)).toEqual([{ startedTasks: other }]);
	});

	test('remembers the last 1,000 tasks', async () => {
		const trigger = make(UNCONFIRMED);
		const tasks = Array.from({ length: 1_001 }, (_, nth) => told(`task-${nth}`));
		for (const body of tasks) await trigger.deliver(body);

		expect(await startsOf(trigger, tasks[1])).toEqual([[200, 0]]);
		expect(await startsOf(trigger, tasks[0])).toEqual([[200, 1]]);
	}, 30_000);

	test('is for each trigger by itself', async () => {
		expect(await startsOf(make(UNCONFIRMED), told())).toEqual([[200, 1]]);
		expect(await startsOf(make(UNCONFIRMED), told())).toEqual([[200, 1]]);
	});

	test('can be turned off', async () => {
		const trigger = make({ ...UNCONFIRMED, options: { deduplicate: false } });

		expect(await startsOf(trigger, told())).toEqual([[200, 1]]);
		expect(await startsOf(trigger, told())).toEqual([[200, 1]]);
		expect(trigger.staticData).toEqual({});
	});

	test('is not for tests in the editor', async () => {
		const trigger = make(UNCONFIRMED);
		trigger.mode = 'manual';

		expect(await startsOf(trigger, told())).toEqual([[200, 1]]);
		expect(await startsOf(trigger, told())).toEqual([[200, 1]]);
	});
});
