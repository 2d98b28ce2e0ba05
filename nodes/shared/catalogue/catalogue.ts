import { z } from 'zod';
import type { CancelSignal } from '../cancel';
import type { Reply } from '../kie/fault';
import { isRecord } from '../kie/json';
import type { Transport } from '../kie/transport';
import { anything } from '../schemas';
import type { ModelInput } from './modelInput';
import { readModelInput } from './modelInput';
import { isModelId } from './modelId';
import { plainText } from './plainText';
import { question } from './question';

/** A model as KIE lists it. */
export interface ListedModel {
	id: string;
	title: string;
	provider: string;
	/** What it does, such as "Text to Image". */
	taskTypes: string[];
	description: string;
	/** KIE's own words; empty where it names none. */
	price: string;
}

// KIE has some 200 models.
const MAX_MODELS = 2_000;

const text = (maxLength: number) => anything.transform((value) => plainText(value, maxLength));

/** As it is, on several lines. */
const priceText = anything.transform((value) =>
	typeof value === 'string' ? value.trim().slice(0, 5_000) : '',
);

const listedModel = z
	.object({
		model: z.string().refine(isModelId),
		title: text(80),
		provider: text(40),
		taskType: z.array(anything).catch([]),
		description: text(500),
		pricingDesc: priceText,
	})
	.transform(({ model, title, provider, taskType, description, pricingDesc }): ListedModel => ({
		id: model,
		title: title === '' ? model : title,
		provider,
		taskTypes: taskType.slice(0, 20).map((type) => plainText(type, 40)),
		description,
		price: pricingDesc,
	}));

const list = z.object({ models: z.array(anything) });

const askList = question((data): ListedModel[] | undefined => {
	const { success, data: read } = list.safeParse(data);
	if (!success) return undefined;
	const models = read.models.slice(0, MAX_MODELS).flatMap((entry) => {
		const model = listedModel.safeParse(entry);
		return model.success ? [model.data] : [];
	});
	return [...new Map(models.map((model) => [model.id, model])).values()];
});

/** KIE's whole list: it has no pages. */
export const askModels = async (
	transport: Transport,
	signal?: CancelSignal,
): Promise<Reply<ListedModel[]>> => await askList(transport, '/api/v1/models', signal);

const schemaAnswer = z.object({ openapi: z.custom<Record<string, unknown>>(isRecord).nullish() });

const askSchema = question((data): ModelInput | undefined => {
	const { success, data: read } = schemaAnswer.safeParse(data);
	return success ? readModelInput(read.openapi ?? null) : undefined;
});

/** What a model takes. */
export const askInput = async (
	transport: Transport,
	modelId: string,
	signal?: CancelSignal,
): Promise<Reply<ModelInput>> =>
	await askSchema(transport, `/api/v1/models/${modelId}/schema`, signal);

const priceAnswer = z.object({ pricingDesc: priceText });

const askPriceText = question((data): string | undefined => {
	const { success, data: read } = priceAnswer.safeParse(data);
	return success ? read.pricingDesc : undefined;
});

/** KIE's own words on the price of a model; empty where it names none. */
export const askPrice = async (
	transport: Transport,
	modelId: string,
	signal?: CancelSignal,
): Promise<Reply<string>> =>
	await askPriceText(transport, `/api/v1/models/${modelId}/price`, signal);
