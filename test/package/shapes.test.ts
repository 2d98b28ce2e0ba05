import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ImageApi } from '../../nodes/shared/kie/apis/index.ts';
import { apis } from '../../nodes/shared/kie/apis/index.ts';
import type { KieTask } from '../../nodes/shared/kie/task.ts';
import type { SimulatedKie } from '../helpers/simulator.ts';
import { simulatedKie } from '../helpers/simulator.ts';

// Every form in which KIE's answers were seen, as the simulator gives them and the node reads them:
// two readings of the same documents.

let kie: SimulatedKie;
beforeAll(async () => {
	kie = await simulatedKie();
});
afterAll(async () => {
	await kie.close();
});

type Fault = Parameters<SimulatedKie['simulator']['addFault']>[0];

async function ended(
	api: ImageApi,
	body: Record<string, unknown>,
	...faults: Fault[]
): Promise<KieTask> {
	for (const fault of faults) kie.simulator.addFault(fault);
	const submitted = await api.submit(kie, body, undefined);
	if (!submitted.ok) throw new Error('The create was not read');
	const look = async () => {
		const reply = await api.read(kie, submitted.value);
		return reply.ok && reply.value && reply.value.status !== 'pending' ? reply.value : undefined;
	};
	const task = await vi.waitUntil(look, { timeout: 5_000, interval: 5 });
	if (!task) throw new Error('The task does not end');
	return task;
}

const creates: Array<[string, ImageApi, Record<string, unknown>]> = [
	['4o Image', apis.gpt4oImage, { prompt: 'A cat', size: '1:1' }],
	['Flux Kontext', apis.fluxKontext, { prompt: 'A cat' }],
	['Market', apis.market, { model: 'google/imagen4', input: { prompt: 'A cat' } }],
];

describe.each(creates)('%s', (_name, api, body) => {
	const done = { status: 'success', prompt: 'A cat', errorCode: null, errorMessage: null };

	test.each(['responseText', 'flagText', 'dateText', 'nullText', 'tenKeys'] as const)(
		'a record spelled as %s',
		async (as) => {
			const task = await ended(api, body, { kind: 'spelling', as });
			expect(task).toMatchObject({ ...done, imageUrls: [expect.stringContaining('/results/')] });
			expect(task).not.toHaveProperty('result');
		},
	);

	test.each(['number', 'recordId', 'text'] as const)('a create answered as %s', async (as) => {
		const task = await ended(api, body, { kind: 'createdAs', as });
		expect(task).toMatchObject(done);
		expect(kie.simulator.ledger().tasks.at(-1)?.id).toBe(task.taskId);
	});

	test.each([501, 422])('a failed record with code %i around it', async (code) => {
		const failure = { kind: 'taskFails', code: 500, msg: 'Internal Error' } as const;
		const task = await ended(api, body, failure, { kind: 'failedRecord', code });
		expect(task).toMatchObject({
			status: 'failed',
			errorCode: 500,
			errorMessage: 'Internal Error',
		});
	});
});

test('a market model that makes segments', async () => {
	const body = { model: 'grok-imagine-image-2-0/segment-map', input: { task_id: '0f' } };
	expect(await ended(apis.market, body)).toMatchObject({
		status: 'success',
		imageUrls: [],
		creditsUsed: 0,
		result: { resultObject: { segments_count: 3, segments: { length: 3 } } },
	});
});
