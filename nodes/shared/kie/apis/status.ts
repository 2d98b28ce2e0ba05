import { readNumber, readText } from '../json';
import type { TaskStatus } from '../task';

const FAILED_FLAGS = new Set([2, 3]);
const FAILED_WORDS = new Set(['create_task_failed', 'generate_failed', 'failed', 'fail']);
const SUCCESS_WORDS = new Set(['success', 'completed']);

/** Failed if anything says so, else success if anything says so; whatever else it says, it runs. */
export function readStatus(record: Record<string, unknown>): TaskStatus {
	const flag = readNumber(record.successFlag);
	const words = [record.status, record.state].map((word) => readText(word)?.toLowerCase() ?? '');
	if ((flag !== null && FAILED_FLAGS.has(flag)) || words.some((word) => FAILED_WORDS.has(word))) {
		return 'failed';
	}
	if (flag === 1 || words.some((word) => SUCCESS_WORDS.has(word))) return 'success';
	return 'pending';
}

/** 0 to 1; KIE counts to 1 in some places and to 100 in others. */
export function readProgress(value: unknown, status: TaskStatus): number {
	if (status === 'success') return 1;
	const number = readNumber(value) ?? 0;
	return Math.min(1, Math.max(0, number > 1 ? number / 100 : number));
}
