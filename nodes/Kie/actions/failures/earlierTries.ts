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
					`A request of an earlier try (item ${[...new Set(unclear)].join(', ')}) may have been billed, too: look for it at https://kie.ai/logs.`,
				]
			: []),
		"A request that differs from try to try, for example with the time in 'Prompt', is ordered anew each time.",
	];
}

function aboutTasks(ids: string[], isNamed: boolean): string {
	const [tasks, are] = ids.length === 1 ? ['a task', 'It is'] : [`${ids.length} tasks`, 'They are'];
	const named = isNamed ? `: ${ids.join(', ')}` : '';
	return `Earlier tries ordered ${tasks} that are not part of this result${named}. ${are} paid for: use the operation 'Get Status' to get the images.`;
}

export function hintAtEarlierTries(run: Run, left: Remembered[]): void {
	if (left.length === 0) return;
	run.hint(aboutEarlierTries(left).join(' '), 'warning');
}
