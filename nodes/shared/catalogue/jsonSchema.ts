import { isRecord } from '../kie/json';

// JSON Schema as KIE writes it, and as anybody might: nested without end, in circles, or no schema at all.

export type Schema = Record<string, unknown>;

const MAX_HOPS = 20;
const MAX_LEVELS = 6;
/** How many names of a document are read, in all, however often they are referred to. */
const MAX_NAMES = 10_000;
const MAX_ALTERNATIVES = 20;
const MAX_REFERENCE = 500;
const MAX_REQUIRED = 500;

/** The properties of an object, each with every schema that one of its alternatives has for it. */
export interface ObjectShape {
	properties: Map<string, unknown[]>;
	/** What every alternative asks for. */
	required: Set<string>;
}

export class SchemaReader {
	private namesLeft = MAX_NAMES;

	/** References lead into the document. */
	constructor(private readonly document: Schema) {}

	/** The schema that stands or is referred to here; what stands beside a reference counts, too. */
	at(value: unknown): Schema {
		let schema = isRecord(value) ? value : {};
		for (let hop = 0; typeof schema.$ref === 'string'; hop++) {
			const target = this.pointedAt(schema.$ref);
			if (hop === MAX_HOPS || !this.mayRead(schema, target)) return {};
			const { $ref, ...beside } = schema;
			schema = { ...(isRecord(target) ? target : {}), ...beside };
		}
		return this.mayRead(schema) ? schema : {};
	}

	/** What a value may be: each alternative, with all that it is made of. */
	alternatives(value: unknown, level = 0): Schema[] {
		if (level > MAX_LEVELS || this.namesLeft <= 0) return [];
		const { oneOf, anyOf, allOf, ...own } = this.at(value);
		const parts = listOf(allOf).flatMap((part) => this.alternatives(part, level + 1).slice(0, 1));
		const whole: Schema = { ...parts.reduce((all, part) => ({ ...all, ...part }), {}), ...own };
		const others = [...listOf(oneOf), ...listOf(anyOf)];
		if (others.length === 0) return [whole];
		return others
			.flatMap((other) => this.alternatives(other, level + 1))
			.slice(0, MAX_ALTERNATIVES)
			.map((other) => ({ ...whole, ...other }));
	}

	/** The properties of an object, those of all its alternatives and parts together. */
	object(value: unknown, level = 0): ObjectShape {
		const shape: ObjectShape = { properties: new Map(), required: new Set() };
		if (level > MAX_LEVELS || this.namesLeft <= 0) return shape;
		const { properties, required, oneOf, anyOf, allOf } = this.at(value);
		if (!this.mayRead(properties)) return shape;
		const add = (other: ObjectShape) => {
			for (const [name, schemas] of other.properties) {
				shape.properties.set(name, [...(shape.properties.get(name) ?? []), ...schemas]);
			}
			other.required.forEach((name) => shape.required.add(name));
		};
		add({
			properties: new Map(
				Object.entries(isRecord(properties) ? properties : {}).map(([name, own]) => [name, [own]]),
			),
			required: new Set(textsIn(required)),
		});
		listOf(allOf).forEach((part) => add(this.object(part, level + 1)));
		const others = [...listOf(oneOf), ...listOf(anyOf)].map((one) => this.object(one, level + 1));
		const [first, ...more] = others;
		const always = [...(first?.required ?? [])].filter((name) =>
			more.every((other) => other.required.has(name)),
		);
		others.forEach(({ properties: found }) => add({ properties: found, required: new Set() }));
		always.forEach((name) => shape.required.add(name));
		return shape;
	}

	private mayRead(...values: unknown[]): boolean {
		for (const value of values)
			this.namesLeft -= isRecord(value) ? Object.keys(value).length + 1 : 1;
		return this.namesLeft > 0;
	}

	/** KIE's names of components hold blanks, percent-encoded in the reference and at times at the end. */
	private pointedAt(reference: string): unknown {
		if (!reference.startsWith('#/') || reference.length > MAX_REFERENCE) return undefined;
		let found: unknown = this.document;
		for (const step of reference.slice(2).split('/')) {
			const names = [step, decoded(step)];
			const inside = found;
			const name = isRecord(inside) && names.find((one) => Object.hasOwn(inside, one));
			if (!isRecord(inside) || typeof name !== 'string') return undefined;
			found = inside[name];
		}
		return found;
	}
}

const listOf = (value: unknown): unknown[] =>
	Array.isArray(value) ? value.slice(0, MAX_ALTERNATIVES) : [];

const textsIn = (value: unknown): string[] =>
	Array.isArray(value)
		? value.slice(0, MAX_REQUIRED).filter((entry) => typeof entry === 'string')
		: [];

function decoded(step: string): string {
	try {
		return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
	} catch {
		return step;
	}
}
