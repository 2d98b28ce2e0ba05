/** The simulator of this run, by its controls: it lives in the process that started the tests. */
import { inject } from 'vitest';
import type { FaultInput, LedgerReport, LedgerTask } from '../../../sandbox/simulator/index.ts';
import { API_KEY } from './constants.ts';

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
	const response = await fetch(inject('kieUrl') + path, {
		method,
		headers: body === undefined ? {} : { 'content-type': 'application/json' },
		...(body !== undefined && { body: JSON.stringify(body) }),
	});
	if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
	return (await response.json()) as T;
}

export const ledger = async () => await ask<LedgerReport>('GET', '/__sim/ledger');
export const addFault = async (...faults: FaultInput[]) =>
	await ask<unknown>('POST', '/__sim/faults', faults);

/** What KIE was asked to make with this text in its prompt: what is billed. */
export async function tasksAbout(text: string): Promise<LedgerTask[]> {
	const { tasks } = await ledger();
	return tasks.filter(({ params }) => JSON.stringify(params).includes(text));
}

/** Puts a file up, as a user's own photo would be, and returns its URL. */
export async function host(fileName: string, bytes: Buffer): Promise<string> {
	const response = await fetch(`${inject('kieUrl')}/api/file-base64-upload`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: `Bearer ${API_KEY}` },
		body: JSON.stringify({
			base64Data: `data:image/png;base64,${bytes.toString('base64')}`,
			uploadPath: 'e2e',
			fileName,
		}),
	});
	const answer = (await response.json()) as { code: number; data: { downloadUrl: string } };
	if (answer.code !== 200) throw new Error(`The upload ended with code ${answer.code}.`);
	return answer.data.downloadUrl;
}
