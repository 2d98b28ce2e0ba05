import type { IExecuteFunctions } from 'n8n-workflow';
import { hasKnownImageType } from '../../../shared/models/imageUrls';

/** For images that n8n could not look into itself. */
export function hintAtUnknownTypes(ctx: IExecuteFunctions, unseen: string[]): void {
	const unknown = unseen.filter((url) => !hasKnownImageType(url));
	if (unknown.length === 0) return;
	ctx.addExecutionHints({
		message: `The ending of ${unknown.length === 1 ? 'an image URL does' : `${unknown.length} image URLs do`} not say which type it is. KIE takes PNG, JPEG and WebP.`,
		location: 'outputPane',
	});
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
