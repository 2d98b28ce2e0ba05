import type { IExecuteFunctions } from 'n8n-workflow';
import { hasKnownImageType } from '../../../shared/models/imageUrls';
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
