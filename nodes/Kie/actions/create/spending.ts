import type { Failure } from '../../../shared/kie/failure';
import { failureFrom, inputFailure } from '../../../shared/kie/failure';
import { readCredits } from '../../../shared/kie/credits';
import { readNumber, readObject } from '../../../shared/kie/json';
import type { Transport } from '../../../shared/kie/transport';
import type { FailedOutcome } from '../outcome';
import type { Run } from '../run';
import type { SubmissionMemory } from './memory';
import type { ImageRequest } from './request';

interface Planned {
	/** All of the run: those, too, that an earlier try has ordered. */
	requests: ImageRequest[];
	/** What is still to be ordered. */
	fresh: ImageRequest[];
}

/** Refuses all that a run would order where that is more than its user allows. */
export async function refuseSpending(
	run: Run,
	transport: Transport,
	memory: SubmissionMemory,
	planned: Planned,
): Promise<{ requests: ImageRequest[]; failures: FailedOutcome[] }> {
	const { fresh } = planned;
	const refusal = fresh.length === 0 ? null : await refusalOf(run, transport, memory, planned);
	if (!refusal) return { requests: fresh, failures: [] };
	return { requests: [], failures: fresh.map(({ itemIndex }) => run.fail(itemIndex, refusal)) };
}

async function refusalOf(
	run: Run,
	transport: Transport,
	memory: SubmissionMemory,
	{ requests }: Planned,
): Promise<Failure | null> {
	// The first item's limits apply to the whole run, like all settings that do not belong to one item.
	const { spendingLimit = 0, stopBelow = 0 } = requests[0]?.options ?? {};
	// Paid for by the same run, for a request that has changed since, such as one with the time in it.
	const earlier = sum(memory.left().map(({ images = 1 }) => images));
	const images = earlier + sum(requests.map((request) => request.images));
	if (spendingLimit > 0 && images > spendingLimit) {
		const before = earlier > 0 ? ` (${earlier} of them already requested by earlier attempts)` : '';
		return inputFailure(
			`This run would request ${images} images${before}, but 'Spending Limit (Images)' is ${spendingLimit}`,
			`Send fewer items, or raise 'Spending Limit (Images)' under Options. ${earlier > 0 ? 'This attempt submitted nothing.' : 'Nothing was sent to KIE.'}`,
		);
	}
	if (stopBelow <= 0) return null;
	try {
		const credits = await readCredits(transport, run.ctx.getExecutionCancelSignal());
		if (credits >= stopBelow) return null;
		return inputFailure(
			`The KIE account has ${toCents(credits)} credits left, but 'Stop Below (Credits)' is ${stopBelow}`,
			"Add credits at https://kie.ai/billing, or lower 'Stop Below (Credits)' under Options. Nothing was submitted.",
		);
	} catch (cause) {
		// Whoever set a limit does not want to spend without it.
		return failureFrom(cause);
	}
}

const COUNTS = ['nVariants', 'num_images', 'max_images', 'n'];

/** Never more than there is. */
const toCents = (credits: number) => Math.floor(credits * 100) / 100;

const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);

/** How many images a request asks for, in the words of KIE's APIs. */
export function imagesIn(body: Record<string, unknown>): number {
	const input = readObject(body.input);
	const counts = COUNTS.flatMap((name) => readNumber(body[name]) ?? readNumber(input[name]) ?? []);
	return Math.max(1, ...counts);
}
