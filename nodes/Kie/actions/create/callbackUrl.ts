import type { IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../../../shared/kie/failure';
import { inputFailure } from '../../../shared/kie/failure';
import { isPrivateHost } from '../../../shared/privateHost';
import type { FailedOutcome } from '../outcome';
import type { Run } from '../run';
import type { ImageRequest } from './request';

// What keeps KIE from calling back, or makes it call in vain. A KIE of one's own may call anything.

/** Names for examples, which lead nowhere (RFC 2606). */
const RESERVED = /(^|\.)(example\.(com|net|org)|example|invalid|test)$/;

/** Where KIE surely cannot call, nobody would learn of the image: such an item is not sent. */
export function refuseCallbackUrls(
	run: Run,
	requests: ImageRequest[],
	isOwnKie: boolean,
): { requests: ImageRequest[]; failures: FailedOutcome[] } {
	const reachable: ImageRequest[] = [];
	const failures: FailedOutcome[] = [];
	for (const request of requests) {
		const failure = refusalOf(run.ctx, request, isOwnKie);
		if (failure) failures.push(run.fail(request.itemIndex, failure));
		else reachable.push(request);
	}
	return { requests: reachable, failures };
}

function refusalOf(
	ctx: IExecuteFunctions,
	{ callBackUrl, rings }: ImageRequest,
	isOwnKie: boolean,
): Failure | null {
	if (callBackUrl === undefined) return null;
	const url = new URL(callBackUrl);
	if (!isOwnKie && isPrivateHost(url.hostname)) {
		if (rings) {
			return inputFailure(
				`KIE cannot call this n8n instance because its address, '${url.host}', is on a local network`,
				"Set 'Wait Method' to 'Check Regularly', which needs no call. Or make n8n reachable from the internet, for example through a tunnel, and set its environment variable WEBHOOK_URL to that address. Nothing was sent to KIE.",
			);
		}
		return inputFailure(
			`KIE cannot reach 'Callback URL': '${url.hostname}' is an address on a local network`,
			"Use an address that is reachable from the internet, such as the Production URL of a KIE Trigger. If that URL starts with a local address, set n8n's WEBHOOK_URL to its public address. Nothing was sent to KIE.",
		);
	}
	if (isTestUrl(url) && !isTriedByHand(ctx)) {
		return inputFailure(
			"'Callback URL' is a test URL, which accepts a call only while the editor is listening",
			'Publish the workflow that KIE should call, and use the Production URL of its KIE Trigger. Nothing was sent to KIE.',
		);
	}
	return null;
}

export function hintAtCallbackUrls(run: Run, requests: ImageRequest[], isOwnKie: boolean): void {
	const sent = requests.filter((request) => refusalOf(run.ctx, request, isOwnKie) === null);
	const messages = new Set(sent.flatMap((request) => hintsAt(request, isOwnKie)));
	for (const message of messages) run.hint(message, 'warning');
}

function hintsAt({ callBackUrl, rings }: ImageRequest, isOwnKie: boolean): string[] {
	if (callBackUrl === undefined) return [];
	const url = new URL(callBackUrl);
	const named = rings ? 'The address of this n8n instance, which KIE will call,' : "'Callback URL'";
	return [
		...(!rings && !isOwnKie && RESERVED.test(url.hostname)
			? [
					`'Callback URL' contains the address of an example, '${url.hostname}', so KIE's calls get lost. Replace it with the Production URL of your KIE Trigger.`,
				]
			: []),
		...(isTestUrl(url)
			? [
					"'Callback URL' is a test URL: it accepts one call while the editor is listening. In a published workflow, use the Production URL.",
				]
			: []),
		...(!isOwnKie && url.protocol !== 'https:'
			? [
					`${named} does not start with https://, so others may be able to read what KIE sends there.`,
				]
			: []),
	];
}

const isTestUrl = ({ pathname }: URL) => pathname.includes('/webhook-test/');

/** Then somebody may have the editor listen for the one call: it is how KIE Trigger is tried out. */
const isTriedByHand = (ctx: IExecuteFunctions) => ctx.getMode() === 'manual';
