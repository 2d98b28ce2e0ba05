/** A Redis of one's own, as n8n's queue: nothing of it touches a disk. */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onFreePort } from '../n8n/ports.ts';
import { startDaemon, type Backing, type BackingOptions } from './daemon.ts';

const HOST = '127.0.0.1';
const CONFIG = 'redis.conf';
const LIMIT_MS = 1_000;

export async function startRedis(program: string, options: BackingOptions): Promise<Backing> {
	// Others on this machine reach it, too: without a password they could write files as its user.
	const password = randomBytes(24).toString('hex');
	return await onFreePort(async (port) => {
		const running = await startDaemon({
			...options,
			name: 'Redis',
			files: {
				[CONFIG]: [
					`bind ${HOST}`,
					`port ${port}`,
					`requirepass ${password}`,
					'save ""',
					'appendonly no',
				].join('\n'),
			},
			steps: (folder) => [[program, join(folder, CONFIG)]],
			stopSignal: 'SIGTERM',
			isReady: async () => await answersPing(port, password),
		});
		const env = {
			QUEUE_BULL_REDIS_HOST: HOST,
			QUEUE_BULL_REDIS_PORT: String(port),
			QUEUE_BULL_REDIS_PASSWORD: password,
		};
		return { ...running, env };
	});
}

async function answersPing(port: number, password: string): Promise<boolean> {
	return await new Promise((resolve) => {
		let answer = '';
		const socket = connect(port, HOST, () => socket.write(`AUTH ${password}\r\nPING\r\n`));
		socket.setTimeout(LIMIT_MS, () => socket.destroy());
		socket.on('data', (chunk) => {
			answer += chunk.toString();
			if (answer.includes('PONG')) socket.destroy();
		});
		socket.on('error', () => {});
		socket.on('close', () => resolve(answer.includes('PONG')));
	});
}
