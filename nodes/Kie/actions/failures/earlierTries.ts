import type { Remembered } from '../outcome';
import type { Run } from '../run';

/** What a person must know of tries before this one: what they ordered is paid for. */
export function aboutEarlierTries(left: Remembered[], maxIds = Infinity): string[] {
	const ids = left.flatMap((entry) => ('task' in entry ? [entry.task.taskId] : []));
	const unclear = left.flatMap((entry) => ('unclear' in entry ? [entry.itemIndex] : []));
	if (left.length === 0) return [];
	return [
		...(ids.length > 0 ? [aboutTasks(ids, ids.length <= maxIds)] : []),
		...(unclear.length > 0
			? [
					`A request from an earlier attempt (item ${[...new Set(unclear)].join(', ')}) may also have been billed: look for it at https://kie.ai/logs.`,
				]
			: []),
		"A request that changes with each attempt, for example because 'Prompt' contains the time, is submitted again each time.",
	];
}

function aboutTasks(ids: string[], isNamed: boolean): string {
	const [tasks, they, them] =
		ids.length === 1
			? ['a task that is', 'It is', 'its images']
			: [`${ids.length} tasks that are`, 'They are', 'their images'];
	const named = isNamed ? `: ${ids.join(', ')}` : '';
	return `Earlier attempts submitted ${tasks} not part of this result${named}. ${they} paid for: use the operation 'Get Status' to get ${them}.`;
}

export function hintAtEarlierTries(run: Run, left: Remembered[]): void {
	if (left.length === 0) return;
	run.hint(aboutEarlierTries(left).join(' '), 'warning');
}
