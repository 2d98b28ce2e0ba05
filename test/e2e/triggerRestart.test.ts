import { expect, test } from 'vitest';
import { signatureHeaders } from '../../sandbox/simulator/index.ts';
import { WEBHOOK_SECRET } from './helpers/constants.ts';
import { startOwnN8n } from './helpers/ownN8n.ts';
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

test('n8n is killed and started anew between two copies of a callback: one execution', async () => {
	const kie = await startSigningSimulator();
	const n8n = await startOwnN8n('n8n-restarted');
	const { client } = n8n;
	try {
		const credential = await createCredential(client, 'KIE', kie.url, { secret: WEBHOOK_SECRET });
		const { id, url } = await publish(client, credential);
		const [first, second] = [await endedTask(kie), await endedTask(kie)];
		expect(await callBack(kie, first, url)).toBe(200);
		await executionsOf(client, id, 1);

		await n8n.kill();
		await n8n.startAgain();

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
