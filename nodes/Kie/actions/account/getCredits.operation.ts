import { failureOf } from '../../../shared/kie/advice';
import { KieFailure } from '../../../shared/kie/failure';
import { UNREADABLE } from '../../../shared/kie/fault';
import { readNumber } from '../../../shared/kie/json';
import { retryRead } from '../../../shared/kie/retry';
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
		const { ctx } = run;
		const transport = await run.connect();
		return await forEachItem(run, async (itemIndex) => {
			const reply = await retryRead(
				async () => await transport.get('/api/v1/chat/credit'),
				ctx.getExecutionCancelSignal(),
			);
			if (!reply.ok) throw new KieFailure(failureOf(reply.fault));
			const credits = readNumber(reply.value);
			if (credits === null) throw new KieFailure(failureOf(UNREADABLE));
			return [{ json: { credits }, pairedItem: { item: itemIndex } }];
		});
	},
};
