import type { Model, Values } from '../catalogue/index.ts';
import { durations } from '../durations.ts';
import type { FaultOf } from '../faults/faultKinds.ts';
import type { Faults } from '../faults/faults.ts';

/** What will become of a task: settled when it is created, by its model, by chance and by faults. */
export interface Plan {
	/** Documented milliseconds until the record can be read. */
	hiddenMs: number;
	hiddenAs: FaultOf<'recordHidden'>['as'];
	/** Documented milliseconds until the end; `Infinity` never comes. */
	takesMs: number;
	failure: { code: number | null; msg: string } | undefined;
	/** How many pictures are paid for, and how many are made. */
	billedCount: number;
	count: number;
	/** How the answer to the create names the task, where not as documented. */
	createdAs: FaultOf<'createdAs'>['as'] | undefined;
	/** What is around the record of a task that failed, where not a success. */
	failedRecord: { code: number; msg: string } | undefined;
	padTo: number | undefined;
	spelling: FaultOf<'spelling'>['as'] | undefined;
}

const flagged = 'Your content was flagged by OpenAI as violating content policies';

export function planFor(
	{ model, values, prompt }: { model: Model; values: Values; prompt: string },
	faults: Faults,
	random: () => number,
): Plan {
	const occasion = { api: model.api, model: model.id, prompt };
	const [quick, slow] = model.takes;
	const [leastHidden, mostHidden] = durations.recordHidden;

	const hidden = faults.take('recordHidden', occasion);
	const moderation = faults.take('moderation', occasion);
	const fails = faults.take('taskFails', occasion);
	const silent = { code: null, msg: 'Internal Error' };
	const billedCount = model.count?.(values, random) ?? 1;
	// Most tasks are quick, a few are slow.
	const drawnMs = (quick + (slow - quick) * random() ** 3) * 1000;
	const takesMs = faults.take('takes', occasion)?.durationMs ?? drawnMs;

	return {
		hiddenMs: hidden?.durationMs ?? leastHidden + (mostHidden - leastHidden) * random(),
		hiddenAs: hidden?.as ?? (model.api === 'market' ? 'recordInfoNull' : 'notExist'),
		takesMs: faults.take('neverEnds', occasion) ? Infinity : takesMs,
		failure: moderation ? (moderation.silent ? silent : { code: 400, msg: flagged }) : fails,
		billedCount,
		count: faults.take('resultCount', occasion)?.count ?? billedCount,
		createdAs: faults.take('createdAs', occasion)?.as,
		failedRecord: faults.take('failedRecord', occasion),
		padTo: faults.take('resultBytes', occasion)?.bytes,
		spelling: faults.take('spelling', occasion)?.as,
	};
}
