import { updateDisplayOptions } from 'n8n-workflow';
import { z } from 'zod';
import { apis } from '../../../shared/kie/apis';
import { Delivery } from '../../../shared/output/deliver';
import { notesOf } from '../../../shared/output/downloadNotes';
import { oneOfTexts, requiredText, switchOf } from '../../../shared/parameters/values';
import { API_NAMES } from '../../../shared/kie/task';
import { isToolUse } from '../toolUse';
import { connect } from '../../../shared/kie/transport';
import { labelsOf } from '../../../shared/parameters/labels';
import type { Operation } from '../operation';
import { forEachItem } from '../operation';
import { fieldName, outputOptions, readParameters } from '../../../shared/parameters/settings';
import {
	downloadImages,
	includeRaw,
	maxFileSize,
	outputDataFieldName,
	outputItems,
	taskId,
} from '../../../shared/parameters/fields';
import { TaskFinder } from './taskFinder';
import { hintAtMissedFiles } from '../missedFiles';

const apiChoices = ['auto', ...API_NAMES] as const;

const fields = updateDisplayOptions({ show: { resource: ['image'], operation: ['getStatus'] } }, [
	{
		...taskId,
		required: true,
		description: 'The task to look up, as Generate, Edit or Create Variants gave it',
	},
	{ ...downloadImages, default: false },
	outputDataFieldName,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'API',
				name: 'api',
				type: 'options',
				default: 'auto',
				description: 'Which of the KIE APIs the task belongs to',
				options: [
					{ name: 'Find Automatically', value: 'auto' },
					...Object.values(apis).map(({ displayName, name }) => ({
						name: displayName,
						value: name,
					})),
				],
			},
			includeRaw,
			maxFileSize,
			outputItems,
		],
	},
]);

const schema = z.object({
	taskId: requiredText.transform((id) => id.trim()),
	downloadImages: switchOf(false),
	outputDataFieldName: fieldName,
	options: z.object({
		...outputOptions,
		api: oneOfTexts(apiChoices).default('auto'),
	}),
});

const labels = labelsOf(fields);

export const getStatus: Operation = {
	fields,
	async run(run) {
		const { ctx } = run;
		const transport = await connect(ctx);
		const finder = new TaskFinder(ctx, transport);
		const delivery = new Delivery(ctx, transport.isPrivate, notesOf(ctx));
		const result = await forEachItem(run, async (itemIndex) => {
			const read = readParameters(ctx, itemIndex, Object.keys(schema.shape), schema, labels);
			const { api, ...options } = read.options;
			const task = await finder.find(itemIndex, read.taskId, api);
			return await delivery.itemsOf(task, itemIndex, {
				downloadImages: read.downloadImages && !isToolUse(ctx),
				...options,
				binaryName: read.outputDataFieldName,
			});
		});
		hintAtMissedFiles(ctx, delivery);
		return result;
	},
};
