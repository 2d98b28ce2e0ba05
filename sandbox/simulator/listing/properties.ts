import type { Fields, Rule } from '../catalogue/index.ts';
import { describeField } from './describe.ts';

export type Json = Record<string, unknown>;

/** How the schema of one model is written; hands differ from family to family. */
export interface Hand {
	/** Limits stand in the descriptions alone. */
	limitsInProse: boolean;
	/** Puts an object aside and returns a reference to it, where it does not stand in place. */
	setAside?: (name: string, schema: Json) => Json;
}

const given = (entries: Json): Json =>
	Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));

function typeOf(rule: Rule, name: string, hand: Hand): Json {
	const { limitsInProse } = hand;
	const limits = (entries: Json): Json => (limitsInProse ? {} : given(entries));
	switch (rule.type) {
		case 'text':
			return { type: 'string', ...limits({ minLength: rule.min, maxLength: rule.max }) };
		case 'choice': {
			const types = { string: 'string', number: 'integer' } as const;
			const isFraction = rule.of.some((value) => typeof value === 'number' && value % 1 !== 0);
			const [first] = rule.of;
			const type = isFraction ? 'number' : types[typeof first === 'number' ? 'number' : 'string'];
			return { type, enum: rule.of };
		}
		case 'flag':
			return { type: 'boolean' };
		case 'integer':
		case 'number':
			return { type: rule.type, ...limits({ minimum: rule.min, maximum: rule.max }) };
		case 'link':
		case 'file':
			return { type: 'string', format: 'uri' };
		case 'files':
			return {
				type: 'array',
				items: { type: 'string', format: 'uri' },
				...limits({ minItems: rule.min, maxItems: rule.max }),
				...given({ maxItems: rule.schemaMax }),
			};
		case 'list':
			return {
				type: 'array',
				items: typeOf(rule.of, name, hand),
				...limits({ minItems: rule.min || undefined, maxItems: rule.max }),
			};
		case 'record': {
			const schema = objectOf(rule.fields, hand);
			return hand.setAside?.(name, schema) ?? schema;
		}
	}
}

function propertyOf(name: string, rule: Rule, hand: Hand): Json {
	const notes = given({ default: rule.preset, deprecated: rule.deprecated });
	return { ...typeOf(rule, name, hand), description: describeField(name, rule), ...notes };
}

/** Some fields as an object of a schema. */
export function objectOf(fields: Fields, hand: Hand): Json {
	const named = Object.entries(fields).map(([name, rule]) => {
		const { schemaName = name } = rule;
		return { schemaName, isRequired: rule.required, property: propertyOf(name, rule, hand) };
	});
	const required = named.filter(({ isRequired }) => isRequired);
	return {
		type: 'object',
		properties: Object.fromEntries(named.map(({ schemaName, property }) => [schemaName, property])),
		...(required.length === 0 ? {} : { required: required.map(({ schemaName }) => schemaName) }),
	};
}
