import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apis } from '../../../../nodes/shared/kie/apis/index.ts';
import { readCallback } from '../../../../nodes/shared/callback/readCallback.ts';
import { requestDownloadUrl } from '../../../../nodes/Kie/actions/image/downloadUrl.ts';
import { readEnvelope } from '../../../../nodes/shared/kie/envelope.ts';
import { taskItems } from '../../../../nodes/shared/output/items.ts';
import type { KieTask } from '../../../../nodes/shared/kie/task.ts';
import { SUCCESS_WITHOUT_IMAGE } from '../../../../nodes/shared/kie/task.ts';
import { wire } from '../../../helpers/wire.ts';

// Whatever KIE, or whoever calls in its name, may send: the readers give a task or none, and never a
// success that is none.

const IMAGE = 'https://tempfile.aiquickdraw.com/a.png';

/** JSON, at times as text, at times as text of that text. */
const wrapped = (value: fc.Arbitrary<unknown>) =>
	fc
		.tuple(value, fc.integer({ min: 0, max: 3 }))
		.map(([inner, wraps]) =>
			Array.from({ length: wraps }).reduce((text) => JSON.stringify(text) ?? text, inner),
		);

const scalar = fc.oneof(
	fc.jsonValue({ maxDepth: 2 }),
	fc.constantFrom(
		IMAGE,
		'null',
		'',
		null,
		0,
		1,
		2,
		'1',
		200,
		501,
		'https://',
		'file:///etc/passwd',
	),
	fc.constantFrom('success', 'SUCCESS', 'fail', 'GENERATE_FAILED', 'generating', 't', 'other'),
	fc.constantFrom('a b', 'a\nb', '\ud800', 'x'.repeat(300), 2 ** 70),
);
const urls = fc.oneof(scalar, fc.array(fc.oneof(scalar, fc.record({ url: scalar }))));
const result = wrapped(
	fc.oneof(
		scalar,
		urls,
		fc.dictionary(
			fc.constantFrom('resultUrls', 'result_urls', 'resultImageUrl', 'originImageUrl', 'segments'),
			urls,
		),
	),
);
const record = wrapped(
	fc.record(
		{
			taskId: scalar,
			state: scalar,
			status: scalar,
			successFlag: scalar,
			resultJson: result,
			response: result,
			info: result,
			param: wrapped(fc.dictionary(fc.constantFrom('callBackUrl', 'input', 'prompt'), scalar)),
			failCode: scalar,
			failMsg: scalar,
			creditsConsumed: scalar,
			createTime: scalar,
		},
		{ requiredKeys: [] },
	),
);
/** What KIE might well send, in every combination. */
const plausible = fc.record(
	{
		taskId: fc.constantFrom('t', 'other'),
		state: fc.constantFrom('waiting', 'generating', 'success', 'fail', null),
		status: fc.constantFrom('GENERATING', 'SUCCESS', 'GENERATE_FAILED', '', null),
		successFlag: fc.constantFrom(0, 1, 2, 3, '0', '1', null),
		resultJson: fc.constantFrom(JSON.stringify({ resultUrls: [IMAGE] }), '{"segments":[1]}', ''),
		response: fc.constantFrom({ resultUrls: [IMAGE], resultImageUrl: IMAGE }, {}, null),
	},
	{ requiredKeys: [] },
);
const body = fc.oneof(
	fc.record({ code: fc.constantFrom(200, 422, 501), data: plausible }),
	fc.anything(),
	wrapped(
		fc.record(
			{ code: scalar, msg: scalar, data: fc.oneof(record, fc.jsonValue(), scalar), taskId: scalar },
			{ requiredKeys: [] },
		),
	),
);
const httpStatus = fc.constantFrom(200, 200, 200, 404, 501, 502);
const runs = { numRuns: 2_000 };

/** Every value under a name, also inside JSON text: what there is to read, read in another way. */
function valuesOf(names: RegExp, given: unknown): unknown[] {
	if (typeof given === 'string') {
		try {
			const parsed: unknown = JSON.parse(given);
			return typeof parsed === 'number' ? [] : valuesOf(names, parsed);
		} catch {
			return [];
		}
	}
	if (typeof given !== 'object' || given === null) return [];
	return Object.entries(given).flatMap(([name, value]) => [
		...(names.test(name) ? [value] : []),
		...valuesOf(names, value),
	]);
}

