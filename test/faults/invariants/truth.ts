import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { REFUSED } from '../kie/createAnswer.ts';
import { uploadedUrl } from '../kie/files.ts';
import { CREDITS, linkTo } from '../kie/kie.ts';
import type { Task } from '../kie/ledger.ts';
import { isUnclear, lastTold, ordersOf } from '../kie/ledger.ts';
import { FAILURES, stateOf } from '../kie/records.ts';
import type { Played } from '../played.ts';
import type { Scenario } from '../scenario.ts';
import type { Invariant } from './invariant.ts';
import { itemOf } from './linking.ts';
import { saysTooLong, saysUnclear } from './words.ts';

const WORDS = /\b(error|problem|failure|mistake)s?\b/i;
// KIE's own words, and the names of fields.
const QUOTED = /“[^”]*”|'[^']*'/g;

/** Every end is a result, as KIE has it, or an error that names what happened. */
export const truth: Invariant = {
	name: 'every end is a result or an error that names what happened',
	broken(played) {
		const { status, error, outputs, scenario } = played;
		if (status === 'canceled') return scenario.cancelAfterS === null ? ['nobody canceled it'] : [];
		if (status === 'error') {
			if (!error) return ['an end without an error'];
			const { message, description, context } = error;
			const item = Number(context.itemIndex);
			return [
				...ofError(played, item, { message, description, said: `${message} ${description}` }),
				...forgotten(played, context.tasks),
			];
		}
		if (status !== 'success') return [`it ended as '${status}'`];
		return outputs.flat().flatMap((one) => ofItem(played, one));
	},
};

interface ToldError {
	message: string;
	description: string;
	/** All that the user reads of it. */
	said: string;
}

function ofError(
	played: Played,
	item: number,
	{ message, description, said }: ToldError,
): string[] {
	return [
		...(/^['A-Z]/.test(message) && message.endsWith(` [item ${item}]`)
			? []
			: [`the message of item ${item} is “${message}”`]),
		...(WORDS.test(message) ? [`the message speaks of an error: “${message}”`] : []),
		...((description ?? '').length > 20 ? [] : [`no advice: “${description}”`]),
		...(WORDS.test((description ?? '').replace(QUOTED, ''))
			? [`the description speaks of an error: “${description}”`]
			: []),
		...aboutOrders(played, item, message, said),
	];
}

/** What is said of an item is what became of its orders. */
function aboutOrders(played: Played, item: number, message: string, said: string): string[] {
	const { ledger } = played;
	const orders = ordersOf(ledger, item);
	const last = orders.at(-1);
	const tasks = ledger.tasks.filter((task) => task.item === item);
	const told = (task: Task | null | undefined) => (task ? lastTold(task) : null);
	const wrong = (what: string) => [`item ${item} ${what}: “${message}”`];
	const end = last?.task?.fate.task.end ?? '';
	return [
		...(saysTooLong(message) && tasks.every((task) => lastTold(task) !== null)
			? wrong('is told as one that takes too long')
			: []),
		...(saysUnclear(message) && !orders.some(isUnclear)
			? wrong('is told as one that may have been billed')
			: []),
		...(last?.fate.is === 'refused' && !said.includes(REFUSED)
			? wrong('was refused, and KIE is not quoted')
			: []),
		...(told(last?.task) === 'failed' && !said.includes(wordsOf(end))
			? wrong(`failed, and KIE's “${wordsOf(end)}” is not quoted`)
			: []),
		...(!played.scenario.differs && !mayBeReadElsewhere(played) && told(last?.task) === 'done'
			? wrong(`is told as failed, and task ${last!.task!.id} was read as done`)
			: []),
	];
}

const wordsOf = (end: string): string => FAILURES[end as keyof typeof FAILURES]?.msg ?? '';

/** An error names every task as it is: what was read as done is done. */
function forgotten(played: Played, told: unknown): string[] {
	if (!Array.isArray(told) || mayBeReadElsewhere(played)) return [];
	return (told as IDataObject[]).flatMap(({ taskId, status }) => {
		const task = played.ledger.tasks.find(({ id }) => id === taskId);
		const isForgotten = task && lastTold(task) === 'done' && status === 'pending';
		return isForgotten ? [`task ${task.id} was read as done, and is told as pending`] : [];
	});
}

/** Another process of n8n may know what this one does not. */
const mayBeReadElsewhere = ({ scenario: { items } }: Played): boolean =>
	items.some(({ orders }) => orders.some(({ call }) => call.to === 'other'));

const waits = ({ operation, wait }: Scenario): boolean =>
	operation === 'getStatus' || wait !== 'none';

function ofItem(played: Played, one: INodeExecutionData): string[] {
	const { json } = one;
	const item = itemOf(one);
	if (json.error !== undefined) {
		const [message, description] = [String(json.error), String(json.errorDescription)];
		const said = `${message} ${description} ${String(json.errorMessage)}`;
		return ofError(played, item, { message, description, said });
	}
	switch (played.scenario.operation) {
		case 'getCredits':
			return json.credits === CREDITS ? [] : ['no credits'];
		case 'upload':
			return String(json.url).startsWith(uploadedUrl(item))
				? []
				: [`uploaded: ${String(json.url)}`];
		case 'getDownloadUrl':
			return ofLink(played, json);
		default:
			return ofTask(played, json);
	}
}

function ofLink({ ledger }: Played, { taskId, imageUrl, downloadUrl }: IDataObject): string[] {
	const urls = ledger.tasks.find(({ id }) => id === taskId)?.urls ?? [];
	const isGood = urls.includes(String(imageUrl)) && downloadUrl === linkTo(String(imageUrl));
	return isGood ? [] : [`${String(downloadUrl)} is no link to ${String(imageUrl)}`];
}

function ofTask(played: Played, json: IDataObject): string[] {
	const { ledger, scenario, endedAt } = played;
	const task = ledger.tasks.find(({ id }) => id === json.taskId);
	if (!task) return [`an item of no task: ${JSON.stringify(json)}`];
	const urls = JSON.stringify(json.imageUrls);
	const given = (as: string) => [`task ${task.id} (${task.fate.task.end}) is given out as ${as}`];
	switch (json.status) {
		case 'success':
			return stateOf(task, endedAt) === 'success' &&
				urls === JSON.stringify(task.urls) &&
				task.urls.length > 0
				? []
				: given(`a success with ${urls}`);
		case 'pending':
			if (urls !== '[]') return ['a pending task with images'];
			return waits(scenario) && !mayBeReadElsewhere(played) && lastTold(task) === 'done'
				? given('pending, and was read as done')
				: [];
		case 'failed':
			return scenario.operation === 'getStatus' &&
				['failed', 'empty'].includes(lastTold(task) ?? '')
				? []
				: given('failed without an error');
		default:
			return [`an item of the status ${String(json.status)}`];
	}
}
