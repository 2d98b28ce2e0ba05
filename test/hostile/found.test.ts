import { expect, test } from 'vitest';
import { givenFile } from '../../nodes/Kie/actions/binaryInput.ts';
import { answerDoorbell } from '../../nodes/Kie/actions/create/rest/doorbell.ts';
import { restStateSchema } from '../../nodes/Kie/actions/create/rest/state.ts';
import { SubmissionMemory } from '../../nodes/Kie/actions/create/memory.ts';
import { formFields } from '../../nodes/Kie/methods/formFields.ts';
import { JPEG, PNG } from '../../nodes/shared/files/fileType.ts';
import { imageSizeOf } from '../../nodes/shared/files/imageSize.ts';
import { uploadFromUrl } from '../../nodes/shared/files/upload.ts';
import { apis } from '../../nodes/shared/kie/apis/index.ts';
import { readEnvelope } from '../../nodes/shared/kie/envelope.ts';
import { KieFailure } from '../../nodes/shared/kie/failure.ts';
import { connect } from '../../nodes/shared/kie/transport.ts';
import { readMarketForm } from '../../nodes/shared/models/marketForm.ts';
import { models } from '../../nodes/shared/models/index.ts';
import { taskFrom, wire } from '../helpers/wire.ts';
import { orderOf, stateOf } from '../unit/Kie/actions/create/rest/fixtures.ts';

// What the properties found, each as small as it came to be.

const IMAGE = 'https://tempfile.aiquickdraw.com/a.png';
const answer = (body: unknown, headers = {}) => readEnvelope({ status: 200, headers, body });

test('a text that begins like the value of a field does not hide the task of a create', async () => {
	const body = '{"code":200,"msg":": 12345678901234567890,","data":{"taskId":"t"}}';
	const reply = await apis.market.submit(wire(answer(body)), {}, undefined);
	expect(reply).toEqual({ ok: true, value: 't' });
});

test('a number that would be rounded is exact in a list, too', () => {
	expect(answer('{"code":200,"data":[12345678901234567891]}')).toMatchObject({
		value: ['12345678901234567891'],
	});
});

test('a code without end is a number that JSON has', () => {
	expect(answer({ code: '9'.repeat(400), data: null })).toMatchObject({
		ok: false,
		fault: { code: 999_999 },
	});
});

test('a Retry-After without end says nothing', () => {
	expect(answer({ code: 429 }, { 'retry-after': '1e308' })).toMatchObject({
		fault: { retryAfterMs: null },
	});
});

test('only digits make a success', async () => {
	const record = { successFlag: '0x1', response: { resultUrls: [IMAGE] } };
	expect((await taskFrom(apis.gpt4oImage, record)).status).toBe('pending');
});

test('images without end are not repeated in every item', async () => {
	const resultUrls = Array.from({ length: 10_000 }, (_, nth) => `${IMAGE}?${nth}`);
	const { imageUrls } = await taskFrom(apis.market, { state: 'success', response: { resultUrls } });
	expect(imageUrls).toEqual(resultUrls.slice(0, 200));
});

test('the key stays hidden as the name of a field', async () => {
	const body = { code: 200, data: { 'the-key': 1 } };
	const kie = await connect({
		getCredentials: async () => ({ apiKey: 'the-key', baseUrl: 'https://api.kie.ai' }),
		helpers: {
			httpRequestWithAuthentication: async () => ({ statusCode: 200, headers: {}, body }),
		},
	} as never);
	expect(JSON.stringify(await kie.get('/x'))).not.toContain('the-key');
});

const uploaded = async (more: object) =>
	await uploadFromUrl(
		wire(answer({ code: 200, data: { downloadUrl: IMAGE, ...more } })),
		IMAGE,
		undefined,
		undefined,
	);

test('an upload at the end of all time', async () => {
	const reply = await uploaded({ uploadedAt: 8.64e15 });
	expect(reply.ok && Date.parse(reply.value.expiresAt)).toBeLessThanOrEqual(
		Date.now() + 24 * 60 * 60 * 1000,
	);
});

test.each(['javascript:alert(1)', 'file:///etc/passwd'])(
	'an uploaded file is on the web: %s',
	async (downloadUrl) => {
		expect((await uploaded({ downloadUrl })).ok).toBe(false);
	},
);

