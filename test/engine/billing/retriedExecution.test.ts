import type { IRun, IRunExecutionData } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf, runWorkflow } from '../../helpers/engine.ts';
import { created, done, failed, KieWire, running } from '../../helpers/kie.ts';
import { byPrompt, prompts, workflow } from '../../helpers/workflows.ts';

useFakedClock();

describe('a failed execution that is retried from the list', () => {
	// What n8n does there: the data without the error and the last run, and the node on the stack.
	const retried = (run: IRun): IRunExecutionData => {
		const data = structuredClone(JSON.parse(JSON.stringify(run.data)) as IRunExecutionData);
		delete data.resultData.error;
		data.resultData.runData.KIE?.pop();
		return data;
	};

	test('takes up the tasks that were made', async () => {
		const wire = new KieWire()
			.onCreate(({ prompt }) => created(String(prompt)))
			.onRead('a', [done('a')])
			.onRead('b', (_, nth) => (nth < 3 ? running('b') : done('b')));

		const json = workflow({ ...byPrompt, options: { maxWait: 12 } }, { items: prompts('a', 'b') });
		const first = await runClock(runWorkflow(json));
		expect(errorOf(first).message).toContain("within 'Max Wait (Seconds)' (task b)");
		const second = await runClock(runWorkflow(json, { runExecutionData: retried(first) }));

		expect(second.status).toBe('success');
		expect(wire.prompts).toEqual(['a', 'b']);
		expect(jsonOf(second, 'Next').map(({ taskId }) => taskId)).toEqual(['a', 'b']);
	});

	test('hands over what is made, and buys nothing, once the error output is used', async () => {
		const wire = new KieWire()
			.onCreate(({ prompt }) => created(String(prompt)))
			.onRead('a', [done('a')])
			.onRead('b', [failed('b', 400, 'violating content policies')])
			.onRead('c', [done('c')]);
		const items = prompts('a', 'b', 'c');

		const first = await runClock(runWorkflow(workflow(byPrompt, { items })));
		expect(errorOf(first).description).toContain("'Continue (using error output)'");
		const data = retried(first);
		data.executionData!.nodeExecutionStack[0]!.node.onError = 'continueErrorOutput';
		const saved = workflow(byPrompt, { items, settings: { onError: 'continueErrorOutput' } });
		const second = await runClock(runWorkflow(saved, { runExecutionData: data }));

		expect(second.status).toBe('success');
		expect(wire.prompts).toEqual(['a', 'b', 'c']);
		expect(jsonOf(second, 'Next').map(({ taskId }) => taskId)).toEqual(['a', 'c']);
		expect(jsonOf(second, 'Failed')).toMatchObject([{ taskId: 'b', prompt: 'b' }]);
	});

	test('sends anew what was edited in between', async () => {
		const wire = new KieWire()
			.onCreate(({ prompt }) => created(prompt === 'x' ? 'old' : 'new'))
			.onRead('old', [failed('old', 400, 'violating content policies')])
			.onRead('new', [done('new')]);

		const first = await runClock(runWorkflow(workflow({ prompt: 'x' })));
		const edited = retried(first);
		edited.executionData!.nodeExecutionStack[0]!.node.parameters.prompt = 'y';
		const second = await runClock(
			runWorkflow(workflow({ prompt: 'y' }), { runExecutionData: edited }),
		);

		expect(second.status).toBe('success');
		expect(wire.prompts).toEqual(['x', 'y']);
	});
});
