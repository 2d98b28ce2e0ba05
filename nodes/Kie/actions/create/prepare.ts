import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { apis } from '../../../shared/kie/apis';
import type { Asked } from '../../../shared/kie/failure';
import { failureFrom, inputFailure, KieFailure } from '../../../shared/kie/failure';
import { isWithoutImage, withoutImage } from '../../../shared/kie/task';
import type { ImageOperation, InputRole, ModelOperation } from '../../../shared/models';
import { models } from '../../../shared/models';
import type { Labels } from '../../../shared/parameters/labels';
import { labelsOf } from '../../../shared/parameters/labels';
import { readParameters } from '../../../shared/parameters/read';
import type { FailedOutcome } from '../outcome';
import type { Run } from '../run';
import { isToolUse } from '../toolUse';
import { inputFields } from './inputFields';
import { collectFiles, collectInputs } from './inputs/collectInputs';
import type { ImageRequest } from './request';
import { urlsOf } from './request';
import { callBackUrlSchema, runSettingsSchema } from './runSettings';

export interface Prepared {
	requests: ImageRequest[];
	failures: FailedOutcome[];
}

/** Reads and checks every item before anything is submitted: a typo in item 50 costs nothing. */
export async function prepareAll(
	run: Run,
	operation: ImageOperation,
	fields: INodeProperties[],
): Promise<Prepared> {
	const { ctx } = run;
	const labelsFor = labelsByModel(fields);
	const prepared: Prepared = { requests: [], failures: [] };
	for (let itemIndex = 0; itemIndex < ctx.getInputData().length; itemIndex++) {
		try {
			prepared.requests.push(await prepare(ctx, itemIndex, operation, labelsFor));
		} catch (cause) {
			const failure = { ...failureFrom(cause), asked: readable(ctx, itemIndex) };
			prepared.failures.push(run.fail(itemIndex, failure));
		}
	}
	return prepared;
}

async function prepare(
	ctx: IExecuteFunctions,
	itemIndex: number,
	operation: ImageOperation,
	labelsFor: (own: ModelOperation) => Labels,
): Promise<ImageRequest> {
	const value = ctx.getNodeParameter('model', itemIndex);
	const model = models.find((candidate) => candidate.value === value);
	const own = model?.operations[operation];
	if (!model || !own) {
		throw new KieFailure(
			inputFailure(
				`'Model' cannot be '${String(value)}' in this operation`,
				'Choose a model from the list. Nothing was sent to KIE.',
			),
		);
	}

	const labels = labelsFor(own);
	const images = await collectInputs(ctx, itemIndex, own, labels);
	const names = [
		...['prompt', 'options'],
		...own.fields.map(({ name }) => name),
		...(own.refuses ?? []),
	];
	const requestWith = readParameters(ctx, itemIndex, names, own.schema, labels);
	const inputs = [...images, ...(await collectFiles(ctx, itemIndex, requestWith.files ?? []))];
	const { body, prompt, model: name = model.value } = requestWith(urlsOf(inputs));
	const { waitUntilDone, downloadImages, outputDataFieldName, options } = readParameters(
		ctx,
		itemIndex,
		Object.keys(runSettingsSchema.shape),
		runSettingsSchema,
		labels,
	);
	const { callBackUrl } = waitUntilDone
		? { callBackUrl: undefined }
		: readParameters(ctx, itemIndex, ['callBackUrl'], callBackUrlSchema, labels);

	return {
		itemIndex,
		api: apis[model.api],
		inputs,
		bodyWith: (withUrls) => requestWith(urlsOf(withUrls)).body,
		callBackUrl,
		waitUntilDone,
		options,
		output: {
			// A language model gets text alone: n8n drops files on the way to it.
			downloadImages: downloadImages && !isToolUse(ctx),
			maxFileSize: options.maxFileSize,
			outputItems: options.outputItems,
			includeRaw: options.includeRaw,
			binaryName: outputDataFieldName,
		},
		identity: { api: model.api, model: name, body },
		asked: { api: model.api, model: name, ...(prompt !== null && { prompt }) },
		complete: (task) => ({
			// Only of a model that the node does not know may the result be something else.
			...(own.kieId !== null && isWithoutImage(task) ? withoutImage(task) : task),
			model: name,
			prompt: task.prompt ?? prompt,
		}),
	};
}

/** What can be read of a request that cannot be made. */
function readable(ctx: IExecuteFunctions, itemIndex: number): Asked {
	const text = (name: string): string | undefined => {
		try {
			const value = ctx.getNodeParameter(name, itemIndex, '', { skipValidation: true });
			return typeof value === 'string' && value.trim() !== '' ? value : undefined;
		} catch {
			return undefined;
		}
	};
	const [value, prompt] = [text('model'), text('prompt')];
	const model = models.find((candidate) => candidate.value === value);
	return { ...(model && { api: model.api, model: model.value }), ...(prompt && { prompt }) };
}

/** The labels as a model shows them, put together once for all items of the model. */
function labelsByModel(fields: INodeProperties[]): (own: ModelOperation) => Labels {
	const all = labelsOf(fields);
	const known = new Map<ModelOperation, Labels>();
	return (own) => {
		const labels = known.get(own) ?? { ...all, ...labelsOf(ownFields(own)) };
		known.set(own, labels);
		return labels;
	};
}

/** The fields as this model shows them: a name may be worded otherwise for another. */
const ownFields = ({ fields, inputs }: ModelOperation): INodeProperties[] => [
	...Object.entries(inputs).flatMap(([role, images]) => inputFields(role as InputRole, images)),
	...fields,
];
