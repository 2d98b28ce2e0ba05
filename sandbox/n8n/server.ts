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
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { N8nClient } from './client.ts';
import { SandboxError } from './errors.ts';
import { ensureN8n, type N8nInstall } from './install.ts';
import { installTarball, readTarball, writeNpmShim, type Tarball } from './package-install.ts';
import { freePort, isFree } from './ports.ts';
import { ended, hasEnded, killGroup, spawnNode, stopGroup } from './processes.ts';

export type Role = 'start' | 'webhook' | 'worker';

export interface N8nOptions {
	/** n8n's user folder: `.n8n` lies in it. */
	home: string;
	/** A free one when absent. */
	port?: number;
	/** Added last, so that it wins over what is set here. */
	env?: Record<string, string>;
	/** Our package, so that n8n's own installer finds it. */
	tarball?: string;
	/** Where n8n's output goes; `n8n.log` in `home` when absent. */
	logFile?: string;
	install?: N8nInstall;
	/** Queue mode: `webhook` and `worker` run beside a `start`. */
	role?: Role;
	startLimitMs?: number;
	stopLimitMs?: number;
	signal?: AbortSignal;
}

export interface N8n {
	url: string;
	port: number;
	pid: number;
	logFile: string;
	home: string;
	/** Resolves when the process has ended, by itself or not. */
	exited: Promise<void>;
	/** Installs the tarball as a community package, unless the very same one is there. */
	installPackage(client: N8nClient): Promise<'installed' | 'kept'>;
	stop(): Promise<void>;
	/** The end without a goodbye, as when the power goes. */
	kill(): Promise<void>;
	/** Stops it and starts it anew with the same home and port, and `changes`. */
	restart(changes?: Partial<N8nOptions>): Promise<N8n>;
}

const HOST = '127.0.0.1';
const LOOK_MS = 200;
const TRIES = 3;

export async function startN8n(options: N8nOptions): Promise<N8n> {
	if (options.port !== undefined && !(await isFree(options.port))) {
		throw new SandboxError(
			`Port ${options.port} is in use.`,
			'Stop what uses it, or choose another port.',
		);
	}
	const install =
		options.install ?? (await ensureN8n(options.signal ? { signal: options.signal } : {}));
	for (let attempt = 1; ; attempt++) {
		try {
			return await launch({ ...options, install });
		} catch (error) {
			// A port found free a moment ago may be taken by now: look for another.
			const taken = error instanceof Error && /already in use|EADDRINUSE/.test(error.message);
			if (!taken || options.port !== undefined || attempt === TRIES) throw error;
		}
	}
}

async function launch(options: N8nOptions & { install: N8nInstall }): Promise<N8n> {
	const { home, install, role = 'start', startLimitMs = 120_000, stopLimitMs = 15_000 } = options;
	const port = options.port ?? (await freePort());
	const logFile =
		options.logFile ?? join(home, role === 'start' ? 'n8n.log' : `n8n-${role}-${port}.log`);
	await mkdir(home, { recursive: true });
	const tarball = options.tarball === undefined ? undefined : await readTarball(options.tarball);
	const shim = tarball && (await writeNpmShim(join(home, 'npm-shim'), tarball));
	const brokerPort = await freePort();
	// n8n starts its runner of Code nodes as `node`: that must be its own Node, and `npm` the shim.
	const first = [...(shim === undefined ? [] : [shim]), dirname(install.nodeBin)];
	const env = { ...environment(home, port, brokerPort, role, first), ...options.env };

	options.signal?.throwIfAborted();
	const log = openSync(logFile, 'a');
	const child = spawnNode(install.nodeBin, [install.n8nBin, role], { cwd: home, env, output: log });
	closeSync(log);
	const url = `http://${HOST}:${port}`;
	try {
		await untilReady(child, url, role, startLimitMs, options.signal);
	} catch (error) {
		await stopGroup(child, 2_000);
		throw new Error(`${String(error)}\n${await tailOf(logFile)}\n(all of it: ${logFile})`);
	}
	return {
		url,
		port,
		pid: child.pid ?? 0,
		logFile,
		home,
		exited: ended(child),
		installPackage: async (client) => await installTarball(client, required(tarball), home),
		stop: async () => await stopGroup(child, stopLimitMs),
		kill: async () => await killGroup(child),
		restart: async (changes = {}) => {
			await stopGroup(child, stopLimitMs);
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
			? { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) }
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
async function untilReady(
	child: ChildProcess,
	url: string,
	role: Role,
	limitMs: number,
	signal: AbortSignal | undefined,
): Promise<void> {
	const paths =
		role === 'start' ? ['/healthz/readiness', '/rest/settings'] : ['/healthz/readiness'];
	const deadline = Date.now() + limitMs;
	for (const path of paths) {
		while (!(await answersJson(`${url}${path}`))) {
			signal?.throwIfAborted();
			if (hasEnded(child)) throw new Error('n8n ended while it started.');
			if (Date.now() > deadline) throw new Error(`n8n was not ready after ${limitMs / 1000} s.`);
			await sleep(LOOK_MS);
		}
	}
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

async function tailOf(file: string): Promise<string> {
	const text = await readFile(file, 'utf8').catch(() => '');
	return text.trim().split('\n').slice(-15).join('\n');
}

function required(tarball: Tarball | undefined): Tarball {
	if (tarball) return tarball;
	throw new Error('This n8n was started without a tarball.');
}
