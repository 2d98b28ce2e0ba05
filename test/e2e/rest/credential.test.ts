import { expect, inject, test } from 'vitest';
import { demoKeys } from '../../../sandbox/simulator/index.ts';
import { PACKAGE } from '../helpers/constants.ts';
import { addFault } from '../helpers/kie.ts';
import { errorOf, kieCredential, n8n, runWorkflow, save } from '../helpers/n8n.ts';
import { chain, kie, START } from '../helpers/workflows.ts';

test("n8n's own installer took the package, with its node", async () => {
	const packages = await (await n8n()).communityPackages();

	expect(packages).toMatchObject([
		{
			packageName: PACKAGE,
			installedNodes: expect.arrayContaining([
				expect.objectContaining({ name: 'KIE', type: `${PACKAGE}.kie` }),
			]),
		},
	]);
	expect(packages[0]?.failedLoading).not.toBe(true);
});

test('the credential test says yes to a good key, as saved', async () => {
	expect(await (await n8n()).testCredential(await kieCredential())).toMatchObject({ status: 'OK' });
});

const data = (apiKey: string) => ({
	apiKey,
	webhookSecret: '',
	baseUrl: inject('kieUrl'),
	uploadBaseUrl: inject('kieUrl'),
});

test('it says no to a bad key, with what to do', async () => {
	const client = await n8n();

	const answer = await client.testCredential(await kieCredential(), data('not-a-key'));

	expect(answer.status).toBe('Error');
	expect(answer.message).toContain('https://kie.ai/api-key');
});

test('it says no when KIE is under maintenance or limits requests', async () => {
	const client = await n8n();
	for (const code of [429, 455]) {
		await addFault({ kind: 'error', on: 'credits', code, as: 'body' });
		const answer = await client.testCredential(await kieCredential());
		expect(answer.status).toBe('Error');
		expect(answer.message).toMatch(code === 429 ? /limiting requests/ : /maintenance/);
	}
});

test.each([
	['a bad key', 'not-a-key', 'KIE does not accept the API key [item 0]'],
	[
		'an account without credits',
		demoKeys.noCredits,
		'The KIE account has too few credits [item 0]',
	],
])('a run with %s says so', async (_name, key, message) => {
	const client = await n8n();
	const other = await client.createCredential(`other ${key}`, 'kieImageApi', data(key));
	const workflow = chain([{}], kie('KIE', { operation: 'generate', prompt: 'credential' }));
	const { id } = await save(workflow);
	const nodes = workflow.nodes.map((node) =>
		node.name === 'KIE' ? { ...node, credentials: { kieImageApi: other } } : node,
	);
	await client.updateWorkflow(id, { nodes });

	const execution = await client.runAndWait(id, START);

	expect(execution.status).toBe('error');
	expect(errorOf(execution)?.message).toBe(message);
	await client.deleteCredential(other.id);
});

test('a run without a credential says so', async () => {
	const workflow = chain(
		[{}],
		kie('KIE', { operation: 'generate', prompt: 'x' }, { credentials: {} }),
	);

	const execution = await runWorkflow(workflow);

	expect(execution.status).toBe('error');
	expect(errorOf(execution)?.message).toMatch(/credential/i);
});
