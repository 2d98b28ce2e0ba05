import { z } from 'zod';
import { failureOf } from '../../../shared/advice';
import { KieFailure } from '../../../shared/failure';
import { patiently } from '../../../shared/pacing';
import { connect } from '../../../shared/transport';
import type { Operation } from '../operation';
import { forEachItem } from '../operation';

const creditsSchema = z.coerce.number().finite();

export const getCredits: Operation = {
	fields: [],
	async run(ctx) {
		const transport = await connect(ctx);
		return await forEachItem(ctx, async (itemIndex) => {
			const reply = await patiently(
				async () => await transport.get('/api/v1/chat/credit'),
				ctx.getExecutionCancelSignal(),
			);
			if (!reply.ok) throw new KieFailure(failureOf(reply.fault));
			const credits = creditsSchema.safeParse(reply.value);
			if (!credits.success) {
				throw new KieFailure(
					failureOf({
						kind: 'refusal',
						code: 200,
						msg: null,
						fromKie: false,
						retryAfterMs: null,
					}),
				);
			}
			return [{ json: { credits: credits.data }, pairedItem: { item: itemIndex } }];
		});
	},
};
