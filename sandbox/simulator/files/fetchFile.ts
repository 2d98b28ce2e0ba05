import { Refusal } from '../refusal.ts';
import { isLoopback } from './loopback.ts';

const maxRedirects = 5;
/** A limit on a real network call, so no documented duration: it is not scaled. */
const fetchTimeoutMs = 10_000;

/** Fetches a file from this machine. What cannot be had, or lies elsewhere, is a 451. */
export async function fetchFile(
	address: string,
	maxBytes: number,
	signal: AbortSignal,
): Promise<{ bytes: Buffer; mime: string }> {
	const cannotFetch = new Refusal(451);
	const until = AbortSignal.any([signal, AbortSignal.timeout(fetchTimeoutMs)]);
	try {
		let url = new URL(address);
		for (let hop = 0; hop <= maxRedirects; hop += 1) {
			if (!isLoopback(url)) throw cannotFetch;
			const response = await fetch(url, { redirect: 'manual', signal: until });
			const location = response.headers.get('location');
			if (response.status >= 300 && response.status < 400 && location) {
				await response.body?.cancel();
				url = new URL(location, url);
				continue;
			}
			if (!response.ok || !response.body) throw cannotFetch;
			const bytes = await readAtMost(response.body, maxBytes);
			return { bytes, mime: response.headers.get('content-type') ?? 'application/octet-stream' };
		}
		throw cannotFetch;
	} catch (error) {
		throw error instanceof Refusal ? error : cannotFetch;
	}
}

async function readAtMost(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of body) {
		length += chunk.length;
		if (length > maxBytes)
			throw new Refusal(400, `Image size exceeds maximum of ${maxBytes} bytes`);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
