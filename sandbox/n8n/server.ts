/**
 * A real n8n, started and stopped:
 *
 *   const n8n = await startN8n({ home: '/tmp/some-folder', tarball: 'n8n-nodes-kie-image-1.0.0.tgz' });
 *   const client = new N8nClient(n8n.url);
 *   await client.ensureOwner(OWNER);
 *   await n8n.installPackage(client);   // as the Install button does
 *   …
 *   await n8n.stop();
 *
 * The first call on a machine installs n8n (minutes); see install.ts. `home` is kept: start again with
 * the same one and workflows, credentials and executions are still there.
 */
import { mkdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { N8nClient } from './client.ts';
import { SandboxError } from './errors.ts';
import { ensureN8n, type N8nInstall } from './install.ts';
import {
	installTarball,
	readTarball,
	unpackTarball,
	writeNpmShim,
	type Tarball,
} from './package-install.ts';
import { freePort, isFree, onFreePort } from './ports.ts';
import { startProgram, type Running } from './running.ts';

export type Role = 'start' | 'webhook' | 'worker';

export interface N8nOptions {
	/** n8n's user folder: `.n8n` lies in it. */
	home: string;
	/** A free one when absent. */
	port?: number;
	/** Added last, so that it wins over what is set here. */
	env?: Record<string, string>;
	/** Our package: for a `start` where n8n's own installer finds it, for the others in its place. */
	tarball?: string;
	/** Where n8n's output goes; `n8n.log` in `home` when absent. */
	logFile?: string;
	install?: N8nInstall;
	/** Queue mode: `webhook` and `worker` run beside a `start`. */
	role?: Role;
	/** After the role, e.g. `--concurrency=5`. */
	args?: string[];
	startLimitMs?: number;
	stopLimitMs?: number;
	signal?: AbortSignal;
}

export interface N8n extends Running {
	url: string;
	port: number;
	home: string;
	/** Installs the tarball as a community package, unless the very same one is there. */
	installPackage(client: N8nClient): Promise<'installed' | 'kept'>;
	/** Stops it and starts it anew with the same home and port, and `changes`. */
	restart(changes?: Partial<N8nOptions>): Promise<N8n>;
}

const HOST = '127.0.0.1';

export async function startN8n(options: N8nOptions): Promise<N8n> {
	const { port } = options;
	if (port !== undefined && !(await isFree(port))) {
		throw new SandboxError(`Port ${port} is in use.`, 'Stop what uses it, or choose another port.');
	}
	const install =
		options.install ?? (await ensureN8n(options.signal ? { signal: options.signal } : {}));
	const start = async (port: number) => await launch({ ...options, install, port });
	return port === undefined ? await onFreePort(start) : await start(port);
}

async function launch(options: N8nOptions & { install: N8nInstall; port: number }): Promise<N8n> {
	const { home, install, port, role = 'start', args = [] } = options;
	const { startLimitMs = 120_000, stopLimitMs = 15_000 } = options;
	await mkdir(home, { recursive: true });
	const tarball = options.tarball === undefined ? undefined : await readTarball(options.tarball);
	const shim = tarball && role === 'start' && (await writeNpmShim(join(home, 'npm-shim'), tarball));
	if (tarball && role !== 'start') await unpackTarball(tarball, home);
	const brokerPort = await freePort();
	// n8n starts its runner of Code nodes as `node`: that must be its own Node, and `npm` the shim.
	const first = [...(shim ? [shim] : []), dirname(install.nodeBin)];
	const url = `http://${HOST}:${port}`;
	const running = await startProgram({
		name: 'n8n',
		node: install.nodeBin,
		args: [install.n8nBin, role, ...args],
		cwd: home,
		env: { ...environment(home, port, brokerPort, role, first), ...options.env },
		logFile:
			options.logFile ?? join(home, role === 'start' ? 'n8n.log' : `n8n-${role}-${port}.log`),
		isReady: async () => await isReady(url, role),
		startLimitMs,
		stopLimitMs,
		...(options.signal ? { signal: options.signal } : {}),
	});
	return {
		...running,
		url,
		port,
		home,
		installPackage: async (client) => await installTarball(client, required(tarball), home),
		restart: async (changes = {}) => {
			await running.stop();
			return await startN8n({ ...options, port, ...changes });
		},
	};
}

/** Only these of the caller's environment reach n8n: no test runner's or npm's settings among them. */
const PASSED_ON = [
	'HOME',
	'HTTPS_PROXY',
	'HTTP_PROXY',
	'LANG',
	'LC_ALL',
	'NODE_EXTRA_CA_CERTS',
	'NO_PROXY',
	'TMPDIR',
	'TZ',
	'USER',
	'https_proxy',
	'http_proxy',
	'no_proxy',
];

function environment(
	home: string,
	port: number,
	brokerPort: number,
	role: Role,
	first: string[],
): NodeJS.ProcessEnv {
	const passed = PASSED_ON.flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		...Object.fromEntries(passed),
		PATH: [...first, process.env.PATH ?? ''].join(delimiter),
		N8N_USER_FOLDER: home,
		N8N_HOST: HOST,
		N8N_LISTEN_ADDRESS: HOST,
		N8N_PORT: String(port),
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_SECURE_COOKIE: 'false',
		...(role === 'worker'
			? {
					N8N_WORKER_SERVER_ADDRESS: HOST,
					QUEUE_HEALTH_CHECK_ACTIVE: 'true',
					QUEUE_HEALTH_CHECK_PORT: String(port),
				}
			: {}),
		// Nothing here calls out by itself: a sandbox is private, and works offline.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		NO_COLOR: '1',
	};
}

/** n8n listens before it can answer: ready is when a question is answered as it should be. */
async function isReady(url: string, role: Role): Promise<boolean> {
	if (!(await answersJson(`${url}/healthz/readiness`))) return false;
	return role !== 'start' || (await answersJson(`${url}/rest/settings`));
}

async function answersJson(url: string): Promise<boolean> {
	try {
		const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
		const text = await response.text();
		return response.ok && text.startsWith('{');
	} catch {
		return false;
	}
}

function required(tarball: Tarball | undefined): Tarball {
	if (tarball) return tarball;
	throw new Error('This n8n was started without a tarball.');
}
