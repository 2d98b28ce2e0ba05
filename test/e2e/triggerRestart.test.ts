import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OWNER } from '../../sandbox/account.ts';
import { N8nClient } from '../../sandbox/n8n/client.ts';
import { startN8n } from '../../sandbox/n8n/server.ts';
import { signatureHeaders } from '../../sandbox/simulator/index.ts';
import { ARTEFACTS, WEBHOOK_SECRET } from './helpers/constants.ts';
import {
	callBack,
	createCredential,
	endedTask,
	executionsOf,
	post,
	publish,
	startSigningSimulator,
} from './helpers/trigger.ts';
import { until } from './helpers/until.ts';

// An n8n of its own, since the others would not survive its end.
test('n8n is killed and started anew between two copies of a callback: one execution', async () => {
	const home = join(ARTEFACTS, 'n8n-restarted');
	await rm(home, { recursive: true, force: true });
	await mkdir(home, { recursive: true });
	const packed = join(ARTEFACTS, 'packed');
	const [tarball = ''] = (await readdir(packed)).filter((name) => name.endsWith('.tgz'));
	const options = { home, tarball: join(packed, tarball) };
	const kie = await startSigningSimulator();
	let n8n = await startN8n(options);
	try {
		const client = new N8nClient(n8n.url);
		await client.ensureOwner(OWNER);
		await n8n.installPackage(client);
		const credential = await createCredential(client, 'KIE', kie.url, { secret: WEBHOOK_SECRET });
		const { id, url } = await publish(client, credential);
		const [first, second] = [await endedTask(kie), await endedTask(kie)];
		expect(await callBack(kie, first, url)).toBe(200);
		await executionsOf(client, id, 1);

		await n8n.kill();
		n8n = await startN8n({ ...options, port: n8n.port });

		const replay = await until(async () => {
			const { status } = await post(
				url,
				{ code: 200, msg: 'ok', data: { taskId: first, info: null } },
				signatureHeaders(WEBHOOK_SECRET, first),
			);
			return status === 404 ? undefined : status;
		});
		expect(replay).toBe(200);
		expect(await executionsOf(client, id, 1)).toHaveLength(1);
		// It does listen: a task that it has not seen starts the workflow.
		expect(await callBack(kie, second, url)).toBe(200);
		const executions = await executionsOf(client, id, 2);
		expect(executions.map(({ status }) => status)).toEqual(['success', 'success']);
		console.log('  n8n killed and restarted between two copies: 200, 200, one execution');
	} finally {
		await n8n.stop();
		await kie.close();
	}
});
