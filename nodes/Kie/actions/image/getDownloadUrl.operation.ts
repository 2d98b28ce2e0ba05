import { failureOf, taskFailureOf } from '../../../shared/kie/advice';
import { inputFailure, KieFailure, newFailure } from '../../../shared/kie/failure';
import { retryRead } from '../../../shared/kie/retry';
import type { KieTask } from '../../../shared/kie/task';
import { allEnded } from '../../../shared/pacing';
import { labelsOf } from '../../../shared/parameters/labels';
import { fieldsOf, parameter, schemaOf } from '../../../shared/parameters/parameter';
import { readParameters } from '../../../shared/parameters/read';
import { optionalText, optionalWebAddress } from '../../../shared/parameters/values';
import type { Operation } from '../operation';
import { forEachItem } from '../operation';
import { requestDownloadUrl } from './downloadUrl';
import { TaskFinder } from './taskFinder';
import { taskIdField } from './taskId';

const parameters = {
	imageUrl: parameter(
		{
			displayName: 'Image URL',
			name: 'imageUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://tempfile.aiquickdraw.com/v/image.png',
			description:
				"The image to link to: a URL from KIE. Leave it empty to get a link to every image of 'Task ID'.",
		},
		optionalWebAddress,
	),
	taskId: parameter(
		{
			...taskIdField,
			description: 'The task that made the image. Required if no image URL is given.',
		},
		optionalText.transform((id) => id?.trim()),
	),
};

const fields = fieldsOf(parameters);
const schema = schemaOf(parameters);
const labels = labelsOf(fields);

export const getDownloadUrl: Operation = {
	option: {
		name: 'Get Download URL',
		value: 'getDownloadUrl',
		action: 'Get image download URL',
		description: 'Get links to images that expire after 20 minutes',
	},
	fields,
	async run(run) {
		const { ctx } = run;
		const transport = await run.connect();
		const finder = new TaskFinder(ctx, transport);
		return await forEachItem(run, async (itemIndex) => {
			const given = readParameters(ctx, itemIndex, Object.keys(schema.shape), schema, labels);
			if (given.imageUrl === undefined && given.taskId === undefined) {
				throw new KieFailure(
					inputFailure(
						"'Image URL' and 'Task ID' are both empty",
						'Fill in one of them: the URL of the image to link to, or the ID of the task that made it.',
					),
				);
			}

			const id = given.taskId ?? null;
			const task =
				given.imageUrl === undefined
					? finished(await finder.find(itemIndex, given.taskId ?? '', 'auto'))
					: { imageUrls: [given.imageUrl], api: undefined };
			// Only 4o has a call of its own, which needs the task: it may be one of 4o where nobody knows.
			const ownId = (task.api ?? 'gpt4oImage') === 'gpt4oImage' ? id : null;
			return await allEnded(
				task.imageUrls.map(async (imageUrl) => {
					const reply = await retryRead(
						async () => await requestDownloadUrl(transport, imageUrl, ownId),
						ctx.getExecutionCancelSignal(),
					);
					if (!reply.ok) {
						const asked = { imageUrl, ...(id !== null && { taskId: id }) };
						throw new KieFailure({ ...failureOf(reply.fault), asked });
					}
					const { downloadUrl, expiresAt } = reply.value;
					return {
						json: { downloadUrl, imageUrl, taskId: id, expiresAt },
						pairedItem: { item: itemIndex },
					};
				}),
			);
		});
	},
};

function finished(task: KieTask): KieTask {
	if (task.status === 'failed') throw new KieFailure(taskFailureOf(task));
	if (task.status === 'success' && task.imageUrls.length > 0) return task;
	if (task.status === 'success') {
		const failure = inputFailure(
			`Task '${task.taskId}' made no images, so there is nothing to link to`,
			"Its model returns another kind of result. Use the operation 'Get Status': its output contains it in 'result'.",
		);
		throw new KieFailure({ ...failure, task });
	}
	throw new KieFailure(
		newFailure(
			'waiting',
			`The images of task '${task.taskId}' are not ready yet`,
			"Try again later. 'Get Status' shows the progress of the task. To wait for it automatically, turn on 'Wait Until Done' in the node that makes the image.",
			{ task },
		),
	);
}
