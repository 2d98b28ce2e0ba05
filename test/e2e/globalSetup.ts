/** Packs the package, starts a simulator and a real n8n, and installs the one in the other. */
import { mkdir, mkdtemp, readlink, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { CREDENTIAL_NAME, CREDENTIAL_TYPE, OWNER } from '../../sandbox/account.ts';
import { N8nClient } from '../../sandbox/n8n/client.ts';
import { ensureN8n } from '../../sandbox/n8n/install.ts';
import { startN8n } from '../../sandbox/n8n/server.ts';
import { packPackage } from '../../sandbox/pack.ts';
import { startSimulator } from '../../sandbox/simulator/index.ts';
import { API_KEY, ARTEFACTS, ROOT, SCREENSHOTS, SPEED } from './helpers/constants.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		n8nUrl: string;
		n8nHome: string;
		n8nLog: string;
		kieUrl: string;
	}
}

type Stop = () => Promise<void>;

export default async function setup(project: TestProject): Promise<Stop> {
	const stops: Stop[] = [];
	const teardown = async () => {
		for (const stop of stops.splice(0).reverse()) await stop();
	};
	try {
		await start(project, stops);
		return teardown;
	} catch (error) {
		await teardown();
		throw error;
	}
}

async function start(project: TestProject, stops: Stop[]): Promise<void> {
	const began = Date.now();
	const { E2E_PART: part } = process.env;
	const say = (text: string) =>
		console.log(`e2e ${Math.round((Date.now() - began) / 1000)} s: ${text}`);
	if (part !== 'rest') await rm(SCREENSHOTS, { recursive: true, force: true });
	const home = await newHome(join(ARTEFACTS, part === undefined ? 'n8n' : `n8n-${part}`));

	const tarball = await packPackage(ROOT, join(ARTEFACTS, 'packed'));
	say(`packed ${tarball}`);
	const install = await ensureN8n({ onProgress: atMostEvery(15_000, say) });
	say(`n8n is installed in ${install.root}`);

	const kie = await startSimulator({ speed: SPEED, apiKeys: [API_KEY], credits: 100_000 });
	stops.push(async () => await kie.close());
	const n8n = await startN8n({ home, install, tarball, env: { N8N_LOG_LEVEL: 'debug' } });
	stops.push(async () => await n8n.stop());
	say(`n8n runs at ${n8n.url} (process ${n8n.pid}), the simulator at ${kie.url}`);

	const client = new N8nClient(n8n.url);
	await client.ensureOwner(OWNER);
	await n8n.installPackage(client);
	await client.createCredential(CREDENTIAL_NAME, CREDENTIAL_TYPE, {
		apiKey: API_KEY,
		webhookSecret: '',
		baseUrl: kie.url,
		uploadBaseUrl: kie.url,
	});
	say("the package is installed by n8n's own installer");

	project.provide('n8nUrl', n8n.url);
	project.provide('n8nHome', home);
	project.provide('n8nLog', n8n.logFile);
	project.provide('kieUrl', kie.url);
}

/**
 * A folder for n8n, linked to where its logs are looked for. It is none of the project: in there Node
 * would give the package the project's own n8n-workflow and zod, and not those of the n8n that runs it.
 */
async function newHome(link: string): Promise<string> {
	const last = await readlink(link).catch(() => link);
	for (const old of [last, link]) await rm(old, { recursive: true, force: true });
	const home = await mkdtemp(join(tmpdir(), 'kie-image-e2e-'));
	await mkdir(dirname(link), { recursive: true });
	await symlink(home, link);
	return home;
}

function atMostEvery(ms: number, say: (text: string) => void): (text: string) => void {
	let last = 0;
	return (text) => {
		if (Date.now() - last < ms) return;
		last = Date.now();
		say(text);
	};
}
