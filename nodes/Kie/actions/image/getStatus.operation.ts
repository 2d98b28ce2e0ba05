import { apis } from '../../../shared/kie/apis';
import { Delivery } from '../../../shared/output/delivery';
import { notesOf } from '../../../shared/output/downloadNotes';
import { labelsOf } from '../../../shared/parameters/labels';
import {
	downloadImages,
	fileName,
	includeRaw,
	maxFileSize,
	outputDataFieldName,
	outputItems,
} from '../../../shared/parameters/output';
import {
	choiceParameter,
	fieldsOf,
	optionsOf,
	parameter,
	schemaOf,
	switchParameter,
} from '../../../shared/parameters/parameter';
import { readParameters } from '../../../shared/parameters/read';
import { requiredText } from '../../../shared/parameters/values';
import { hintAtMissedFiles } from '../missedFiles';
import type { Operation } from '../operation';
import { forEachItem } from '../operation';
import { isToolUse } from '../toolUse';
import { TaskFinder } from './taskFinder';
import { taskIdField } from './taskId';

const api = choiceParameter({
	displayName: 'API',
	name: 'api',
	type: 'options',
	default: 'auto',
	description: 'The KIE API that the task belongs to',
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
			description: 'The ID of the task, as returned by the node that submitted it',
		},
		requiredText.transform((id) => id.trim()),
	),
	downloadImages: switchParameter({ ...downloadImages.field, default: false }),
	outputDataFieldName,
	options: optionsOf({ api, fileName, includeRaw, maxFileSize, outputItems }),
};

const fields = fieldsOf(parameters);
const schema = schemaOf(parameters);
const labels = labelsOf(fields);

export const getStatus: Operation = {
	option: {
		name: 'Get Status',
		value: 'getStatus',
		action: 'Get image status',
		description: 'Look up a task and get its images when they are done',
	},
	fields,
	async run(run) {
		const { ctx } = run;
		const transport = await run.connect();
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
		hintAtMissedFiles(run, delivery);
		return result;
	},
};
