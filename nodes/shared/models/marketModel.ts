import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { isModelId } from '../catalogue/modelId';
import { isRecord } from '../kie/json';
import { requiredText } from '../parameters/values';
import { anything } from '../schemas';
import { idInstead } from './retired';

// A model under KIE's own name of it.

/** The method of the node that lists them. */
export const LIST_METHOD = 'searchMarketModels';

export const ID_EXAMPLE = 'e.g. qwen/text-to-image';

const idSchema = requiredText.transform((text, ctx): string => {
	const id = text.trim();
	const refuse = (message: string) => {
		ctx.addIssue({ code: 'custom', message });
		return z.NEVER;
	};
	if (!isModelId(id)) {
		return refuse(`must be a name such as qwen/text-to-image, not '${id.slice(0, 60)}'`);
	}
	const instead = idInstead(id);
	return instead === undefined ? id : refuse(`cannot be '${id}': use ${instead}`);
});

/** Chosen from the list, typed or, as version 1 of the node saved it, plain text. */
export const marketModelId = anything
	.transform((value) => (isRecord(value) && 'value' in value ? value.value : value))
	.pipe(idSchema);

/** The field to choose one with. */
export const locatorOf = (displayName: string): INodeProperties => ({
	displayName,
	name: 'marketModel',
	type: 'resourceLocator',
	required: true,
	default: { __rl: true, mode: 'list', value: '' },
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a model',
			typeOptions: { searchListMethod: LIST_METHOD, searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: ID_EXAMPLE,
			hint: "The exact name of the model, as KIE's documentation shows it",
		},
	],
});