test('an uploaded file is there whatever is said of it', async () => {
	expect(await uploaded({ fileName: 7, fileSize: '188328', mimeType: [] })).toMatchObject({
		ok: true,
		value: { url: IMAGE, fileName: null, size: 188_328, mimeType: null },
	});
});

test('a field that is named like what every object has', () => {
	const constructor = { name: 'constructor', required: false, wants: { type: 'any' as const } };
	const [field] = formFields([{ ...constructor, choices: [], default: undefined }]);
	expect(field?.displayName).toBe('Constructor');
	expect(readMarketForm({ value: {}, schema: [field] })).toEqual({ refusal: 'is empty' });
});

const deep: unknown = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);

test('a default without end is none', () => {
	const of = { name: 'a', required: false, wants: { type: 'any' as const }, choices: [] };
	expect(formFields([{ ...of, default: deep }])[0]).not.toHaveProperty('defaultValue');
});

test.each(Object.values(apis))('a record of $displayName without end', async (api) => {
	const text = `${'{"a":['.repeat(100_000)}1${']}'.repeat(100_000)}`;
	const result = `"resultJson":${JSON.stringify(text)},"response":${text},"param":${text}`;
	const body = `{"code":200,"data":{"state":"success","status":"success",${result}}}`;
	const reply = await api.read(wire(answer(body)), 't');
	expect(reply).toMatchObject({ ok: true, value: { status: 'failed', imageUrls: [] } });
	expect(JSON.stringify(reply.ok && reply.value?.raw.response).length).toBeLessThan(1_000);
});

test('files in lists without end', () => {
	expect(() => givenFile(deep, 'File')).toThrow(KieFailure);
});

test('an input without end is refused before it is written', () => {
	const schema = models.find(({ value }) => value === 'other')?.operations.generate?.schema;
	const given = { marketModel: 'a/b', marketInput: { a: deep } };
	expect(schema?.safeParse(given).error?.issues[0]?.message).toBe('is nested too deeply');
	const form = { value: { a: deep }, schema: [{ id: 'a', wants: { type: 'any' } }] };
	expect(readMarketForm(form)).toMatchObject({ refusal: 'is nested too deeply' });
});

test('what only other models have, as an object without a text', () => {
	const schema = models.find(({ value }) => value === 'imagen4')?.operations.generate?.schema;
	const given = { prompt: 'A cat', numImages: { toString: 'x' } };
	expect(schema?.safeParse(given).success).toBe(false);
});

test('the query of a call, as an object without a number', async () => {
	let answered = 0;
	await answerDoorbell({
		getQueryData: () => ({ item: { toString: 'x' }, secret: 's' }),
		getNode: () => ({ id: 'x', name: 'KIE' }),
		getExecutionId: () => 'x',
		logger: { warn: () => {} },
		getResponseObject: () => ({
			status: (status: number) => ({ json: () => (answered = status) }),
		}),
	} as never);
	expect(answered).toBe(404);
});

test('an order that names no task is left out of a state, and the others are gone on with', () => {
	const state = stateOf({ executionId: 'x', id: 'rest' }, [orderOf('t')]);
	const orders = [{}, ...state.ordered.orders];
	const read = restStateSchema.safeParse({ ...state, ordered: { ...state.ordered, orders } });
	expect(read.data?.ordered.orders).toMatchObject([{ task: { taskId: 't' } }]);
});

test('what is unclear is never sent again, however little is kept of why', () => {
	const memory = new SubmissionMemory(
		{ submitted: { '0': { '0 r': { itemIndex: 0, unclear: {} } } } },
		0,
	);
	expect(memory.earlier(0, 'r')).toMatchObject({ unclear: { cause: 'unclear' } });
});

test('a JPEG that does not say its height yet, and a PNG that begins otherwise, have no size', () => {
	const jpeg = Buffer.from('ffd8ffc0001108000000c803', 'hex');
	expect(imageSizeOf(jpeg, JPEG)).toBeNull();
	expect(imageSizeOf(Buffer.from('89504e470d0a1a0a'.padEnd(64, 'ab'), 'hex'), PNG)).toBeNull();
});
