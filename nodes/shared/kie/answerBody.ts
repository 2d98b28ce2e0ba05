import type { FileStream } from '../context';
import { isRecord } from './json';

// No answer of KIE's is nearly as long, and a longer one must not fill the memory of n8n.
const MAX_BYTES = 4_000_000;

/**
 * The text of an answer, ended by the signal; undefined where it is too long to be one. What is no
 * stream is as n8n read it.
 */
export async function readBody(body: unknown, signal: AbortSignal): Promise<unknown> {
	if (!isStream(body)) return body;
	// What breaks shows when it is read; where nobody reads any more, it must not end n8n.
	body.on('error', () => {});
	signal.addEventListener('abort', () => body.destroy(), { once: true });
	if (signal.aborted) body.destroy();
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of body as AsyncIterable<Buffer>) {
		bytes += chunk.length;
		if (bytes > MAX_BYTES) return undefined;
		chunks.push(chunk);
	}
	return new TextDecoder().decode(Buffer.concat(chunks));
}

const isStream = (body: unknown): body is FileStream => isRecord(body) && 'pipe' in body;
