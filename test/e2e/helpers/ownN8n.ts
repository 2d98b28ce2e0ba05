/** An n8n for a file that kills it: the others would not survive that. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OWNER } from '../../../sandbox/account.ts';
import { N8nClient } from '../../../sandbox/n8n/client.ts';
import type { N8n } from '../../../sandbox/n8n/server.ts';
import { startN8n } from '../../../sandbox/n8n/server.ts';
import { ARTEFACTS } from './constants.ts';

export interface OwnN8n {
	client: N8nClient;
	url: string;
	/** `kill -9`. */
	kill(): Promise<void>;
	/** With the same port, workflows and executions. */
	startAgain(): Promise<void>;
	/** All that it has logged, also before it was killed. */
	logFile: string;
	stop(): Promise<void>;
}

export async function startOwnN8n(name: string): Promise<OwnN8n> {
	const home = join(ARTEFACTS, name);
	await rm(home, { recursive: true, force: true });
	await mkdir(home, { recursive: true });
	const packed = join(ARTEFACTS, 'packed');
	const [tarball = ''] = (await readdir(packed)).filter((file) => file.endsWith('.tgz'));
	const options = { home, tarball: join(packed, tarball) };
	let n8n: N8n = await startN8n(options);
	const { url, port, logFile } = n8n;
	try {
		const client = new N8nClient(url);
		await client.ensureOwner(OWNER);
		await n8n.installPackage(client);
		return {
			client,
			url,
			logFile,
			kill: async () => await n8n.kill(),
			startAgain: async () => void (n8n = await startN8n({ ...options, port })),
			stop: async () => await n8n.stop(),
		};
	} catch (error) {
		await n8n.stop();
		throw error;
	}
}
