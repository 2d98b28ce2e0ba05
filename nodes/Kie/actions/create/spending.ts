import type { Failure } from '../../../shared/kie/failure';
import { failureFrom, inputFailure } from '../../../shared/kie/failure';
import { readCredits } from '../../../shared/kie/credits';
import { readNumber, readObject } from '../../../shared/kie/json';
import type { Transport } from '../../../shared/kie/transport';
import type { FailedOutcome } from '../outcome';
import type { Run } from '../run';
import type { ImageRequest } from './request';

/** Refuses all that a run would order where that is more than its user allows. */
export async function refuseSpending(
	run: Run,
	transport: Transport,
	requests: ImageRequest[],
): Promise<{ requests: ImageRequest[]; failures: FailedOutcome[] }> {
	const refusal = await refusalOf(run, transport, requests);
	if (!refusal) return { requests, failures: [] };
	return {
		requests: [],
		failures: requests.map(({ itemIndex }) => run.fail(itemIndex, refusal)),
	};
}

async function refusalOf(
	run: Run,
	transport: Transport,
	requests: ImageRequest[],
): Promise<Failure | null> {
	// One for the whole run, as for all that is no matter of one item.
	const { spendingLimit = 0, stopBelow = 0 } = requests[0]?.options ?? {};
	const images = requests.reduce((sum, request) => sum + imagesOf(request), 0);
	if (spendingLimit > 0 && images > spendingLimit) {
		return inputFailure(
			`This run would order ${images} images, and 'Spending Limit (Images)' allows ${spendingLimit}`,
			"Send fewer items, or raise 'Spending Limit (Images)' under Options. Nothing was sent to KIE.",
		);
	}
	if (stopBelow <= 0 || requests.length === 0) return null;
	try {
		const credits = await readCredits(transport, run.ctx.getExecutionCancelSignal());
		if (credits >= stopBelow) return null;
		return inputFailure(
			`The KIE account has ${credits} credits left, and 'Stop Below (Credits)' is ${stopBelow}`,
			"Add credits at https://kie.ai/billing, or lower 'Stop Below (Credits)' under Options. Nothing was ordered.",
		);
	} catch (cause) {
		// Whoever set a limit does not want to spend without it.
		return failureFrom(cause);
	}
}

const COUNTS = ['nVariants', 'num_images', 'max_images', 'n'];

/** How many images a request asks for, in the words of KIE's APIs. */
function imagesOf({ bodyWith, inputs }: ImageRequest): number {
	const body = bodyWith(inputs);
	const input = readObject(body.input);
	const counts = COUNTS.flatMap((name) => readNumber(body[name]) ?? readNumber(input[name]) ?? []);
	return Math.max(1, ...counts);
}
