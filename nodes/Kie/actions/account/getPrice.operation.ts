import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { askPrice } from '../../../shared/catalogue/catalogue';
import { catalogueFailure, isUnknownModel } from '../../../shared/catalogue/failure';
import { inputFailure, KieFailure } from '../../../shared/kie/failure';
import { locatorOf, marketModelId } from '../../../shared/models/marketModel';
import { labelsOf } from '../../../shared/parameters/labels';
import { readParameters } from '../../../shared/parameters/read';
import type { Operation } from '../operation';
import { forEachItem } from '../operation';

const model: INodeProperties = {
	...locatorOf('Model'),
	description:
		"A model from KIE's own list. It also contains the models of this node, under KIE's names for them.",
};
const fields = [model];
const labels = labelsOf(fields);
const schema = z.object({ marketModel: marketModelId });

export const getPrice: Operation = {
	option: {
		name: 'Get Price',
		value: 'getPrice',
		action: 'Get model price',
		description: "Get the price of a model, in KIE's own words",
	},
	fields,
	async run(run) {
		const { ctx } = run;
		const transport = await run.connect();
		return await forEachItem(run, async (itemIndex) => {
			const { marketModel: id } = readParameters(ctx, itemIndex, ['marketModel'], schema, labels);
			const reply = await askPrice(transport, id, ctx.getExecutionCancelSignal());
			if (!reply.ok && isUnknownModel(reply.fault)) throw new KieFailure(unknownModel(id));
			if (!reply.ok) throw new KieFailure(catalogueFailure(reply.fault));
			const price = reply.value === '' ? null : reply.value;
			return [{ json: { model: id, price }, pairedItem: { item: itemIndex } }];
		});
	},
};

const unknownModel = (id: string) =>
	inputFailure(
		`KIE has no model '${id}'`,
		"Choose a model from the list, or copy the exact name of the model from KIE's documentation.",
	);
