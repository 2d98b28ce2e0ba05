import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Asked } from '../../../shared/kie/failure';
import type { SubmissionMemory } from './memory';
import type { ImageOperation } from '../../../shared/models';
import type { Transport } from '../../../shared/kie/transport';
import { connect } from '../../../shared/kie/transport';
import type { FailedOutcome, Operation, OperationOption, Outcome, RunResult } from '../operation';
import { allFailed, isFailed } from '../operation';
import { hintAtCallbackUrls, refuseCallbackUrls } from './callbackUrl';
import { createFields } from './fields';
import { hintAtMaskFormats, hintAtUnseenImages } from './hints';
import { checkInputs } from './inputs/check';
import { uploadInputs } from './inputs/upload';
import type { ImageRequest, Prepared } from './prepare';
import { prepareAll } from './prepare';
import { rememberIn } from './remember';
import type { Submitted } from './submit';
import { submitRequests, takeUp } from './submit';
import { waitForTasks } from './outcomes';

/** Generate, Edit and Create Variants: prepare all, submit, wait for all at once, deliver. */
export function createOperation(
	option: OperationOption<ImageOperation>,
	prompt: INodeProperties,
): Operation {
	const fields = createFields(option.value, prompt);
	return { option, fields, run: async (ctx) => await run(ctx, option.value, fields) };
}

async function run(
	ctx: IExecuteFunctions,
	operation: ImageOperation,
	fields: INodeProperties[],
): Promise<RunResult> {
	const memory = rememberIn(ctx);
	const prepared = await prepareAll(ctx, operation, fields);
	const made = await makeImages(ctx, memory, prepared);
	const asked = new Map(prepared.requests.map((request) => [request.itemIndex, request.asked]));
	const outcomes = made
		.map((outcome) => withAsked(outcome, asked.get(outcome.itemIndex)))
		.sort((a, b) => a.itemIndex - b.itemIndex);
	const left = memory.left();
	if (!outcomes.some(isFailed)) memory.forgetAll();
	return { outcomes, isPaid: true, left };
}

async function makeImages(
	ctx: IExecuteFunctions,
	memory: SubmissionMemory,
	{ requests, failures }: Prepared,
): Promise<Outcome[]> {
	const mayGoOn = failures.length === 0 || ctx.continueOnFail();
	if (!mayGoOn || requests.length === 0) return failures;

	let transport: Transport;
	try {
		transport = await connect(ctx);
	} catch (cause) {
		const itemIndexes = requests.map(({ itemIndex }) => itemIndex);
		return [...failures, ...allFailed(itemIndexes, cause)];
	}
	hintAtCallbackUrls(ctx, requests, transport.isPrivate);
	const earlier = takeUp(memory, requests);
	const ready = await readyInputs(ctx, transport, earlier.fresh, earlier.failures);
	const submitted = await submitRequests(ctx, transport, memory, ready.requests, ready.failures);
	const known: Submitted = {
		open: [...earlier.open, ...submitted.open],
		failures: [...ready.failures, ...submitted.failures],
	};
	const waited = await waitForTasks(ctx, transport, memory, known);
	return [...failures, ...known.failures, ...waited];
}

/** A failure with what was asked for, so that it can be seen and sent again. */
const withAsked = (outcome: Outcome, asked: Asked | undefined): Outcome =>
	isFailed(outcome) && asked ? { ...outcome, failure: { ...outcome.failure, asked } } : outcome;

/** Checks where KIE calls and what goes in, and uploads it; the failures: those before and its own. */
async function readyInputs(
	ctx: IExecuteFunctions,
	transport: Transport,
	requests: ImageRequest[],
	before: FailedOutcome[],
): Promise<{ requests: ImageRequest[]; failures: FailedOutcome[] }> {
	const mustStop = (failures: FailedOutcome[]) => failures.length > 0 && !ctx.continueOnFail();
	if (mustStop(before)) return { requests, failures: before };
	const callable = refuseCallbackUrls(ctx, requests, transport.isPrivate);
	const checked = await checkInputs(ctx, callable.requests, transport.isPrivate);
	hintAtUnseenImages(ctx, checked.unseen);
	hintAtMaskFormats(ctx, checked.maskFormats);
	const failures = [...before, ...callable.failures, ...checked.failures];
	const unfit = new Set(checked.failures.map(({ itemIndex }) => itemIndex));
	const fit = callable.requests.filter(({ itemIndex }) => !unfit.has(itemIndex));
	if (mustStop(failures)) return { requests: fit, failures };
	const uploaded = await uploadInputs(ctx, transport, fit, checked.types);
	return { requests: uploaded.requests, failures: [...failures, ...uploaded.failures] };
}
