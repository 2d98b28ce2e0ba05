import type { IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { labelsOf } from '../shared/parameters/labels';
import { fieldName, numberWhere, outputOptions, readValues } from '../shared/parameters/settings';
import { oneOfTexts, switchOf } from '../shared/parameters/values';
import { fields } from './fields';

const schema = z.object({
	events: z.array(oneOfTexts(['success', 'failed'])),
	confirmResult: switchOf(true),
	downloadImages: switchOf(true),
	outputDataFieldName: fieldName,
	options: z.object({
		deduplicate: switchOf(true),
		maxFileSize: outputOptions.maxFileSize,
		outputItems: outputOptions.outputItems,
		toleranceSeconds: numberWhere((value) => value > 0, 'more than 0 seconds').default(300),
	}),
});

export type TriggerSettings = z.output<typeof schema>;

const labels = labelsOf(fields);

export function readSettings(ctx: IWebhookFunctions): TriggerSettings {
	const read = (name: string, absent: object | null) => ctx.getNodeParameter(name, absent);
	return readValues(read, Object.keys(schema.shape), schema, labels);
}
