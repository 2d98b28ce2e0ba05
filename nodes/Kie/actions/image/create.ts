import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { ImageOperation } from '../../../shared/models';
import { connect } from '../../../shared/transport';
import type { FailedOutcome, Operation, Outcome } from '../operation';
import { hintAtCallbackUrls, hintAtUnknownTypes } from './hints';
import { rememberIn } from './remember';
import { prepareAll } from './prepare';
import { submitRequests } from './submitRequests';
import { waitForTasks } from './waitForTasks';

/** Generate, Edit and Create Variants: prepare all, submit, wait for all at once, deliver. */
export function createOperation(operation: ImageOperation, fields: INodeProperties[]): Operation {
	return { fields, run: async (ctx) => await run(ctx, operation, fields) };
}

async function run(
	ctx: IExecuteFunctions,
	operation: ImageOperation,
	fields: INodeProperties[],
): Promise<Outcome[]> {
	const { requests, failures } = prepareAll(ctx, operation, fields);
	const mayGoOn = failures.length === 0 || ctx.continueOnFail();
	if (!mayGoOn || requests.length === 0) return failures;

	hintAtUnknownTypes(ctx, requests);
	const transport = await connect(ctx);
	await hintAtCallbackUrls(ctx, requests);
	const memory = rememberIn(ctx);
	const submitted = await submitRequests(ctx, transport, memory, requests);
	const waited = await waitForTasks(ctx, transport, memory, submitted);

	const outcomes = [...failures, ...submitted.failures, ...waited];
	if (!outcomes.some(isFailed)) memory.forgetAll();
	return outcomes.sort((a, b) => a.itemIndex - b.itemIndex);
}

const isFailed = (outcome: Outcome): outcome is FailedOutcome => 'failure' in outcome;
