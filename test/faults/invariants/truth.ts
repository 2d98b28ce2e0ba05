import type { IDataObject } from 'n8n-workflow';
import { stateOf } from '../kie/records.ts';
import type { Played } from '../played.ts';
import type { Invariant } from './invariant.ts';

const WORDS = /\b(error|problem|failure|mistake)s?\b/i;
// KIE's own words, and the names of fields.
const QUOTED = /“[^”]*”|'[^']*'/g;

/** Every end is a result, as KIE has it, or an error that names what happened. */
export const truth: Invariant = {
	name: 'every end is a result or an error that names what happened',
	broken(played) {
		const { status, error, outputs, scenario } = played;
		if (status === 'canceled') return scenario.cancelAfterS === null ? ['nobody canceled it'] : [];
		if (status === 'error') return error ? aboutError(error) : ['an end without an error'];
		if (status !== 'success') return [`it ended as '${status}'`];
		return outputs.flat().flatMap(({ json }) => ofItem(played, json));
	},
};

function aboutError({ message, description }: { message: string; description: string }): string[] {
	return [
		...(/^['A-Z].* \[item \d+\]$/.test(message) ? [] : [`the message is “${message}”`]),
		...(WORDS.test(message) ? [`the message speaks of an error: “${message}”`] : []),
		...((description ?? '').length > 20 ? [] : [`no advice: “${description}”`]),
		...(WORDS.test((description ?? '').replace(QUOTED, ''))
			? [`the description speaks of an error: “${description}”`]
			: []),
	];
}

function ofItem({ scenario, ledger, endedAt }: Played, json: IDataObject): string[] {
	const { operation } = scenario;
	if (operation === 'getCredits')
		return json.credits === 5_916.25 || json.error ? [] : ['no credits'];
	if (json.error !== undefined) {
		const description = String(json.errorDescription);
		return aboutError({ message: String(json.error), description });
	}
	if (operation === 'upload') return String(json.url).startsWith('https://') ? [] : ['no URL'];
	const task = ledger.tasks.find(({ id }) => id === json.taskId);
	if (!task) return [`an item of no task: ${JSON.stringify(json)}`];
	if (operation === 'getDownloadUrl') return [];
	const urls = JSON.stringify(json.imageUrls);
	switch (json.status) {
		case 'success':
			return stateOf(task, endedAt) === 'success' &&
				urls === JSON.stringify(task.urls) &&
				task.urls.length > 0
				? []
				: [`task ${task.id} (${task.fate.task.end}) is given out as a success with ${urls}`];
		case 'pending':
			return urls === '[]' ? [] : ['a pending task with images'];
		case 'failed':
			return operation === 'getStatus' && stateOf(task, endedAt) !== 'running'
				? []
				: [`task ${task.id} is given out as failed without an error`];
		default:
			return [`an item of the status ${String(json.status)}`];
	}
}
