import { describe, expect, test } from 'vitest';
import { maxFileSize, outputDataFieldName } from '../../../../nodes/shared/parameters/output.ts';

test.each([
	[undefined, 209_715_200],
	['1', 1_048_576],
	[0.5, 524_288],
])('a size of %j MB is %i bytes', (megabytes, bytes) => {
	expect(maxFileSize.schema.parse(megabytes)).toBe(bytes);
});

describe('the field for files', () => {
	test.each([
		[' photo ', 'photo'],
		['', 'data'],
		['  ', 'data'],
		[undefined, 'data'],
		[7, 'data'],
	])('%j is %j', (given, name) => {
		expect(outputDataFieldName.schema.parse(given)).toBe(name);
	});
});