const saysSuccess = (given: unknown): boolean =>
	valuesOf(/^(state|status)$/, given).some((word) =>
		/^\s*(success|completed)\s*$/i.test(String(word)),
	) || valuesOf(/^successFlag$/, given).some((flag) => String(flag).trim() === '1');

/** A code that is no praise. One that is no number leaves the word to the rest. */
const isRefusal = (code: unknown): boolean =>
	typeof code === 'number' && Number.isFinite(code) && code !== 200;

function expectSound(task: KieTask, given: unknown): void {
	const said = JSON.stringify(given);
	expect(task.imageUrls.every((url) => /^https?:\/\/[^/]/.test(url) && said.includes(url))).toBe(
		true,
	);
	if (task.status === 'success') {
		expect(task.imageUrls.length > 0).not.toBe('result' in task);
	} else {
		expect(task.imageUrls).toEqual([]);
		expect(task).not.toHaveProperty('result');
	}
	if (task.errorMessage === SUCCESS_WITHOUT_IMAGE) expect(task.status).toBe('failed');
	expect(task.progress >= 0 && task.progress <= 1).toBe(true);
	const settings = { outputItems: 'perImage', includeRaw: true, binaryName: 'data' } as const;
	for (const { json } of taskItems(task, 0, settings, [])) {
		expect(JSON.parse(JSON.stringify(json))).toMatchObject({ status: task.status });
	}
}

describe.each(Object.values(apis))('$displayName', (api) => {
	test('whatever a record says', async () => {
		await fc.assert(
			fc.asyncProperty(body, httpStatus, async (given, status) => {
				const kie = wire(readEnvelope({ status, headers: {}, body: given }));
				const reply = await api.read(kie, 't');
				if (!reply.ok || !reply.value) return;
				expectSound(reply.value, given);
				if (reply.value.status === 'success') expect(saysSuccess(given)).toBe(true);
			}),
			runs,
		);
	});

	test('whatever a create answers', async () => {
		await fc.assert(
			fc.asyncProperty(body, httpStatus, async (given, status) => {
				const kie = wire(readEnvelope({ status, headers: {}, body: given }));
				const reply = await api.submit(kie, {}, undefined);
				if (reply.ok) {
					expect(reply.value).toMatch(/^[\x21-\x7e]{1,200}$/);
					expect(JSON.stringify(given).replaceAll('\\', '')).toContain(
						JSON.stringify(reply.value).slice(1, -1).replaceAll('\\', ''),
					);
				} else if (reply.fault.kind === 'refusal') {
					expect(reply.fault.msg?.length ?? 0).toBeLessThanOrEqual(
						Math.max(400, JSON.stringify(given)?.length ?? 0),
					);
				}
			}),
			runs,
		);
	});
});

test('whatever a callback says', () => {
	fc.assert(
		fc.property(body, (given) => {
			const callback = readCallback(given);
			if (!callback) return;
			expectSound(callback.task, given);
			const codes = valuesOf(/^code$/, given);
			const isPraise = saysSuccess(given) || codes.length === 0 || !codes.every(isRefusal);
			if (callback.task.status === 'success') expect(isPraise).toBe(true);
		}),
		runs,
	);
});

test('whatever comes for a link', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.oneof(body, fc.record({ code: fc.constant(200), data: result })),
			async (given) => {
				const kie = wire(readEnvelope({ status: 200, headers: {}, body: given }));
				const reply = await requestDownloadUrl(kie, IMAGE, null);
				if (reply.ok) expect(reply.value.downloadUrl).toMatch(/^https?:\/\/[^/]/);
			},
		),
		runs,
	);
});

test.each(Object.values(apis))(
	'a record of $displayName that is nested without end',
	async (api) => {
		const deep = `${'{"a":['.repeat(100_000)}1${']}'.repeat(100_000)}`;
		const data = `{"state":"success","status":"success","resultJson":${JSON.stringify(deep)},"response":${deep},"param":${deep}}`;
		const kie = wire(
			readEnvelope({ status: 200, headers: {}, body: `{"code":200,"data":${data}}` }),
		);

		const reply = await api.read(kie, 't');

		if (!reply.ok || !reply.value) throw new Error('no task was read');
		expectSound({ ...reply.value, raw: {} }, {});
		expect(JSON.stringify(reply.value.raw.response).length).toBeLessThan(1_000);
		expect(reply.value.status).toBe('failed');
	},
);
