import type { INodeProperties } from 'n8n-workflow';
import type { ImageOperation } from '../../../shared/models';
import type { Operation, OperationOption, RunEnd } from '../operation';
import { isFailed } from '../outcome';
import type { Run } from '../run';
import { createFields } from './fields';
import type { SubmissionMemory } from './memory';
import { memoryOf } from './memory';
import { placeOrders } from './placeOrders';
import { prepareAll } from './prepare';
import { wakeUp } from './rest/rest';
import { UNREADABLE } from './rest/state';
import { waitForTasks } from './wait/waitForTasks';

/** An operation that makes images: prepare all, submit, wait for all at once, deliver. */
export function createOperation(
	option: OperationOption<ImageOperation>,
	prompt?: INodeProperties,
): Operation {
	const fields = createFields(option.value, prompt);
	return { option, fields, run: async (run) => await create(run, option.value, fields) };
}

async function create(
	run: Run,
	operation: ImageOperation,
	fields: INodeProperties[],
): Promise<RunEnd> {
	const memory = memoryOf(run.ctx);
	const noted = wakeUp(run, memory);
	if (noted === 'unreadable') return unreadable(run, memory);
	const ordered =
		noted ?? (await placeOrders(run, memory, await prepareAll(run, operation, fields)));
	const waited = await waitForTasks(run, memory, ordered);
	if (waited === 'resting') return waited;
	const outcomes = [...ordered.failures, ...waited].sort((a, b) => a.itemIndex - b.itemIndex);
	const left = memory.left();
	if (!outcomes.some(isFailed)) memory.forgetAll();
	return { outcomes, isPaid: true, left };
}

/** Nothing is submitted again: the tasks from before the suspension are paid for, so they are reported. */
function unreadable(run: Run, memory: SubmissionMemory): RunEnd {
	const outcomes = run.ctx
		.getInputData()
		.map((_, itemIndex) => ({ itemIndex, failure: UNREADABLE }));
	return { outcomes, isPaid: true, left: memory.left() };
}
