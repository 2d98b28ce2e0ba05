import type { IExecuteFunctions } from 'n8n-workflow';
import { hasKnownImageType } from '../../../shared/models/imageUrls';
import { isPrivateHost } from '../../../shared/privateHost';
import { CREDENTIAL_TYPE } from '../../../shared/transport';
import type { ImageRequest } from './prepare';

export function hintAtUnknownTypes(ctx: IExecuteFunctions, requests: ImageRequest[]): void {
	const unknown = requests.flatMap(({ inputUrls }) =>
		inputUrls.filter((url) => !hasKnownImageType(url)),
	);
	if (unknown.length === 0) return;
	ctx.addExecutionHints({
		message: `The ending of ${unknown.length === 1 ? 'an image URL does' : `${unknown.length} image URLs do`} not say which type it is. KIE takes PNG, JPEG and WebP.`,
		location: 'outputPane',
	});
}

export function hintAtMissedFiles(ctx: IExecuteFunctions, missed: number): void {
	if (missed === 0) return;
	ctx.addExecutionHints({
		message: `${missed === 1 ? 'One image' : `${missed} images`} could not be downloaded. The items have the URL in 'imageUrl': fetch it with Get Status and 'Download Images', or with an HTTP Request node.`,
		type: 'warning',
		location: 'outputPane',
	});
}

/** What keeps KIE from calling back, or makes it call in vain. A KIE of one's own may call anything. */
export async function hintAtCallbackUrls(
	ctx: IExecuteFunctions,
	requests: ImageRequest[],
): Promise<void> {
	const urls = new Set(requests.flatMap(({ callBackUrl }) => callBackUrl ?? []));
	if (urls.size === 0) return;
	const { baseUrl } = await ctx.getCredentials(CREDENTIAL_TYPE);
	const isOwnKie = isPrivateHost(new URL(String(baseUrl)).hostname);
	const messages = new Set([...urls].flatMap((url) => callbackHints(new URL(url), isOwnKie)));
	for (const message of messages) {
		ctx.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
}

function callbackHints({ pathname, protocol, hostname }: URL, isOwnKie: boolean): string[] {
	const isTestUrl = pathname.includes('/webhook-test/');
	const isUnreachable = !isOwnKie && isPrivateHost(hostname);
	const isReadable = !isOwnKie && !isUnreachable && protocol !== 'https:';
	return [
		...(isTestUrl
			? [
					"'Callback URL' is a test URL: it takes one call, while the editor listens. For a published workflow use the Production URL.",
				]
			: []),
		...(isUnreachable
			? [
					`KIE cannot reach 'Callback URL' from the internet: '${hostname}' is an address of a local network. If n8n is behind a proxy, set its WEBHOOK_URL.`,
				]
			: []),
		...(isReadable
			? [
					"'Callback URL' does not start with https://, so others can read on the way what KIE sends there.",
				]
			: []),
	];
}
