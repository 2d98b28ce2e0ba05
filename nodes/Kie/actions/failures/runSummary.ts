import { isOfAccount } from '../../../shared/kie/codes';
import type { Failure } from '../../../shared/kie/failure';
import type { RunResult } from '../operation';
import type { FailedOutcome } from '../outcome';
import { isFailed } from '../outcome';
import { aboutEarlierTries } from './earlierTries';
import type { KnownTask } from './knownTasks';
import { taskOf } from './knownTasks';

// However many items a run has, its error stays short.
const MAX_GROUPS = 3;
const MAX_ITEMS = 6;
const MAX_TASKS = 5;
const MAX_REASON = 120;

/** What a run that stops says besides the advice on what stopped it. */
interface Summary {
	/** What is made and paid for, what is not, and how to go on without paying again. */
	before: string[];
	/** The tasks of the other items, and those of earlier tries. */
	after: string[];
}

export function summaryOf(result: RunResult, first: FailedOutcome, itemCount: number): Summary {
	const failures = result.outcomes.filter(isFailed);
	const tasks = result.outcomes.flatMap(taskOf);
	const made = tasks.filter(({ status }) => status === 'success').length;
	const open = tasks.filter(({ status }) => status === 'pending').length;
	const isPaid = result.isPaid && itemCount > 1 && made + open > 0;
	const others = isPaid ? tasks.filter(({ itemIndex }) => itemIndex !== first.itemIndex) : [];
	return {
		before: [
			...(isPaid ? countsOf(made, open, itemCount) : []),
			...reasonsOf(failures, first),
			...(isPaid && result.left.length === 0 ? [wayOn(failures)] : []),
		],
		after: [
			...tasksOf(others),
			...aboutEarlierTries(result.left, MAX_TASKS),
			...(others.length > 0 || result.left.length > MAX_TASKS ? [WHERE_ALL_ARE] : []),
		],
	};
}

const WHERE_ALL_ARE =
	"Every task and its image URLs are listed under 'Error details' > 'From KIE'.";

function countsOf(made: number, open: number, itemCount: number): string[] {
	const ofAll = `of ${itemCount} items`;
	const isOpen = 'have been requested and will be billed, but are not ready yet.';
	return [
		...(made > 0 ? [`The images for ${made} ${ofAll} are ready and paid for.`] : []),
		...(open > 0
			? [
					made > 0
						? `The images for ${open} more ${isOpen}`
						: `The images for ${open} ${ofAll} ${isOpen}`,
				]
			: []),
	];
}

/** Which items failed why; the message of the error says it of the first one. */
function reasonsOf(failures: FailedOutcome[], first: FailedOutcome): string[] {
	const groups = new Map<string, number[]>([[reasonOf(first.failure), []]]);
	const unsent: number[] = [];
	for (const { failure, itemIndex } of failures) {
		if (failure.cause === 'unsent') {
			unsent.push(itemIndex);
			continue;
		}
		const reason = reasonOf(failure);
		groups.set(reason, [...(groups.get(reason) ?? []), itemIndex]);
	}
	const told = [...groups].filter(([, items], nth) => nth > 0 || items.length > 1);
	const rest = told.slice(MAX_GROUPS).flatMap(([, items]) => items);
	return [
		...told.slice(0, MAX_GROUPS).map(([reason, items]) => `${reason}: ${listOf(items)}.`),
		...(rest.length > 0 ? [`Other reasons: ${listOf(rest)}.`] : []),
		...(unsent.length > 0 ? [`Not sent: ${listOf(unsent)}.`] : []),
	];
}

/** The message without what it says of one task alone. */
function reasonOf({ message, task }: Failure): string {
	const reason = task ? message.replace(` (task ${task.taskId})`, '') : message;
	return reason.length > MAX_REASON ? `${reason.slice(0, MAX_REASON - 1)}…` : reason;
}

function listOf(items: number[]): string {
	const sorted = [...items].sort((a, b) => a - b);
	const isLong = sorted.length > MAX_ITEMS;
	const shown = isLong ? sorted.slice(0, MAX_ITEMS - 1) : sorted;
	const last = isLong ? `${sorted.length - shown.length} more` : String(shown.pop());
	return shown.length === 0 ? `item ${last}` : `items ${shown.join(', ')} and ${last}`;
}

// As the editor shows it: 'Retry execution' is an arrow without a word. Some versions of n8n save by themselves.
const RETRY =
	"open this execution under 'Executions', click the arrow 'Retry execution', and choose 'Retry with currently saved workflow'. Executing the workflow or this step again would pay for the same images a second time.";

function wayOn(failures: FailedOutcome[]): string {
	return failures.some(({ failure }) => stopsEveryRetry(failure))
		? `To get the paid images without paying again, set 'On Error' in the settings of this node to 'Continue (using error output)'. After saving, ${RETRY}`
		: `To continue without paying again, ${RETRY}`;
}

function stopsEveryRetry({ cause, retryable, errorCode }: Failure): boolean {
	if (retryable || cause === 'waiting' || cause === 'unsent') return false;
	// What KIE refuses to the account is mended there, and not in the workflow.
	return cause !== 'refused' || !isOfAccount(Number(errorCode));
}

/** Without their URLs: the panel cuts off what is longer than a line of it. */
function tasksOf(tasks: KnownTask[]): string[] {
	if (tasks.length === 0 || tasks.length > MAX_TASKS) return [];
	const shown = tasks.map(
		({ itemIndex, taskId, status }) => `[item ${itemIndex}] ${taskId} (${status})`,
	);
	return [`Other tasks of this run: ${shown.join(', ')}.`];
}
