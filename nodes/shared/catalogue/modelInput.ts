import type { InputField } from './inputField';
import { readInputField } from './inputField';
import type { Schema } from './jsonSchema';
import { SchemaReader } from './jsonSchema';
import { isRecord } from '../kie/json';

/** How every market model is ordered. */
const CREATE_PATH = '/api/v1/jobs/createTask';

const MAX_FIELDS = 150;

/**
 * What KIE's document of a model says of its input: the fields, in the order in which they show; or that
 * there is none yet; or that the model is none of the market and is asked elsewhere.
 */
export type ModelInput =
	{ is: 'fields'; fields: InputField[] } | { is: 'unknown' } | { is: 'elsewhere'; path: string };

export function readModelInput(document: Schema | null): ModelInput {
	if (document === null) return { is: 'unknown' };
	const reader = new SchemaReader(document);
	const paths = reader.at(document.paths);
	const path = Object.keys(paths).find((one) => one.replace(/\/+$/, '') === CREATE_PATH);
	if (path === undefined) {
		const [other] = Object.keys(paths);
		return other === undefined ? { is: 'unknown' } : { is: 'elsewhere', path: other };
	}
	const body = reader.object(bodySchema(reader, paths[path]));
	const [input] = body.properties.get('input') ?? [];
	const { properties, required } = reader.object(input);
	const fields = [...properties]
		.slice(0, MAX_FIELDS)
		.flatMap(([name, schemas]) => readInputField(reader, name, schemas, required.has(name)) ?? []);
	const unique = [...new Map(fields.map((field) => [field.name, field])).values()];
	return {
		is: 'fields',
		fields: [...unique.filter((one) => one.required), ...unique.filter((one) => !one.required)],
	};
}

function bodySchema(reader: SchemaReader, path: unknown): unknown {
	const { post } = reader.at(path);
	const { content } = reader.at(reader.at(post).requestBody);
	const types = reader.at(content);
	const [first] = Object.values(types);
	const type = types['application/json'] ?? first;
	return isRecord(type) ? type.schema : undefined;
}
