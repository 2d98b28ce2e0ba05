import { expect, test } from 'vitest';
import { runOptions } from '../../../../../nodes/Kie/actions/create/runOptions.ts';
import {
	runFields,
	runSettingsSchema,
} from '../../../../../nodes/Kie/actions/create/runSettings.ts';

test('where nothing is set, a run does what a new node shows', () => {
	expect(runSettingsSchema.parse({ options: {} })).toEqual({
		waitUntilDone: true,
		waitMethod: 'polling',
		downloadImages: true,
		outputDataFieldName: 'data',
		options: {
			batching: { batch: { batchSize: 20, batchInterval: 10_000 } },
			includeRaw: false,
			fileName: '',
			maxFileSize: 200 * 1024 * 1024,
			maxWait: 900,
			onTimeout: 'error',
			outputItems: 'perImage',
			pollInterval: 5,
			spendingLimit: 0,
			stopBelow: 0,
		},
	});
});

test('what is read is what shows: each option by the name of its field', () => {
	for (const [name, { field }] of Object.entries(runOptions)) expect(field.name).toBe(name);
	const shown = runFields([]).map(({ name }) => name);
	expect(shown).toEqual(expect.arrayContaining(Object.keys(runSettingsSchema.shape)));
});
