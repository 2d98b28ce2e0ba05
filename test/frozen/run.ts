import { readFileSync } from 'node:fs';
import type { INodeExecutionData } from 'n8n-workflow';
import { vi } from 'vitest';
import { runClock } from '../helpers/clock.ts';
import type { WorkflowJson } from '../helpers/engine.ts';
import { outputOf, runWorkflow } from '../helpers/engine.ts';
import { created, done, KieWire } from '../helpers/kie.ts';

const read = <T>(file: string) =>
	JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as T;

/** Workflows as users have saved them, and what they do. */
export const workflows = read<Record<string, WorkflowJson>>('workflows.json');
export const expected = read<Record<string, unknown>>('expected.json');

/** What a saved workflow asks of KIE, and what its node gives; where it fails, why. */
export async function runFrozen(name: string) {
	vi.setSystemTime('2026-01-01T00:00:00Z');
	const wire = new KieWire()
		.onCreate((_, nth) => created(`t${nth}`))
		.onRead('t0', [done('t0')])
		.onRead('t1', [done('t1')])
		.on('POST', /download-url$/, [{ code: 200, msg: 'success', data: 'https://r2.test/link' }])
		.on('GET', /chat\/credit$/, [{ code: 200, msg: 'success', data: 12.5 }]);

	const run = await runClock(runWorkflow(workflows[name]!));

	return {
		error: run.data.resultData.error,
		did: {
			// Looks are not in step with each other, so their order is not part of the promise.
			requests: wire.requests
				.map(({ method, path, body }) => ({ method, path, body }))
				.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
			items: outputOf(run, 'KIE').map(withoutStorage),
		},
	};
}

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
