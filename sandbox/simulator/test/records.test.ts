import { describe, expect, it } from 'vitest';
import { look, picture, serveFile, start, until } from './helpers.ts';
import type { Kie } from './helpers.ts';

const info = (taskId: string) => `/api/v1/gpt4o-image/record-info?taskId=${taskId}`;
const fluxInfo = (taskId: string) => `/api/v1/flux/kontext/record-info?taskId=${taskId}`;
const marketInfo = (taskId: string) => `/api/v1/jobs/recordInfo?taskId=${taskId}`;

async function createFlux(kie: Kie, fields: object = {}): Promise<string> {
	const { data } = await kie.post('/api/v1/flux/kontext/generate', { prompt: 'A fox', ...fields });
	return String(data.taskId);
}

async function createMarket(kie: Kie, model: string, input: object = {}): Promise<string> {
	const { data } = await kie.post('/api/v1/jobs/createTask', {
		model,
		input: { prompt: 'A fox', ...input },
	});
	return String(data.taskId);
}

describe('a 4o task', () => {
	it('goes from hidden over running to done', async () => {
		const kie = await start({ speed: 10 });
		kie.addFault({ kind: 'takes', durationMs: 20_000 });
		kie.addFault({ kind: 'recordHidden', durationMs: 5_000 });
		const taskId = await kie.create({ nVariants: 2 });
		expect(taskId).toMatch(/^[0-9a-f]{32}$/);
		expect(await kie.read(taskId)).toMatchObject({
			http: 200,
			code: 422,
			msg: 'The record does not exist',
		});

		kie.advance(10_000);
		const running = await kie.read(taskId);
		expect(running.data).toMatchObject({
			taskId,
			paramJson: '{"prompt":"A lighthouse in the rain","size":"1:1","nVariants":2}',
			completeTime: null,
			response: null,
			successFlag: 0,
			status: 'GENERATING',
			errorCode: null,
			errorMessage: '',
		});
		expect(running.data.progress).toMatch(/^0\.[5-9]\d$/);

		kie.advance(10_000);
		await kie.ended(taskId);
		const { data } = await kie.read(taskId);
		expect(data).toMatchObject({ successFlag: 1, status: 'SUCCESS', progress: '1.00' });
		expect(Object.keys(data).sort()).toEqual(
			[
				...['taskId', 'paramJson', 'createTime', 'completeTime', 'response', 'successFlag'],
				...['status', 'progress', 'errorCode', 'errorMessage'],
			].sort(),
		);
		expect(data.completeTime).toBeGreaterThan(Number(data.createTime));
		const { resultUrls } = data.response as { resultUrls: string[] };
		expect(resultUrls).toEqual([1, 2].map((n) => `${kie.url}/files/results/${taskId}/${n}.png`));
	});

	it('takes 20 s to 5 min at speed 1, less at higher speeds', async () => {
		const kie = await start({ speed: 10_000 });
		const entry = await kie.ended(await kie.create());
		const took = (Number(entry.completedAt) - entry.createdAt) * 10_000;
		expect(took).toBeGreaterThan(19_000);
	});

	it.each([
		['taskFails', {}, 500, 'Failed to generate image'],
		['moderation', {}, 400, 'Your content was flagged by OpenAI as violating content policies'],
		['moderation', { silent: true }, null, 'Internal Error'],
	] as const)('can fail: %s %j', async (kind, details, errorCode, errorMessage) => {
		const kie = await start();
		kie.addFault({ kind, ...details });
		const taskId = await kie.create();
		await kie.ended(taskId);
		await until(() => kie.ledger().tasks[0]?.completedAt);
		expect((await kie.read(taskId)).data).toMatchObject({
			...{ successFlag: 3, status: 'GENERATE_FAILED', response: null },
			...{ errorCode, errorMessage },
		});
		expect(kie.ledger().tasks[0]).toMatchObject({ state: 'failed', billed: 6, errorMessage });
	});

	it('can fail to end', async () => {
		const kie = await start();
		kie.addFault({ kind: 'neverEnds' });
		const taskId = await kie.create();
		kie.advance(24 * 3_600_000);
		expect((await kie.read(taskId)).data).toMatchObject({ successFlag: 0, status: 'GENERATING' });
	});

	it('can yield more or fewer pictures than asked for', async () => {
		const kie = await start();
		for (const count of [0, 3]) {
			kie.addFault({ kind: 'resultCount', count });
			const { resultUrls, state } = await kie.ended(await kie.create());
			expect([state, resultUrls.length]).toEqual(['success', count]);
		}
	});

	it.each([
		['notExist', 422, 'The record does not exist'],
		['recordInfoNull', 422, 'recordInfo is null'],
		['notFound', 404, 'The requested resource or endpoint does not exist'],
		['dataNull', 200, 'success'],
	] as const)('hides its record in each way seen: %s', async (as, code, msg) => {
		const kie = await start({ speed: 10 });
		kie.addFault({ kind: 'recordHidden', durationMs: 60_000, as });
		const reply = await kie.read(await kie.create());
		expect(reply).toMatchObject({ http: 200, code, msg, data: null });
	});

	it('spells its record in each way seen', async () => {
		const kie = await start({ speed: 100_000 });
		const spelled = async (
			as:
				| 'responseText'
				| 'snakeCase'
				| 'flagText'
				| 'statusOnly'
				| 'flagOnly'
				| 'dateText'
				| 'plain',
		) => {
			kie.addFault({ kind: 'spelling', as });
			const taskId = await kie.create();
			const { resultUrls } = await kie.ended(taskId);
			return { resultUrls, data: (await kie.read(taskId)).data };
		};
		const text = await spelled('responseText');
		expect(JSON.parse(String(text.data.response))).toEqual({ resultUrls: text.resultUrls });
		const snake = await spelled('snakeCase');
		expect(snake.data.response).toEqual({ result_urls: snake.resultUrls });
		expect((await spelled('flagText')).data.successFlag).toBe('1');
		expect((await spelled('statusOnly')).data).not.toHaveProperty('successFlag');
		expect((await spelled('flagOnly')).data).not.toHaveProperty('status');
		expect((await spelled('dateText')).data.createTime).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
		const plain = await spelled('plain');
		expect(plain.data).toEqual({
			taskId: expect.any(String) as string,
			status: 'completed',
			progress: 100,
			imageUrl: plain.resultUrls[0],
		});
	});
});

