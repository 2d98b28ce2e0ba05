import { describe, expect, test } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { jsonOf } from '../../helpers/engine.ts';
import { KieWire, ok, refused } from '../../helpers/kie.ts';
import { fluxDone, fluxRead, jobDone, marketRead } from '../../helpers/otherApis.ts';
import { run } from '../../helpers/run.ts';

// By its ID alone nobody knows of which API a task is.

useFakedClock();

describe('looking a task up', () => {
	const nowhere = () => refused(422, 'The record does not exist');
	const reads = (wire: KieWire) => wire.requests.map(({ path }) => path.split(/[/?]/)[3]);

	test('starts with the API that the item names, so that one call is enough', async () => {
		const wire = new KieWire()
			.on('GET', marketRead('t1'), [jobDone('t1', 'bytedance/seedream-v4-edit')])
			.on('GET', fluxRead('t2'), [fluxDone('t2')]);

		const result = await run(
			{ operation: 'getStatus', taskId: '={{ $json.taskId }}' },
			{
				items: [
					{ taskId: 't1', api: 'market' },
					{ taskId: 't2', api: 'fluxKontext' },
				],
			},
		);

		expect(jsonOf(result, 'Next')).toMatchObject([
			{ taskId: 't1', api: 'market', model: 'seedream-v4', status: 'success' },
			{ taskId: 't2', api: 'fluxKontext', model: 'flux-kontext-max', status: 'success' },
		]);
		expect(reads(wire).sort()).toEqual(['flux', 'jobs']);
	});

	test('searches once, and starts where the task before was', async () => {
		const ids = Array.from({ length: 8 }, (_, index) => `t${index}`);
		const wire = new KieWire()
			.on('GET', /gpt4o-image\/record-info/, [nowhere()])
			.on('GET', /flux\/kontext\/record-info/, [nowhere()]);
		for (const id of ids) wire.on('GET', marketRead(id), [jobDone(id, 'qwen/text-to-image')]);

		const result = await run(
			{ operation: 'getStatus', taskId: '={{ $json.id }}' },
			{ items: ids.map((id) => ({ id })) },
		);

		expect(jsonOf(result, 'Next').map(({ model }) => model)).toEqual(
			ids.map(() => 'qwen/text-to-image'),
		);
		expect(reads(wire)).toEqual(['gpt4o-image', 'flux', ...ids.map(() => 'jobs')]);
	});

	test('goes on where one API is out of order', async () => {
		new KieWire()
			.on('GET', /gpt4o-image\/record-info/, [refused(505, 'This feature is disabled')])
			.on('GET', fluxRead('t1'), [fluxDone('t1')]);

		const result = await run({ operation: 'getStatus', taskId: 't1' });

		expect(jsonOf(result, 'Next')).toMatchObject([{ api: 'fluxKontext', status: 'success' }]);
	});

	test('takes a 500 that says so for an unknown task', async () => {
		new KieWire()
			.on('GET', /gpt4o-image\/record-info/, [refused(500, 'recordInfo is null')])
			.on('GET', marketRead('t1'), [jobDone('t1', 'google/imagen4-fast')])
			.on('GET', fluxRead('t1'), [nowhere()]);

		const result = await run({ operation: 'getStatus', taskId: 't1' });

		expect(jsonOf(result, 'Next')).toMatchObject([{ model: 'imagen4-fast' }]);
	});

	test('a download link of a market task goes to the common call at once', async () => {
		const wire = new KieWire()
			.on('GET', marketRead('t1'), [jobDone('t1', 'google/imagen4')])
			.on('POST', /download-url$/, [ok('https://r2.test/link')]);

		await run(
			{ operation: 'getDownloadUrl', taskId: '={{ $json.taskId }}' },
			{ items: [{ taskId: 't1', api: 'market' }] },
		);

		expect(wire.requests.map(({ path }) => path.split('?')[0])).toEqual([
			'/api/v1/jobs/recordInfo',
			'/api/v1/common/download-url',
		]);
	});
});
