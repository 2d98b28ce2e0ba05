import { describe, expect, test } from 'vitest';
import { resources } from '../../../../nodes/Kie/actions/index.ts';
import { operationField, operationFields } from '../../../../nodes/Kie/actions/resource.ts';

describe.each(resources)('$name', (resource) => {
	test('offers its operations, and the one of a new node is among them', () => {
		const values = resource.operations.map(({ option }) => option.value);
		expect(operationField(resource)).toMatchObject({
			default: expect.toBeOneOf(values),
			options: values.map((value) => ({ value })),
			displayOptions: { show: { resource: [resource.value] } },
		});
		expect(new Set(values).size).toBe(values.length);
	});

	// n8n looks no further than a condition that depends on an expression, and shows the field.
	test('asks for the operation before anything that may be an expression', () => {
		for (const { displayOptions } of operationFields(resource)) {
			expect(Object.keys(displayOptions?.show ?? {}).slice(0, 2)).toEqual([
				'resource',
				'operation',
			]);
		}
	});
});
