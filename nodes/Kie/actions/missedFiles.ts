import type { IExecuteFunctions } from 'n8n-workflow';
import type { Delivery } from '../../shared/output/delivery';

export function hintAtMissedFiles(ctx: IExecuteFunctions, { missedFiles }: Delivery): void {
	if (missedFiles === null) return;
	ctx.addExecutionHints({
		message: `${missedFiles}. The items have the URL in 'imageUrl': fetch it with Get Status and 'Download Images', or with an HTTP Request node.`,
		type: 'warning',
		location: 'outputPane',
	});
}
