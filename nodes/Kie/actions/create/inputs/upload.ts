import { randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { failureOf } from '../../../../shared/kie/advice';
import type { Fault, Reply } from '../../../../shared/kie/fault';
import { isFinalForAccount } from '../../../../shared/kie/fault';
import type { Failure } from '../../../../shared/kie/failure';
import { failureFrom, KieFailure } from '../../../../shared/kie/failure';
import type { BinaryFile } from '../../../../shared/files/binaryFile';
import { uploadFile } from '../../../../shared/files/upload';
import { allEnded, limiter } from '../../../../shared/pacing';
import { perRun } from '../../../../shared/perRun';
import { isRecord } from '../../../../shared/kie/json';
import type { Transport } from '../../../../shared/kie/transport';
import type { FailedOutcome } from '../../operation';
import type { ImageRequest } from '../prepare';
import type { Checked } from './check';

const AT_ONCE = 3;

export interface Uploaded {
	requests: ImageRequest[];
	failures: FailedOutcome[];
}

/** The URLs of what an earlier try has uploaded, by what stands in for it. */
const uploadedUrls = perRun(() => new Map<string, string>());

/** Uploads the files of all requests, each file once, and names their URLs in the requests. */
export async function uploadInputs(
	ctx: IExecuteFunctions,
	transport: Transport,
	requests: ImageRequest[],
	types: Checked['types'],
): Promise<Uploaded> {
	const slot = limiter(AT_ONCE);
	const signal = ctx.getExecutionCancelSignal();
	const earlier = uploadedUrls(ctx);
	const known = new Map<string, Promise<Reply<string>>>();
	/** KIE refuses the whole account: no use in sending another file. */
	let stoppedBy: Fault | undefined;
	const upload = async (standIn: string, file: BinaryFile): Promise<Reply<string>> =>
		await slot(async () => {
			if (stoppedBy) return { ok: false, fault: stoppedBy };
			const type = types.get(standIn);
			// The same name would overwrite a file that another task is still to read.
			const name = `${randomUUID()}.${type?.extension ?? 'png'}`;
			const reply = await uploadFile(
				transport,
				{ ...file, mimeType: type?.mimeType ?? file.mimeType },
				name,
				signal,
			);
			if (reply.ok) {
				earlier.set(standIn, reply.value.url);
				return { ok: true, value: reply.value.url };
			}
			if (isFinalForAccount(reply.fault)) stoppedBy = reply.fault;
			return reply;
		});

	const once = async (standIn: string, file: BinaryFile, label: string): Promise<string> => {
		const uploading = known.get(standIn) ?? upload(standIn, file);
		known.set(standIn, uploading);
		const reply = await uploading;
		if (reply.ok) return reply.value;
		throw new KieFailure(uploadFailure(failureOf(reply.fault), label));
	};

	const complete = async (request: ImageRequest): Promise<ImageRequest | FailedOutcome> => {
		const { itemIndex } = request;
		try {
			const urls = new Map<unknown, string>();
			const uploads = request.inputs.map(async ({ file, url, label }) => {
				if (!file) return;
				urls.set(url, earlier.get(url) ?? (await once(url, file, label)));
			});
			await allEnded(uploads);
			const payload = withUrls(request.payload, urls) as Record<string, unknown>;
			return { ...request, payload };
		} catch (cause) {
			return { itemIndex, failure: failureFrom(cause) };
		}
	};
	const completed = await Promise.all(requests.map(complete));
	return {
		requests: completed.filter((entry) => 'payload' in entry),
		failures: completed.filter((entry) => 'failure' in entry),
	};
}

const uploadFailure = (failure: Failure, label: string): Failure => ({
	...failure,
	message: `${failure.message}, while the file in '${label}' was uploaded`,
	description: `${failure.description} No image was ordered, so nothing was billed.`,
});

/** The payload with the real URLs in the place of those that stood in for them. */
function withUrls(value: unknown, urls: Map<unknown, string>): unknown {
	if (urls.size === 0) return value;
	if (Array.isArray(value)) return value.map((entry) => withUrls(entry, urls));
	if (isRecord(value)) {
		return Object.fromEntries(
			Object.entries(value).map(([key, entry]) => [key, withUrls(entry, urls)]),
		);
	}
	return urls.get(value) ?? value;
}
