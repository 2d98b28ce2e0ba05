import type { IExecuteFunctions } from 'n8n-workflow';
import { isPrivateHost } from '../../../shared/privateHost';
import type { MaskFormats } from './inputs/check';
import type { ImageRequest } from './prepare';

export function hintAtUnseenImages(ctx: IExecuteFunctions, unseen: string[]): void {
	const urls = [...new Set(unseen)];
	if (urls.length === 0) return;
	const [what, gets] =
		urls.length === 1
			? [String(urls[0]), 'KIE gets it']
			: [`${urls.length} of the images`, 'KIE gets them'];
	ctx.addExecutionHints({
		message: `n8n could not look into ${what} itself, so ${gets} unchecked. KIE takes PNG, JPEG and WebP.`,
		location: 'outputPane',
	});
}

export function hintAtMaskFormats(ctx: IExecuteFunctions, formats: MaskFormats[]): void {
	const messages = formats.map(
		({ mask, image }) =>
			`The mask is a ${mask.name} file and the image a ${image.name} file. KIE asks for one format with this model: if the mask has no effect, save both as PNG.`,
	);
	for (const message of new Set(messages)) {
		ctx.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	}
}

export function hintAtMissedFiles(ctx: IExecuteFunctions, missed: string[]): void {
	if (missed.length === 0) return;
	const reasons = [...new Set(missed)].join('; ');
	ctx.addExecutionHints({
		message: `${missed.length === 1 ? 'One image' : `${missed.length} images`} could not be downloaded: ${reasons}. The items have the URL in 'imageUrl': fetch it with Get Status and 'Download Images', or with an HTTP Request node.`,
		type: 'warning',
		location: 'outputPane',
	});
}

/** What keeps KIE from calling back, or makes it call in vain. A KIE of one's own may call anything. */
export function hintAtCallbackUrls(
	ctx: IExecuteFunctions,
	requests: ImageRequest[],
	isOwnKie: boolean,
): void {
	const urls = new Set(requests.flatMap(({ callBackUrl }) => callBackUrl ?? []));
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
