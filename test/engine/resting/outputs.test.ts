import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import nock from 'nock';
import { expect, test } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { hintsOf, outputOf } from '../../helpers/engine.ts';
import { done, failed, IMAGE_HOST } from '../../helpers/kie.ts';
import { OnDemandKie, told } from '../../helpers/onDemandKie.ts';
import { run } from '../../helpers/run.ts';
import { startResting } from '../../helpers/rest.ts';
import { byPrompt, prompts } from '../../helpers/workflows.ts';

useFakedClock();

const two = [`${IMAGE_HOST}/1.png`, `${IMAGE_HOST}/2.png`];

/** Everything of an item but what n8n calls its file. */
const seen = (items: INodeExecutionData[]) =>
	items.map(({ binary = {}, ...item }) => ({
		...item,
		binary: Object.fromEntries(
			Object.entries(binary).map(([field, { id: _id, ...file }]) => [field, file]),
		),
	}));

const OPTIONS: Array<[string, number, INodeParameters]> = [
	['as it comes', 4, {}],
	['no files', 4, { downloadImages: false }],
	['files in another field', 4, { outputDataFieldName: 'picture' }],
	['one item per task', 3, { options: { outputItems: 'perTask' } }],
	["with KIE's record", 4, { options: { includeRaw: true } }],
	[
		'all of it',
		3,
		{ outputDataFieldName: 'picture', options: { outputItems: 'perTask', includeRaw: true } },
	],
	['files that are too large', 4, { options: { maxFileSize: 0.00001 } }],
];

test.each(OPTIONS)('resting gives what polling gives: %s', async (_name, count, parameters) => {
	const settings = { onError: 'continueRegularOutput' as const };
	const list = ['a', 'b', 'c'];
	const finish = (kie: OnDemandKie) => {
		kie.says('a', done('a', two));
		kie.says('b', failed('b', 400, 'violating content policies'));
		kie.finish('c');
	};
	finish(new OnDemandKie());
	const polled = await run({ ...byPrompt, ...parameters }, { items: prompts(...list), settings });
	nock.cleanAll();

	const kie = new OnDemandKie();
	const execution = await startResting(list, parameters, { settings });
	expect(execution.status).toBe('waiting');
	finish(kie);
	for (const taskId of list) await execution.ring(kie.urlOf(taskId), { body: told(taskId) });

	expect(execution.woken).toBe(1);
	const [rested, wanted] = [execution.run, polled].map((one) => seen(outputOf(one, 'KIE')));
	expect(wanted).toHaveLength(count);
	expect(rested).toEqual(wanted);
	expect(hintsOf(execution.run, 'KIE')).toEqual(hintsOf(polled, 'KIE'));
});
