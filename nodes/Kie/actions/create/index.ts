import type { INodeProperties } from 'n8n-workflow';
import type { Asked } from '../../../shared/kie/failure';
import type { Transport } from '../../../shared/kie/transport';
import { connect } from '../../../shared/kie/transport';
import type { ImageOperation } from '../../../shared/models';
import type { Operation, OperationOption, RunResult } from '../operation';
import { allFailed } from '../operation';
import type { FailedOutcome, Outcome } from '../outcome';
import { isFailed } from '../outcome';
import type { Run } from '../run';
import { hintAtCallbackUrls, refuseCallbackUrls } from './callbackUrl';
import { createFields } from './fields';
import { hintAtMaskFormats, hintAtUnseenImages } from './hints';
import { checkInputs } from './inputs/checkInputs';
import { uploadInputs } from './inputs/uploadInputs';
import type { SubmissionMemory } from './memory';
import { memoryOf } from './memory';
import type { Prepared } from './prepare';
import { prepareAll } from './prepare';
import type { ImageRequest } from './request';
import { submitRequests, takeUp } from './submit';
import { waitForTasks } from './wait/waitForTasks';

/** Generate, Edit and Create Variants: prepare all, submit, wait for all at once, deliver. */
export function createOperation(
	option: OperationOption<ImageOperation>,
	prompt?: INodeProperties,
): Operation {
	const fields = createFields(option.value, prompt);
	return { option, fields, run: async (run) => await create(run, option.value, fields) };
}

async function create(
	run: Run,
	operation: ImageOperation,
	fields: INodeProperties[],
): Promise<RunResult> {
	const memory = memoryOf(run.ctx);
	const prepared = await prepareAll(run, operation, fields);
	const made = await makeImages(run, memory, prepared);
	const asked = new Map(prepared.requests.map((request) => [request.itemIndex, request.asked]));
	const outcomes = made
		.map((outcome) => withAsked(outcome, asked.get(outcome.itemIndex)))
		.sort((a, b) => a.itemIndex - b.itemIndex);
	const left = memory.left();
	if (!outcomes.some(isFailed)) memory.forgetAll();
	return { outcomes, isPaid: true, left };
}

async function makeImages(
	run: Run,
	memory: SubmissionMemory,
	{ requests, failures }: Prepared,
): Promise<Outcome[]> {
	if (run.willFail || requests.length === 0) return failures;

	let transport: Transport;
	try {
		transport = await connect(run.ctx);
	} catch (cause) {
		const itemIndexes = requests.map(({ itemIndex }) => itemIndex);
		return [...failures, ...allFailed(itemIndexes, cause)];
	}
	hintAtCallbackUrls(run.ctx, requests, transport.isPrivate);
	const earlier = takeUp(run, memory, requests);
	const ready = await readyInputs(run, transport, earlier.fresh);
	const submitted = await submitRequests(run, transport, memory, ready.requests);
	const open = [...earlier.open, ...submitted.open];
	const waited = await waitForTasks(run, transport, memory, open);
	return [...failures, ...earlier.failures, ...ready.failures, ...submitted.failures, ...waited];
}

/** A failure with what was asked for, so that it can be seen and sent again. */
const withAsked = (outcome: Outcome, asked: Asked | undefined): Outcome =>
	isFailed(outcome) && asked ? { ...outcome, failure: { ...outcome.failure, asked } } : outcome;

/** Checks where KIE calls and what goes in, and uploads it. */
async function readyInputs(
	run: Run,
	transport: Transport,
	requests: ImageRequest[],
): Promise<{ requests: ImageRequest[]; failures: FailedOutcome[] }> {
	if (run.willFail) return { requests, failures: [] };
	const callable = refuseCallbackUrls(run, requests, transport.isPrivate);
	const checked = await checkInputs(run, callable.requests, transport.isPrivate);
	hintAtUnseenImages(run.ctx, checked.unseen);
	hintAtMaskFormats(run.ctx, checked.maskFormats);
	const failures = [...callable.failures, ...checked.failures];
	const unfit = new Set(checked.failures.map(({ itemIndex }) => itemIndex));
	const fit = callable.requests.filter(({ itemIndex }) => !unfit.has(itemIndex));
	if (run.willFail) return { requests: fit, failures };
	const uploaded = await uploadInputs(run, transport, fit, checked.types);
	return { requests: uploaded.requests, failures: [...failures, ...uploaded.failures] };
}
