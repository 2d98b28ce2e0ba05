import type { INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import { downloadImages, outputDataFieldName } from '../../../shared/parameters/output';
import {
	fieldsOf,
	optionsField,
	parameter,
	schemaOf,
	shownWhen,
	switchParameter,
} from '../../../shared/parameters/parameter';
import { optionalWebAddress } from '../../../shared/parameters/values';
import { runOptions } from './runOptions';

// What a person decides about a run that makes images, whatever the model: whether to wait, and what
// becomes of the images.

const waitUntilDone = switchParameter({
	displayName: 'Wait Until Done',
	name: 'waitUntilDone',
	type: 'boolean',
	default: true,
	description:
		'Whether to wait for the finished images. Otherwise the node returns the task ID at once.',
});

const callBackUrl = parameter(
	{
		displayName: 'Callback URL',
		name: 'callBackUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://n8n.example.com/webhook/kie',
		description:
			'Where KIE sends the result when it is done. It must be reachable from the internet. Leave it empty to look the task up later with Get Status.',
		displayOptions: { show: { waitUntilDone: [false] } },
	},
	optionalWebAddress,
);

const output = { downloadImages, outputDataFieldName };

/** The fields; the Options collection holds those of the models, too. */
export const runFields = (modelOptions: INodeProperties[]): INodeProperties[] => [
	waitUntilDone.field,
	callBackUrl.field,
	...fieldsOf(output).map((field) => shownWhen({ waitUntilDone: [true] }, field)),
	optionsField([...fieldsOf(runOptions), ...modelOptions]),
];

const options = schemaOf(runOptions);

export type RunOptions = z.output<typeof options>;

export const runSettingsSchema = schemaOf({ waitUntilDone, ...output }).extend({ options });

/** Read only where the run does not wait. */
export const callBackUrlSchema = schemaOf({ callBackUrl });
