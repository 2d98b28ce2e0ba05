import { UPLOAD_LATE_MS } from '../kie/files.ts';
import type { ReadFault, UploadFault } from '../kie/fates.ts';
import type { Played } from '../played.ts';
import { isLookup } from '../scenario.ts';
import type { Invariant } from './invariant.ts';

/** No request leaves after the end, even hours later, and whatever KIE calls. */
export const afterEnd: Invariant = {
	name: 'no request after the end',
	broken({ ledger, status, canceledAt, endedAt, requestsAtEnd }) {
		const isCanceled = status === 'canceled' && canceledAt !== null;
		return ledger.requests
			.filter(({ at }, nth) => nth >= requestsAtEnd || (isCanceled && at > canceledAt + AT_ONCE_MS))
			.map(({ method, path, at }) => `${method} ${path} ${at - endedAt} ms after the end`);
	},
};

// Answers are read in no time, but the clock shows some.
const AT_ONCE_MS = 500;

// What stands in the documents, in seconds: the last looks, a pause between tries, the files of a run, the
// look at an input, a create without an answer.
const LAST_LOOKS_S = 15;
const BETWEEN_TRIES_S = 2;
const FILES_S = 100;
const INPUTS_S = 40;
const CREATE_S = 63;
/** Of the rate: longer where KIE asks for longer. */
const WINDOW_S = 11;
/** A lookup of what is there. */
const LOOKUP_S = 4;
/** Looks for images that are named late. */
const EARLY_S = 8;

/** The end comes in time: 'Max Wait', and the patience that the node is known for. */
export const inTime: Invariant = {
	name: 'the end comes in time',
	broken(played) {
		const { status, canceledAt, startedAt, endedAt } = played;
		if (status === 'endless') return ['the end never came'];
		if (status === 'canceled' && canceledAt !== null) {
			const lateMs = endedAt - canceledAt;
			// n8n itself waits between tries, and then makes a further one in vain.
			const pausesMs = (played.scenario.tries - 1) * 1_000;
			return lateMs > AT_ONCE_MS + pausesMs
				? [`it ran on for ${lateMs} ms after it was canceled`]
				: [];
		}
		const tookS = (endedAt - startedAt) / 1_000;
		const allowedS = allowed(played);
		return tookS > allowedS ? [`it took ${tookS} s, and ${allowedS} s are allowed`] : [];
	},
};

function allowed(played: Played): number {
	const { scenario, ledger, wokenByTimer } = played;
	const { settings, wait, tries, items, clock, operation } = scenario;
	const uploadsS = sum(items.flatMap(({ uploads }) => uploads.map(uploadS)));
	// By a clock that was set back, a wait takes longer.
	const jumpS = Math.max(0, -(clock.jump?.byS ?? 0));
	const filesS = settings.downloadImages ? FILES_S : 0;
	if (isLookup(scenario)) {
		const isTask = operation === 'getStatus' || operation === 'getDownloadUrl';
		const readsS = isTask
			? sum(items.flatMap(({ orders: [order] }) => order!.reads.map(readS)))
			: 0;
		const oneTryS = LOOKUP_S + BETWEEN_TRIES_S + (isTask ? EARLY_S + filesS : 0);
		return tries * oneTryS + readsS + (operation === 'upload' ? uploadsS : 0) + jumpS;
	}
	const limitedS = sum(
		ledger.creates.map(({ fate }) =>
			fate.is === 'limited' ? Math.max(WINDOW_S, (fate.retryAfter ?? 0) + WINDOW_S) : 0,
		),
	);
	const lanes = settings.batch === 'oneAtATime' ? items.length : 1;
	const oneTryS =
		(wait === 'none' ? 0 : settings.maxWait + LAST_LOOKS_S) +
		lanes * CREATE_S +
		filesS +
		INPUTS_S +
		BETWEEN_TRIES_S;
	return tries * oneTryS + limitedS + uploadsS + wokenByTimer * clock.lateS + jumpS;
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

/** What one look costs a lookup, with the pause before the next. */
function readS(fault: ReadFault): number {
	// Of one that breaks off halfway nobody may hear.
	if (fault === 'late' || fault === 'midway') return 31 + LOOKUP_S;
	return fault === 'limited' ? 2 * WINDOW_S : LOOKUP_S;
}

function uploadS(fault: UploadFault): number {
	if (fault === 'late' || fault === 'midway') return UPLOAD_LATE_MS / 1_000 + LOOKUP_S;
	return fault === 'limited' ? 2 * WINDOW_S : LOOKUP_S;
}
