import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { ImageApi } from '../../../shared/kie/apis';
import { apis } from '../../../shared/kie/apis';
import type { Asked } from '../../../shared/kie/failure';
import { failureFrom, inputFailure, KieFailure } from '../../../shared/kie/failure';
import type { ImageOperation, InputRole, ModelOperation } from '../../../shared/models';
import { models, ownModelName } from '../../../shared/models';
import type { OutputSettings } from '../../../shared/output/items';
import type { Submission } from './submitPaced';
import type { KieTask } from '../../../shared/kie/task';
import { isToolUse } from '../toolUse';
import type { Labels } from '../../../shared/parameters/labels';
import { labelsOf } from '../../../shared/parameters/labels';
import type { FailedOutcome } from '../operation';
import { readParameters } from '../../../shared/parameters/read';
import { inputFields } from './inputFields';
import type { InputImage } from './inputs/collect';
import { collectInputs } from './inputs/collect';
import type { RunOptions } from './runSettings';
import { callBackUrlSchema, runSettingsSchema } from './runSettings';

/** One item's request, checked and complete. */
export interface ImageRequest extends Submission {
	itemIndex: number;
	api: ImageApi;
	settings: { waitUntilDone: boolean; downloadImages: boolean; options: RunOptions };
	output: OutputSettings;
	/** What makes it the same request as another. */
	identity: { api: string; model: string; body: Record<string, unknown> };
	/** The images that go in, masks included. */
	inputs: InputImage[];
	/** What an item of a failure can say of it. */
	asked: Asked;
	/** Adds to KIE's account of the task what only the request knows. */
	complete(task: KieTask): KieTask;
}

export interface Prepared {
	requests: ImageRequest[];
	failures: FailedOutcome[];
}

/** Reads and checks every item before anything is submitted: a typo in item 50 costs nothing. */
export async function prepareAll(
	ctx: IExecuteFunctions,
	operation: ImageOperation,
	fields: INodeProperties[],
): Promise<Prepared> {
	const labelsFor = labelsByModel(fields);
	const prepared: Prepared = { requests: [], failures: [] };
	for (let itemIndex = 0; itemIndex < ctx.getInputData().length; itemIndex++) {
		try {
			prepared.requests.push(await prepare(ctx, itemIndex, operation, labelsFor));
		} catch (cause) {
			const failure = { ...failureFrom(cause), asked: readable(ctx, itemIndex) };
			prepared.failures.push({ itemIndex, failure });
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
	const { images, values } = await collectInputs(ctx, itemIndex, own, labels);
	const names = [
		...['prompt', 'options'],
		...own.fields.map(({ name }) => name),
		...(own.refuses ?? []),
	];
	const request = readParameters(ctx, itemIndex, names, own.schema, labels, values);
	const kieModel = request.model ?? null;
	const ownName = kieModel === null ? model.value : ownModelName(kieModel);
	const settings = readParameters(
		ctx,
		itemIndex,
		Object.keys(runSettingsSchema.shape),
		runSettingsSchema,
		labels,
	);
	const { callBackUrl } = settings.waitUntilDone
		? { callBackUrl: undefined }
		: readParameters(ctx, itemIndex, ['callBackUrl'], callBackUrlSchema, labels);

	const { options } = settings;
	return {
		itemIndex,
		api: apis[model.api],
		payload: request.body,
		identity: { api: model.api, model: kieModel ?? model.value, body: request.body },
		callBackUrl,
		settings: {
			waitUntilDone: settings.waitUntilDone,
			// A language model gets text alone: n8n drops files on the way to it.
			downloadImages: settings.downloadImages && !isToolUse(ctx),
			options,
		},
		output: {
			outputItems: options.outputItems,
			includeRaw: options.includeRaw,
			binaryName: settings.outputDataFieldName,
		},
		inputs: images,
		asked: {
			api: model.api,
			model: ownName,
			...(request.prompt !== null && { prompt: request.prompt }),
		},
		complete: (task) => ({ ...task, model: ownName, prompt: task.prompt ?? request.prompt }),
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
