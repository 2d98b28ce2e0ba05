import type { INodeProperties, IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { labelsOf } from '../shared/parameters/labels';
import {
	downloadImages,
	maxFileSize,
	outputDataFieldName,
	outputItems,
} from '../shared/parameters/output';
import {
	fieldsOf,
	numberParameter,
	optionsOf,
	parameter,
	schemaOf,
	switchParameter,
} from '../shared/parameters/parameter';
import { readValues } from '../shared/parameters/read';
import { numberAbove, oneOfTexts } from '../shared/parameters/values';

const urlNotice: INodeProperties = {
	displayName:
		"Open 'Webhook URLs' above, copy the Production URL, and paste it into 'Callback URL' of a KIE node with 'Wait Until Done' off, or send it as 'callBackUrl' in your own requests. KIE must be able to reach it from the internet. Everything after the '?', such as '?order=42', comes back in 'query'.",
	name: 'urlNotice',
	type: 'notice',
	default: '',
};

const events = parameter(
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['success', 'failed'],
		description: 'Which outcomes of a task start the workflow',
		options: [
			{ name: 'Task Failed', value: 'failed', description: 'KIE could not make the images' },
			{ name: 'Task Succeeded', value: 'success', description: 'The images are ready' },
		],
	},
	z.array(oneOfTexts(['success', 'failed'])),
);

const confirmResult = switchParameter({
	displayName: 'Confirm With KIE',
	name: 'confirmResult',
	type: 'boolean',
	default: true,
	description:
		'Whether to look up the task in KIE and return the data from KIE instead of the data in the callback. Anyone who knows the URL can send a callback.',
});

const deduplicate = switchParameter({
	displayName: 'Deduplicate',
	name: 'deduplicate',
	type: 'boolean',
	default: true,
	description:
		'Whether to start the workflow only once for each task. KIE may send a callback several times.',
});

const toleranceSeconds = numberParameter(
	{
		displayName: 'Signature Tolerance (Seconds)',
		name: 'toleranceSeconds',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 300,
		description:
			"How old a signed callback may be. Used only if the credential has a 'Webhook Secret'.",
	},
	numberAbove(0, 'seconds'),
);

const parameters = {
	events,
	confirmResult,
	downloadImages,
	outputDataFieldName,
	options: optionsOf({ deduplicate, maxFileSize, outputItems, toleranceSeconds }),
};

export const fields = [urlNotice, ...fieldsOf(parameters)];

const schema = schemaOf(parameters);
const labels = labelsOf(fields);

export type TriggerSettings = z.output<typeof schema>;

export function readSettings(ctx: IWebhookFunctions): TriggerSettings {
	const read = (name: string, absent: object | null) => ctx.getNodeParameter(name, absent);
	return readValues(read, Object.keys(schema.shape), schema, labels);
}
