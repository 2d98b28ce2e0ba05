import { apis } from '../../../shared/kie/apis';
import { notesOf } from '../../../shared/files/downloadNotes';
import { imageDownloader, NO_DOWNLOADS } from '../../../shared/output/download';
import { requiredText } from '../../../shared/parameters/values';
import { taskItems } from '../../../shared/output/items';
import { isToolUse } from '../toolUse';
import { connect } from '../../../shared/kie/transport';
import { labelsOf } from '../../../shared/parameters/labels';
import type { Operation } from '../operation';
import { forEachItem } from '../operation';
import { readParameters } from '../../../shared/parameters/read';
import {
	choiceParameter,
	fieldsOf,
	optionsOf,
	parameter,
	schemaOf,
	switchParameter,
} from '../../../shared/parameters/parameter';
import {
	downloadImages,
	includeRaw,
	maxFileSize,
	outputDataFieldName,
	outputItems,
} from '../../../shared/parameters/output';
import { TaskFinder } from './findTask';
import { taskIdField } from './taskId';
import { hintAtMissedFiles } from '../create/hints';

const api = choiceParameter({
	displayName: 'API',
	name: 'api',
	type: 'options',
	default: 'auto',
	description: 'Which of the KIE APIs the task belongs to',
	options: [
		{ name: 'Find Automatically', value: 'auto' },
		...Object.values(apis).map(({ displayName, name }) => ({ name: displayName, value: name })),
	],
});

const parameters = {
	taskId: parameter(
		{
			...taskIdField,
			required: true,
			description: 'The task to look up, as Generate, Edit or Create Variants gave it',
		},
		requiredText.transform((id) => id.trim()),
	),
	downloadImages: switchParameter({ ...downloadImages.field, default: false }),
	outputDataFieldName,
	options: optionsOf({ api, includeRaw, maxFileSize, outputItems }),
};

const fields = fieldsOf(parameters);
const schema = schemaOf(parameters);
const labels = labelsOf(fields);

export const getStatus: Operation = {
	option: {
		name: 'Get Status',
		value: 'getStatus',
		action: 'Get image status',
		description: 'Look up a task, with its images when they are done',
	},
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