describe('a Flux Kontext task', () => {
	it('has a record without a status, and two pictures', async () => {
		const kie = await start();
		const taskId = await createFlux(kie);
		await kie.ended(taskId);
		const { data } = await kie.get(fluxInfo(taskId));
		expect(data).toMatchObject({ taskId, successFlag: 1, errorCode: null, errorMessage: '' });
		expect(data).not.toHaveProperty('status');
		expect(data.response).toEqual({
			originImageUrl: `${kie.url}/files/results/${taskId}/origin.jpeg`,
			resultImageUrl: `${kie.url}/files/results/${taskId}/1.jpeg`,
		});
	});

	it('may say null in letters', async () => {
		const kie = await start();
		kie.addFault({ kind: 'spelling', as: 'nullText' });
		const taskId = await createFlux(kie);
		const { resultUrls } = await kie.ended(taskId);
		expect((await kie.get(fluxInfo(taskId))).data).toMatchObject({
			...{ errorCode: 'null', errorMessage: 'null', successFlag: 1 },
			response: { originImageUrl: 'null', resultImageUrl: resultUrls[0] },
		});
	});

	it('is billed by its model', async () => {
		const kie = await start();
		await createFlux(kie, { model: 'flux-kontext-max' });
		expect(kie.ledger().tasks[0]).toMatchObject({ model: 'flux-kontext-max', api: 'fluxKontext' });
	});
});

