import { readFileSync } from 'node:fs';
import type { INodeExecutionData } from 'n8n-workflow';
import { afterAll, expect, test, vi } from 'vitest';
import { runClock, useFakedClock } from '../helpers/clock.ts';
import type { WorkflowJson } from '../helpers/engine.ts';
import { outputOf, runWorkflow } from '../helpers/engine.ts';
import { KieWire, created, done } from '../helpers/kie.ts';

// Workflows as users have saved them. They must go on doing exactly what they did: a change of
// expected.json is a change that breaks somebody's workflow.

useFakedClock();

const read = <T>(file: string) =>
	JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as T;
const workflows = read<Record<string, WorkflowJson>>('workflows.json');
const expected = read<Record<string, unknown>>('expected.json');

afterAll(() => {
	expect(Object.keys(expected)).toEqual(Object.keys(workflows));
});

test.each(Object.keys(workflows))('%s', async (name) => {
	vi.setSystemTime('2026-01-01T00:00:00Z');
	const wire = new KieWire()
		.onCreate((_, nth) => created(`t${nth}`))
		.onRead('t0', [done('t0')])
		.onRead('t1', [done('t1')])
		.on('POST', /download-url$/, [{ code: 200, msg: 'success', data: 'https://r2.test/link' }])
		.on('GET', /chat\/credit$/, [{ code: 200, msg: 'success', data: 12.5 }]);

	const run = await runClock(runWorkflow(workflows[name]!));

	expect(run.data.resultData.error).toBeUndefined();
	expect({
		// Looks are not in step with each other, so their order is not part of the promise.
		requests: wire.requests
			.map(({ method, path, body }) => ({ method, path, body }))
			.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
		items: outputOf(run, 'KIE').map(withoutStorage),
	}).toEqual(expected[name]);
});

/** Where n8n keeps a file and when a link was made differ from run to run. */
function withoutStorage({ json, binary, pairedItem }: INodeExecutionData) {
	const files = Object.entries(binary ?? {}).map(([field, { fileName, mimeType }]) => ({
		field,
		fileName,
		mimeType,
	}));
	const { expiresAt, createdAt, ...fields } = json;
	const times = {
		...(expiresAt && { expiresAt: 'later' }),
		...(createdAt && { createdAt: 'then' }),
	};
	return { json: { ...fields, ...times }, files, pairedItem };
}
