import { randomUUID } from 'crypto';
import type { BinaryFile } from '../../../../shared/files/binaryFile';
import { uploadFile } from '../../../../shared/files/upload';
import { failureOf } from '../../../../shared/kie/advice';
import type { Failure } from '../../../../shared/kie/failure';
import { failureFrom, KieFailure } from '../../../../shared/kie/failure';
import type { Fault, Reply } from '../../../../shared/kie/fault';
import { isFinalForAccount } from '../../../../shared/kie/fault';
import type { Transport } from '../../../../shared/kie/transport';
import { allEnded, limiter } from '../../../../shared/pacing';
import { perRun } from '../../../../shared/perRun';
import type { FailedOutcome } from '../../outcome';
import type { Run } from '../../run';
import type { ImageRequest, InputImage } from '../request';

const CONCURRENCY = 3;

interface Uploaded {
	requests: ImageRequest[];
	failures: FailedOutcome[];
}

/** The URLs of what an earlier try has uploaded, by what stands in for it. */
const uploadedUrls = perRun(() => new Map<string, string>());

/** Uploads the files of all requests, each file once, and gives the requests with their URLs. */
export async function uploadInputs(
	run: Run,
	transport: Transport,
	requests: ImageRequest[],
): Promise<Uploaded> {
	const { ctx } = run;
	const slot = limiter(CONCURRENCY);
	const signal = ctx.getExecutionCancelSignal();
	const earlier = uploadedUrls(ctx);
	const known = new Map<string, Promise<Reply<string>>>();
	/** KIE refuses the account: no use in sending another file. */
	let refusal: Fault | undefined;
	const upload = async ({ url, type }: InputImage, file: BinaryFile): Promise<Reply<string>> =>
		await slot(async () => {
			if (refusal) return { ok: false, fault: refusal };
			// The same name would overwrite a file that another task is still to read.
			const name = `${randomUUID()}.${type?.extension ?? 'png'}`;
			const reply = await uploadFile(
				transport,
				{ ...file, mimeType: type?.mimeType ?? file.mimeType },
				name,
				signal,
			);
			if (reply.ok) {
				earlier.set(url, reply.value.url);
				return { ok: true, value: reply.value.url };
			}
			if (isFinalForAccount(reply.fault)) refusal = reply.fault;
			return reply;
		});

	const once = async (input: InputImage, file: BinaryFile): Promise<string> => {
		const uploading = known.get(input.url) ?? upload(input, file);
		known.set(input.url, uploading);
		const reply = await uploading;
		if (reply.ok) return reply.value;
		throw new KieFailure(uploadFailure(failureOf(reply.fault), input.label));
	};

	const uploaded = async (input: InputImage): Promise<InputImage> => {
		const { file, ...seen } = input;
		if (!file) return input;
		return { ...seen, url: earlier.get(input.url) ?? (await once(input, file)) };
	};

	const complete = async (request: ImageRequest): Promise<ImageRequest | FailedOutcome> => {
		try {
			return { ...request, inputs: await allEnded(request.inputs.map(uploaded)) };
		} catch (cause) {
			return run.fail(request.itemIndex, failureFrom(cause));
		}
	};
	const completed = await Promise.all(requests.map(complete));
	return {
		requests: completed.filter((entry) => 'inputs' in entry),
		failures: completed.filter((entry) => 'failure' in entry),
	};
}

const uploadFailure = (failure: Failure, label: string): Failure => ({
	...failure,
	message: `The file in '${label}' could not be uploaded: ${failure.message}`,
	description: `${failure.description} No image was requested, so nothing was billed.`,
});
