import type { Reply } from '../fault';
import type { ApiName, KieTask } from '../task';
import type { Transport } from '../transport';
import type { CallbackBody } from './callback';
import { readTaskId } from './created';
import type { OwnSpelling } from './record';
import { explained, readRecord, toTask } from './record';

/** One of KIE's image APIs: how to submit a task, how to read it, how to read its callback. */
export interface ImageApi<Name extends ApiName = ApiName> {
	name: Name;
	displayName: string;
	/** Tasks are hardly ever done sooner: the first look comes then, or with short intervals earlier. */
	firstLookMs: number;
	submit(
		transport: Transport,
		payload: Record<string, unknown>,
		callBackUrl: string | undefined,
	): Promise<Reply<string>>;
	/** The task, or null where KIE has no such record (or not yet). */
	read(transport: Transport, taskId: string, timeoutMs?: number): Promise<Reply<KieTask | null>>;
	/** The task a callback tells of, or null where the callback is of another API. */
	fromCallback(taskId: string, callback: CallbackBody): KieTask | null;
}

/** What the APIs differ by. */
interface Parts<Name extends ApiName> extends Pick<
	ImageApi<Name>,
	'name' | 'displayName' | 'firstLookMs'
> {
	createPath: string;
	recordPath: string;
	fromRecord(record: Record<string, unknown>): OwnSpelling;
	/** The record that a callback amounts to, or null where the callback is of another API. */
	fromCallback(callback: CallbackBody): Record<string, unknown> | null;
}

export function imageApi<Name extends ApiName>(parts: Parts<Name>): ImageApi<Name> {
	const { name, displayName, firstLookMs, createPath, recordPath } = parts;
	const taskFrom = (taskId: string, record: Record<string, unknown>) =>
		toTask(name, taskId, record, parts.fromRecord(record));
	return {
		name,
		displayName,
		firstLookMs,

		async submit(transport, payload, callBackUrl) {
			const body = { ...payload, ...(callBackUrl !== undefined && { callBackUrl }) };
			return readTaskId(await transport.post(createPath, body));
		},

		async read(transport, taskId, timeoutMs) {
			const reply = await transport.get(recordPath, { taskId }, timeoutMs);
			return readRecord(reply, taskId, (record) => taskFrom(taskId, record));
		},

		fromCallback(taskId, callback) {
			const record = parts.fromCallback(callback);
			return record && explained(taskFrom(taskId, record), callback.code, callback.msg);
		},
	};
}
