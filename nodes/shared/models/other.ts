import { z } from 'zod';
import { isRecord, isTooDeep, readText } from '../kie/json';
import { anything } from '../schemas';
import { readMarketForm } from './marketForm';
import { marketModelId } from './marketModel';
import type { ImageModel, ImageUrls, ModelOperation, NamedFile, RequestWith } from './model';
import { otherFields } from './otherFields';
import { retiredInput } from './retired';

/** What goes as `input`; or why not, of a field of its own where it has one. */
type Input =
	| { input(images: ImageUrls): Record<string, unknown>; files?: NamedFile[] }
	| { refusal: string; label?: string };

function jsonInput(value: unknown): Input {
	const input = parsed(value);
	if (!isRecord(input)) return { refusal: 'must be a JSON object such as { "prompt": "A cat" }' };
	if (Object.keys(input).length === 0) return { refusal: 'is empty' };
	if (isTooDeep(input)) return { refusal: 'is nested too deeply' };
	if (typeof input.model === 'string' && isRecord(input.input)) {
		return { refusal: "contains a whole request: keep only the part under 'input'" };
	}
	if (Object.keys(input).some((name) => /^callbackurl$/i.test(name))) {
		return {
			refusal: "cannot contain a callback: turn off 'Wait Until Done' and use 'Callback URL'",
		};
	}
	return { input: () => input };
}

function parsed(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value);
	} catch {
		return undefined;
	}
}

/** KIE's older pages have names that it no longer takes. */
function current(id: string, read: Input): Input {
	const refusal = 'refusal' in read ? undefined : retiredInput(id, read.input({}));
	return refusal === undefined ? read : { refusal };
}

const schema: ModelOperation['schema'] = z
	.object({
		marketModel: marketModelId,
		marketInputMode: anything,
		marketFields: anything,
		marketInput: anything,
	})
	.transform(
		({ marketModel: id, marketInputMode, marketFields, marketInput }, ctx): RequestWith => {
			const isForm = marketInputMode === 'form';
			const read = current(id, isForm ? readMarketForm(marketFields) : jsonInput(marketInput));
			if ('refusal' in read) {
				ctx.addIssue({
					code: 'custom',
					path: [isForm ? 'marketFields' : 'marketInput'],
					message: read.refusal,
					params: { label: read.label },
				});
				return z.NEVER;
			}
			const requestWith = (images: ImageUrls) => {
				const input = read.input(images);
				return { body: { model: id, input }, prompt: readText(input.prompt), model: id };
			};
			return Object.assign(requestWith, read.files && { files: read.files });
		},
	);

const anyModel: ModelOperation = {
	kieId: null,
	prompt: { is: 'none' },
	fields: otherFields,
	options: [],
	inputs: {},
	schema,
};

/** Any other model of KIE's market, of which the node knows nothing but what KIE tells of it. */
export const other: ImageModel = {
	value: 'other',
	option: {
		name: 'Other Market Model',
		description:
			"Any other model in KIE's market: choose it from KIE's live list and fill in a form",
	},
	api: 'market',
	operations: { generate: anyModel, edit: anyModel },
};