describe('a market task', () => {
	it('goes through its states', async () => {
		const kie = await start({ speed: 20 });
		kie.addFault({ kind: 'takes', durationMs: 100_000 });
		kie.addFault({ kind: 'recordHidden', durationMs: 0 });
		const taskId = await createMarket(kie, 'google/nano-banana', { aspect_ratio: '4:3' });
		const state = async () => (await kie.get(marketInfo(taskId))).data;
		expect(await state()).toMatchObject({
			...{ state: 'waiting', resultJson: '', costTime: null, creditsConsumed: 4 },
			...{ response: null, successFlag: 0 },
		});
		kie.advance(15_000);
		expect(await state()).toMatchObject({ state: 'queuing' });
		kie.advance(15_000);
		expect(await state()).toMatchObject({ state: 'generating' });
		kie.advance(100_000);
		const { resultUrls } = await kie.ended(taskId);
		const done = await state();
		expect(done).toMatchObject({
			taskId,
			model: 'google/nano-banana',
			state: 'success',
			failCode: null,
			failMsg: null,
			resultJson: JSON.stringify({ resultUrls }),
			response: { resultUrls },
			successFlag: 1,
			operationType: 'google/nano-banana',
			creditsConsumed: 4,
			paramJson: done.param,
		});
		expect(JSON.parse(String(done.param))).toEqual({
			model: 'google/nano-banana',
			input: '{"prompt":"A fox","aspect_ratio":"4:3"}',
		});
		expect(done.costTime).toEqual(expect.any(Number));
	});

	it('names a record id beside the task id, and fails with code and message', async () => {
		const kie = await start();
		kie.addFault({ kind: 'taskFails', code: 500, msg: 'Internal Error' });
		const { data } = await kie.post('/api/v1/jobs/createTask', {
			model: 'google/imagen4',
			input: { prompt: 'A fox' },
		});
		expect(data.taskId).toMatch(/^[0-9a-f]{32}$/);
		expect(data).toEqual({ taskId: data.taskId, recordId: data.taskId });
		await kie.ended(String(data.taskId));
		expect((await kie.get(marketInfo(String(data.taskId)))).data).toMatchObject({
			...{ state: 'fail', failCode: '500', failMsg: 'Internal Error', resultJson: '' },
			...{ response: null, successFlag: 3 },
		});
	});

	it('has ten keys in the records of spring', async () => {
		const kie = await start();
		kie.addFault({ kind: 'spelling', as: 'tenKeys' });
		const taskId = await createMarket(kie, 'google/nano-banana');
		const { resultUrls } = await kie.ended(taskId);
		const { data } = await kie.get(marketInfo(taskId));
		expect(Object.keys(data)).toEqual([
			...['taskId', 'model', 'state', 'param', 'resultJson', 'failCode', 'failMsg', 'costTime'],
			...['completeTime', 'createTime'],
		]);
		expect(data.resultJson).toBe(JSON.stringify({ resultUrls }));
	});

	it('may map the segments of a picture, for nothing, without any URL of a result', async () => {
		const kie = await start({ speed: 20 });
		kie.addFault({ kind: 'takes', durationMs: 20_000 });
		const { data } = await kie.post('/api/v1/jobs/createTask', {
			model: 'grok-imagine-image-2-0/segment-map',
			input: { task_id: '0f' },
		});
		const taskId = String(data.taskId);
		kie.advance(20_000);
		expect(await kie.ended(taskId)).toMatchObject({ state: 'success', billed: 0, resultUrls: [] });
		const record = (await kie.get(marketInfo(taskId))).data;
		const mask = (index: number) => `${kie.url}/files/results/${taskId}/seg_${index}.png`;
		const result = {
			resultObject: {
				segments_count: 3,
				segments: [
					{ maskUrl: mask(0), name: 'background', index: 0 },
					{ maskUrl: mask(1), name: 'subject', index: 1 },
					{ maskUrl: mask(2), name: 'face', index: 2 },
				],
			},
		};
		expect(JSON.parse(String(record.resultJson))).toEqual(result);
		expect(record).toMatchObject({ response: result, creditsConsumed: 0 });
		expect((await look(mask(1))).mime).toBe('image/png');
	});

	it('makes as many pictures as its model likes, for one price', async () => {
		const kie = await start({ speed: 100_000 });
		const counts = new Set<number>();
		while (counts.size < 2) {
			const taskId = await createMarket(kie, 'grok-imagine/text-to-image');
			const { billed, resultUrls } = await kie.ended(taskId);
			expect(billed).toBe(4);
			expect(resultUrls.length).toBeGreaterThanOrEqual(2);
			expect(resultUrls.length).toBeLessThanOrEqual(6);
			counts.add(resultUrls.length);
		}
	});

	it('may be a song, in the shape of its maker', async () => {
		const kie = await start();
		const input = { instrumental: true, title: 'Rain' };
		const taskId = await createMarket(kie, 'ai-music-api/generate', input);
		expect(await kie.ended(taskId)).toMatchObject({ billed: 12, resultUrls: [] });
		const { data } = await kie.get(marketInfo(taskId));
		const result = JSON.parse(String(data.resultJson)) as { code: number; data: object[] };
		expect(data.response).toEqual(result);
		expect(result).toMatchObject({ code: 200, data: [{ title: 'Rain', duration: 38.4 }, {}] });
		const [song] = result.data as { audio_url: string; image_url: string }[];
		const response = await fetch(song?.audio_url ?? '');
		expect(response.headers.get('content-type')).toBe('audio/mpeg');
		expect((await look(song?.image_url ?? '')).mime).toBe('image/jpeg');
	});

	it.each([
		['veo-3-1', {}, 'video/mp4'],
		['elevenlabs/text-to-speech-turbo-2-5', { text: 'Hello' }, 'audio/mpeg'],
	])('may be a file that is no picture: %s', async (model, input, mime) => {
		const kie = await start();
		const { resultUrls } = await kie.ended(await createMarket(kie, model, input));
		const [file] = await Promise.all(resultUrls.map((url) => fetch(url)));
		expect(file?.headers.get('content-type')).toBe(mime);
	});

	it('may find masks, which are no result URLs', async () => {
		const kie = await start();
		const image_url = await serveFile(await picture(80, 80));
		const taskId = await createMarket(kie, 'omnihuman-1-5/subject-detection', { image_url });
		await kie.ended(taskId);
		const { data } = await kie.get(marketInfo(taskId));
		const result = `${kie.url}/files/results/${taskId}`;
		expect(data.response).toEqual({
			resultObject: { mask_urls: [`${result}/1.png`, `${result}/2.png`] },
		});
	});

	it('makes as many pictures as asked for', async () => {
		const kie = await start();
		const seedream = await createMarket(kie, 'bytedance/seedream-v4-text-to-image', {
			max_images: 3,
		});
		expect(await kie.ended(seedream)).toMatchObject({ billed: 15, resultUrls: { length: 3 } });
	});
});

describe('ids', () => {
	it('are of one API only, and unknown ones are refused in its words', async () => {
		const kie = await start();
		const taskId = await kie.create();
		await kie.ended(taskId);
		expect((await kie.get(info(taskId))).code).toBe(200);
		expect(await kie.get(marketInfo(taskId))).toMatchObject({
			code: 422,
			msg: 'recordInfo is null',
		});
		expect(await kie.get(fluxInfo(taskId))).toMatchObject({
			code: 422,
			msg: 'The record does not exist',
		});
		expect(await kie.get(info('nobody'))).toMatchObject({ code: 422, data: null });
		expect((await kie.get('/api/v1/gpt4o-image/record-info')).msg).toContain('taskId is required');
	});

	it('are gone after a reset', async () => {
		const kie = await start();
		const taskId = await kie.create();
		kie.reset();
		expect((await kie.read(taskId)).code).toBe(422);
		expect(kie.ledger().totals).toMatchObject({ tasks: 0, creditsBilled: 0 });
	});
});
