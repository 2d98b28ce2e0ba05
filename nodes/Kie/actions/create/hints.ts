import type { Run } from '../run';
import type { MaskFormats } from './inputs/checkInputs';

export function hintAtUnseenImages(run: Run, unseen: string[]): void {
	const urls = [...new Set(unseen)];
	if (urls.length === 0) return;
	const [what, gets] =
		urls.length === 1
			? [String(urls[0]), 'KIE gets it']
			: [`${urls.length} of the images`, 'KIE gets them'];
	run.hint(`n8n could not check ${what}, so ${gets} unchecked. KIE accepts PNG, JPEG and WebP.`);
}

export function hintAtMaskFormats(run: Run, formats: MaskFormats[]): void {
	const messages = formats.map(
		({ mask, image }) =>
			`The mask is a ${mask.name} file and the image is a ${image.name} file. This model needs both in the same format: if the mask has no effect, save both as PNG.`,
	);
	for (const message of new Set(messages)) run.hint(message, 'warning');
}
