import { randomBytes } from 'node:crypto';
import type { FaultOf } from '../faults/faultKinds.ts';
import { signatureHeaders } from './signature.ts';

export type Forgery = FaultOf<'forgedCallback'>['forgery'];

interface Genuine {
	taskId: string;
	body: unknown;
	secret: string | undefined;
}

interface Forged {
	body: unknown;
	headers: Record<string, string>;
}

/** What somebody else might send in KIE's name: it points to pictures of `origin`, or is too old. */
export function forge({ taskId, body, secret }: Genuine, forgery: Forgery, origin: string): Forged {
	const results = /https?:\/\/[^"\\]*\/files\/results\//g;
	const elsewhere = JSON.stringify(body).replaceAll(results, `${origin}/forged/`);
	const changed: unknown = JSON.parse(elsewhere);
	switch (forgery) {
		case 'wrongSignature':
			return { body: changed, headers: signatureHeaders('not the secret', taskId) };
		case 'unsigned':
			return { body: changed, headers: {} };
		case 'changedBody':
			return { body: changed, headers: signatureHeaders(secret, taskId) };
		case 'stale': {
			const anHourAgo = Math.floor(Date.now() / 1000) - 3600;
			return { body, headers: signatureHeaders(secret, taskId, anHourAgo) };
		}
		case 'unknownTask': {
			const unknown = randomBytes(16).toString('hex');
			const renamed: unknown = JSON.parse(elsewhere.replaceAll(taskId, unknown));
			return { body: renamed, headers: signatureHeaders(secret, unknown) };
		}
	}
}
