import type { IExecuteFunctions } from 'n8n-workflow';
import type { z } from 'zod';
import { KieFailure } from '../kie/failure';
import { valueFailure } from './labels';

/** Reads parameters of one item under their own names, validated; throws what the user must mend. */
export function readParameters<T extends z.ZodTypeAny>(
	ctx: IExecuteFunctions,
	itemIndex: number,
	names: readonly string[],
	schema: T,
	labels: Record<string, string>,
): z.output<T> {
	// n8n's own validation looks through all fields of all models; the schema does it better.
	const read = (name: string, absent: object | null) =>
		ctx.getNodeParameter(name, itemIndex, absent, { skipValidation: true });
	return readValues(read, names, schema, labels);
}

/** The same, wherever the values come from. */
export function readValues<T extends z.ZodTypeAny>(
	read: (name: string, absent: object | null) => unknown,
	names: readonly string[],
	schema: T,
	labels: Record<string, string>,
): z.output<T> {
	const values = Object.fromEntries(
		names.map((name) => {
			const absent = name === 'options' ? {} : null;
			return [name, read(name, absent) ?? absent];
		}),
	);
	const parsed = schema.safeParse(values);
	if (!parsed.success) throw new KieFailure(valueFailure(parsed.error, labels));
	return parsed.data;
}
