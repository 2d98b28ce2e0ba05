import { readCredits } from '../../../shared/kie/credits';
import type { Operation } from '../operation';
import { forEachItem } from '../operation';

export const getCredits: Operation = {
	option: {
		name: 'Get Credits',
		value: 'getCredits',
		action: 'Get account credits',
		description: 'Get how many credits the KIE account has left',
	},
	fields: [],
	async run(run) {
		const transport = await run.connect();
		return await forEachItem(run, async (itemIndex) => {
			const credits = await readCredits(transport, run.ctx.getExecutionCancelSignal());
			return [{ json: { credits }, pairedItem: { item: itemIndex } }];
		});
	},
};
