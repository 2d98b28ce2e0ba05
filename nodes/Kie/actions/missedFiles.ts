import type { Delivery } from '../../shared/output/delivery';
import type { Run } from './run';

export function hintAtMissedFiles(run: Run, { missedFiles }: Delivery): void {
	if (missedFiles === null) return;
	run.hint(
		`${missedFiles}. The URL is in 'imageUrl' of the item: download the image with 'Get Status' and 'Download Images', or with an HTTP Request node.`,
		'warning',
	);
}
