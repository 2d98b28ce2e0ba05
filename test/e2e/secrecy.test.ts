import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { API_KEY, WEBHOOK_SECRET } from './helpers/constants.ts';
import { addFault, ledger } from './helpers/kie.ts';
import { runWorkflow } from './helpers/n8n.ts';
import { chain, kie } from './helpers/workflows.ts';

// Runs last, over everything that the other tests made n8n do, log and keep.

/** Every file below n8n's home but for installed packages; the database and its log among them. */
async function filesBelow(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true });
	const lists = entries.map(async (entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : await filesBelow(path);
		return entry.isFile() ? [path] : [];
	});
	return (await Promise.all(lists)).flat();
}

async function holding(text: string): Promise<string[]> {
	const found: string[] = [];
	for (const file of await filesBelow(inject('n8nHome'))) {
		if ((await readFile(file)).includes(text)) found.push(file);
	}
	return found;
}

test('API key and webhook secret stand nowhere in what n8n logged or kept', async () => {
	// The ways in which a request with its headers most easily ends up in an error.
	await addFault(
		{ kind: 'reset', on: 'create', when: 'after', match: { prompt: 'secrecy lost' } },
		{ kind: 'html', on: 'create', status: 403, match: { prompt: 'secrecy page' } },
		{ kind: 'redirect', on: 'create', match: { prompt: 'secrecy redirect' } },
		{ kind: 'redirect', on: 'hosted', match: {} },
	);
	for (const prompt of ['secrecy lost', 'secrecy page', 'secrecy redirect', 'secrecy picture']) {
		const execution = await runWorkflow(chain([{}], kie('KIE', { operation: 'generate', prompt })));
		expect(JSON.stringify(execution)).not.toContain(API_KEY);
	}

	// What is looked through does hold the executions: otherwise nothing would be proved.
	expect(await holding('secrecy redirect')).toContainEqual(
		expect.stringContaining('database.sqlite'),
	);
	expect(await holding('KIE accepted an image task')).toContain(inject('n8nLog'));
	expect(await holding(API_KEY)).toEqual([]);
	expect(await holding(WEBHOOK_SECRET)).toEqual([]);
});

test('the API key went to no other host, and to no picture', async () => {
	const { keyLeaks, otherHost } = await ledger();

	expect(keyLeaks).toEqual([]);
	expect(otherHost.filter(({ carriedKey }) => carriedKey)).toEqual([]);
});
