import type { Played } from '../played.ts';
import type { Invariant } from './invariant.ts';

/** No request leaves after the end, even hours later, and whatever KIE calls. */
export const afterEnd: Invariant = {
	name: 'no request after the end',
	broken({ ledger, endedAt, requestsAtEnd }) {
		return ledger.requests
			.slice(requestsAtEnd)
			.map(({ method, path, at }) => `${method} ${path} ${at - endedAt} ms after the end`);
	},
};

// What stands in the documents, in seconds: the last looks, a pause between tries, a rest that n8n ends
// late, the files of a run, an upload that is tried three times, a create without an answer.
const LAST_LOOKS_S = 15;
const BETWEEN_TRIES_S = 2;
const FILES_S = 100;
const INPUTS_S = 40;
const CREATE_S = 63;
const LIMIT_S = 400;

/** The end comes in time: 'Max Wait', and the patience that the node is known for. */
export const inTime: Invariant = {
	name: 'the end comes in time',
	broken(played) {
		if (played.status === 'endless') return ['the end never came'];
		const tookS = (played.endedAt - played.startedAt) / 1_000;
		const allowedS = allowed(played);
		return tookS > allowedS ? [`it took ${tookS} s, and ${allowedS} s are allowed`] : [];
	},
};

function allowed({ scenario, ledger, wokenByTimer }: Played): number {
	const { settings, wait, tries, items, clock, operation } = scenario;
	if (['getStatus', 'getDownloadUrl', 'upload', 'getCredits'].includes(operation))
		return 900 * tries;
	const isLimited = ledger.creates.some((create) => create.isLimited);
	const lanes = settings.batch === 'oneAtATime' ? items.length : 1;
	const uploads = items.reduce((sum, item) => sum + item.uploads.length, 0);
	const oneTryS =
		(wait === 'none' ? 0 : settings.maxWait + LAST_LOOKS_S) +
		lanes * CREATE_S +
		(isLimited ? LIMIT_S : 0) +
		uploads * 10 +
		(settings.downloadImages ? FILES_S : 0) +
		INPUTS_S +
		BETWEEN_TRIES_S;
	// By a clock that was set back, a wait takes longer.
	const jumpS = Math.max(0, -(clock.jump?.byS ?? 0));
	return tries * oneTryS + wokenByTimer * clock.lateS + jumpS;
}
