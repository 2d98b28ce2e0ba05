import type { INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import { isRecord } from '../../../shared/kie/json';
import { downloadImages, outputDataFieldName } from '../../../shared/parameters/output';
import {
	choiceParameter,
	fieldsOf,
	optionsField,
	parameter,
	schemaOf,
	shownWhen,
	switchParameter,
} from '../../../shared/parameters/parameter';
import { optionalWebAddress } from '../../../shared/parameters/values';
import { anything } from '../../../shared/schemas';
import { runOptions } from './runOptions';

// What a person decides about a run that makes images, whatever the model: whether to wait, and what
// becomes of the images.

const waitUntilDone = switchParameter({
	displayName: 'Wait Until Done',
	name: 'waitUntilDone',
	type: 'boolean',
	default: true,
	description:
		'Whether to wait for the finished images, which takes from half a minute to a few minutes. If off, the node returns the task ID at once.',
});

const waitMethod = choiceParameter({
	displayName: 'Wait Method',
	name: 'waitMethod',
	type: 'options',
	default: 'polling',
	description:
		'How to wait. For a few images, both methods work well. If many executions wait at once, Rest Until KIE Calls uses hardly any memory and survives a restart of n8n.',
	options: [
		{
			name: 'Check Regularly',
			value: 'polling',
			description: 'Ask KIE every few seconds. Works in every n8n setup.',
		},
		{
			name: 'Rest Until KIE Calls',
			value: 'callback',
			description:
				'Suspend the execution until KIE calls n8n. KIE must be able to reach n8n from the internet.',
		},
	],
});

const callBackUrl = parameter(
	{
		displayName: 'Callback URL',
		name: 'callBackUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://n8n.example.com/webhook/kie',
		description:
			'The URL that KIE calls when the task is done. Must be reachable from the internet. Leave it empty to look up the task later with Get Status.',
		displayOptions: { show: { waitUntilDone: [false] } },
	},
	optionalWebAddress,
);

const output = { downloadImages, outputDataFieldName };

/** The fields; the Options collection holds those of the models, too. */
export const runFields = (modelOptions: INodeProperties[]): INodeProperties[] => [
	waitUntilDone.field,
	shownWhen({ waitUntilDone: [true] }, waitMethod.field),
	callBackUrl.field,
	...fieldsOf(output).map((field) => shownWhen({ waitUntilDone: [true] }, field)),
	optionsField([...fieldsOf(runOptions), ...modelOptions]),
];

const GUARDS = ['spendingLimit', 'stopBelow'] as const satisfies Array<keyof typeof runOptions>;

/** What guards money and by expression gives nothing is refused: it is not the same as not added. */
function guarded(given: unknown): unknown {
	if (!isRecord(given)) return given;
	const unset = GUARDS.filter((name) => name in given && given[name] === undefined);
	return { ...given, ...Object.fromEntries(unset.map((name) => [name, null])) };
}

const options = anything.transform(guarded).pipe(schemaOf(runOptions));

export type RunOptions = z.output<typeof options>;

export type WaitMethod = z.output<typeof waitMethod.schema>;

export const runSettingsSchema = schemaOf({ waitUntilDone, waitMethod, ...output }).extend({
	options,
});

/** Read only where the run does not wait. */
export const callBackUrlSchema = schemaOf({ callBackUrl });
