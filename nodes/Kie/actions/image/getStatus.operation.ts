import { updateDisplayOptions } from 'n8n-workflow';
import { z } from 'zod';
import { apis } from '../../../shared/kie/apis';
import { notesOf } from '../../../shared/files/downloadNotes';
import { imageDownloader, NO_DOWNLOADS } from '../../../shared/output/download';
import { oneOfTexts, requiredText, switchOf } from '../../../shared/parameters/values';
import { taskItems } from '../../../shared/output/items';
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
import { TaskFinder } from './findTask';
import { hintAtMissedFiles } from '../create/hints';

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
	async run(ctx) {
		const transport = await connect(ctx);
		const finder = new TaskFinder(ctx, transport);
		const download = imageDownloader(ctx, transport.isPrivate, notesOf(ctx));
		const missed: string[] = [];
		const result = await forEachItem(ctx, async (itemIndex) => {
			const read = readParameters(ctx, itemIndex, Object.keys(schema.shape), schema, labels);
			const { options } = read;
			const task = await finder.find(itemIndex, read.taskId, options.api);
			const wanted = read.downloadImages && !isToolUse(ctx);
			const downloads = wanted ? await download(task, options.maxFileSize) : NO_DOWNLOADS;
			missed.push(...downloads.missed);
			const { includeRaw: raw, outputItems: items } = options;
			const settings = {
				includeRaw: raw,
				outputItems: items,
				binaryName: read.outputDataFieldName,
			};
			return taskItems(task, itemIndex, settings, downloads.files);
		});
		hintAtMissedFiles(ctx, missed);
		return result;
	},
};
