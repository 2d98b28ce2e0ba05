import type { IDataObject } from 'n8n-workflow';
import type { RunResult } from '../operation';
import type { Outcome } from '../outcome';
import { isFailed } from '../outcome';

/** A task that a run knows of, for its error. */
export interface KnownTask extends IDataObject {
	itemIndex: number;
	taskId: string;
	/** `unknown` of a task of an earlier try, which nobody watched to its end. */
	status: string;
	imageUrls: string[];
}

/** Every task of the run, and those of earlier tries that it did not take up. */
export const knownTasks = ({ outcomes, left }: RunResult): KnownTask[] => [
	...outcomes.flatMap(taskOf),
	...left.flatMap((entry) =>
		'task' in entry
			? [
					{
						itemIndex: entry.itemIndex,
						taskId: entry.task.taskId,
						status: 'unknown',
						imageUrls: [],
					},
				]
			: [],
	),
];

export function taskOf(outcome: Outcome): KnownTask[] {
	const { itemIndex } = outcome;
	if (isFailed(outcome)) {
		const { task } = outcome.failure;
		if (!task) return [];
		const { taskId, status = 'pending', imageUrls = [] } = task;
		return [{ itemIndex, taskId, status, imageUrls }];
	}
	const json = outcome.items[0]?.json;
	if (typeof json?.taskId !== 'string' || typeof json.status !== 'string') return [];
	const imageUrls = Array.isArray(json.imageUrls) ? json.imageUrls.map(String) : [];
	return [{ itemIndex, taskId: json.taskId, status: json.status, imageUrls }];
}
