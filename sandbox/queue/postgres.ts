/** A PostgreSQL of one's own, as n8n's database: it is thrown away, so it need not survive a power cut. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onFreePort } from '../n8n/ports.ts';
import { startDaemon, type Backing, type BackingOptions } from './daemon.ts';

const HOST = '127.0.0.1';
const USER = 'n8n';
const DATA = 'data';
const PASSWORD = 'password';

const SETTINGS = {
	listen_addresses: HOST,
	unix_socket_directories: '',
	dynamic_shared_memory_type: 'mmap',
	fsync: 'off',
	full_page_writes: 'off',
	synchronous_commit: 'off',
};

export async function startPostgres(programs: string, options: BackingOptions): Promise<Backing> {
	const password = randomBytes(24).toString('hex');
	return await onFreePort(async (port) => {
		const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => [
			'-c',
			`${name}=${value}`,
		]);
		const running = await startDaemon({
			...options,
			name: 'PostgreSQL',
			files: { [PASSWORD]: password },
			steps: (folder) => {
				const data = join(folder, DATA);
				return [
					[
						join(programs, 'initdb'),
						...['-D', data, '-U', USER, '--pwfile', join(folder, PASSWORD)],
						...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync'],
					],
					[join(programs, 'postgres'), '-D', data, ...settings],
				];
			},
			// Its fast end: open connections are closed, not waited for.
			stopSignal: 'SIGINT',
			isReady,
		});
		const env = {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: HOST,
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: password,
		};
		return { ...running, env };
	});
}

/** It writes down how far it is, which is how its own pg_ctl knows. */
async function isReady(folder: string): Promise<boolean> {
	const text = await readFile(join(folder, DATA, 'postmaster.pid'), 'utf8').catch(() => '');
	return text.trim().split('\n').at(-1)?.trim() === 'ready';
}
