import { createHash } from 'crypto';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { Asked } from '../../../shared/kie/failure';
import { failureFrom, inputFailure, KieFailure } from '../../../shared/kie/failure';
import type { ImageOperation, InputRole, ModelOperation } from '../../../shared/models';
import { models } from '../../../shared/models';
import type { Labels } from '../../../shared/parameters/labels';
import { labelsOf } from '../../../shared/parameters/labels';
import { readParameters } from '../../../shared/parameters/read';
import { shown } from '../../../shared/parameters/values';
import type { FailedOutcome } from '../outcome';
import type { Run } from '../run';
import { isToolUse } from '../toolUse';
import { inputFields } from './inputFields';
import { collectFiles, collectInputs } from './inputs/collectInputs';
import type { ImageRequest, InputImage } from './request';
import { mainImage, urlsOf } from './request';
import { callBackUrlSchema, runSettingsSchema } from './runSettings';
import { imagesIn } from './spending';

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
			const failure = { ...failureFrom(cause), asked: readable(ctx, itemIndex, operation) };
			prepared.failures.push(run.fail(itemIndex, failure));
		}
	}
	return prepared;
}

const namesOf = (operation: ImageOperation): string =>
	models
		.filter(({ operations }) => operations[operation])
		.map(({ value }) => value)
		.join(', ');

async function prepare(
	ctx: IExecuteFunctions,
	itemIndex: number,
	operation: ImageOperation,
	labelsFor: (own: ModelOperation) => Labels,
): Promise<ImageRequest> {
	const value = modelIn(ctx, itemIndex, operation);
	const model = models.find((candidate) => candidate.value === value);
	const own = model?.operations[operation];
	if (!model || !own) {
		throw new KieFailure(
			inputFailure(
				`'Model' cannot be ${shown(value)} for this operation`,
				`Use one of: ${namesOf(operation)}. Nothing was sent to KIE.`,
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
	const { body, prompt, maxSide, model: name = model.value } = requestWith(urlsOf(inputs));
	const { waitUntilDone, waitMethod, downloadImages, outputDataFieldName, options } =
		readParameters(ctx, itemIndex, Object.keys(runSettingsSchema.shape), runSettingsSchema, labels);
	const { callBackUrl } = waitUntilDone
		? { callBackUrl: undefined }
		: readParameters(ctx, itemIndex, ['callBackUrl'], callBackUrlSchema, labels);

	return {
		itemIndex,
		api: model.api,
		inputs: maxSide === undefined ? inputs : inputs.map((input) => upTo(maxSide, input)),
		bodyWith: (withUrls) => requestWith(urlsOf(withUrls), mainImage(withUrls)?.size ?? null).body,
		callBackUrl,
		waitUntilDone,
		waitMethod,
		onTimeout: options.onTimeout,
		options,
		output: {
			// A language model gets text alone: n8n drops files on the way to it.
			downloadImages: downloadImages && !isToolUse(ctx),
			maxFileSize: options.maxFileSize,
			fileName: options.fileName,
			outputItems: options.outputItems,
			includeRaw: options.includeRaw,
			binaryName: outputDataFieldName,
		},
		identity: fingerprint({ api: model.api, model: name, body }),
		asked: { api: model.api, model: name, ...(prompt !== null && { prompt }) },
		givesImages: own.kieId !== null,
		images: imagesIn(body),
	};
}

const upTo = (maxSide: number, { limits, ...input }: InputImage): InputImage => ({
	...input,
	limits: { ...limits, sides: { min: 1, max: maxSide } },
});

/** What a person chose; where there is one model alone, there is no choice. */
function modelIn(ctx: IExecuteFunctions, itemIndex: number, operation: ImageOperation): unknown {
	const [only, ...more] = models.filter(({ operations }) => operation in operations);
	return only && more.length === 0 ? only.value : ctx.getNodeParameter('model', itemIndex);
}

/** Files count by their content: what stands in for one is made of it. */
function fingerprint(request: unknown): string {
	return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}

/** What can be read of a request that cannot be made. */
function readable(ctx: IExecuteFunctions, itemIndex: number, operation: ImageOperation): Asked {
	const text = (read: () => unknown): string | undefined => {
		try {
			const value = read();
			return typeof value === 'string' && value.trim() !== '' ? value : undefined;
		} catch {
			return undefined;
		}
	};
	const value = text(() => modelIn(ctx, itemIndex, operation));
	const prompt = text(() =>
		ctx.getNodeParameter('prompt', itemIndex, '', { skipValidation: true }),
	);
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
