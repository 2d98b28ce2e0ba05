import type { IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { anything, collectionOf } from '../anything';
import { KieFailure } from '../kie/failure';
import { oneOfTexts, switchOf } from './values';
import { valueFailure } from './labels';

// The schemas of what the operations share, beside the models' own.

export const numberWhere = (test: (value: number) => boolean, rule: string) =>
	anything.transform((value, ctx): number => {
		const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof read === 'number' && Number.isFinite(read) && test(read)) return read;
		ctx.addIssue({ code: 'custom', message: `must be ${rule}` });
		return z.NEVER;
	});

export const fieldName = z
	.unknown()
	.transform((value) => (typeof value === 'string' && value.trim() !== '' ? value.trim() : 'data'));

const BYTES_PER_MB = 1_048_576;

export const outputOptions = {
	/** In bytes, from megabytes. */
	maxFileSize: numberWhere((value) => value > 0, 'more than 0 MB')
		.default(200)
		.transform((megabytes) => megabytes * BYTES_PER_MB),
	includeRaw: switchOf(false),
	outputItems: oneOfTexts(['perImage', 'perTask']).default('perImage'),
};

export const runOptions = z.object({
	...outputOptions,
	maxWait: numberWhere((value) => value > 0, 'more than 0 seconds').default(900),
	onTimeout: oneOfTexts(['error', 'returnPending']).default('error'),
	pollInterval: numberWhere(
		(value) => value >= 0.35,
		'at least 0.35 seconds, since KIE allows 3 status checks per second',
	).default(5),
	batching: collectionOf({
		batch: collectionOf({
			batchSize: numberWhere(
				(value) => Number.isInteger(value) && (value === -1 || value > 0),
				'a whole number above 0, or -1 for no batches',
			).default(20),
			batchInterval: numberWhere((value) => value >= 0, '0 milliseconds or more').default(10_000),
		}),
	}),
});

export type RunOptions = z.output<typeof runOptions>;

/** Reads parameters of one item under their own names, validated; throws what the user must mend. */
export function readParameters<T extends z.ZodTypeAny>(
	ctx: IExecuteFunctions,
	itemIndex: number,
	names: readonly string[],
	schema: T,
	labels: Record<string, string>,
	/** Values that no parameter holds as they are. */
	further: Record<string, unknown> = {},
): z.output<T> {
	// n8n's own validation looks through all fields of all models; the schema does it better.
	const read = (name: string, absent: object | null) =>
		ctx.getNodeParameter(name, itemIndex, absent, { skipValidation: true });
	return readValues(read, names, schema, labels, further);
}

/** The same, wherever the values come from. */
export function readValues<T extends z.ZodTypeAny>(
	read: (name: string, absent: object | null) => unknown,
	names: readonly string[],
	schema: T,
	labels: Record<string, string>,
	further: Record<string, unknown> = {},
): z.output<T> {
	const values = Object.fromEntries(
		names.map((name) => {
			const absent = name === 'options' ? {} : null;
			return [name, read(name, absent) ?? absent];
		}),
	);
	const parsed = schema.safeParse({ ...values, ...further });
	if (!parsed.success) throw new KieFailure(valueFailure(parsed.error, labels));
	return parsed.data;
}
