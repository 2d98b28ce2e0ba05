import { expect, test } from 'vitest';
import { apis, callbackReaders } from '../../../../../nodes/shared/kie/apis/index.ts';
import { API_NAMES } from '../../../../../nodes/shared/kie/task.ts';

test('every API reads callbacks, each once, and last the one that takes those of no name', () => {
	expect(callbackReaders.map(({ name }) => name).sort()).toEqual([...API_NAMES].sort());
	expect(callbackReaders.at(-1)).toBe(apis.gpt4oImage);
});

test('the lists offer the APIs in the order in which a task is looked for', () => {
	expect(Object.values(apis).map(({ name }) => name)).toEqual(API_NAMES);
});
