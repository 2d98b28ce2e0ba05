import { createServer } from 'node:net';

const HOST = '127.0.0.1';
const TRIES = 3;

/** A port that is free now; the system hands out others first, so two callers rarely meet. */
export async function freePort(): Promise<number> {
	return await listen(0);
}

/** Starts something on a free port; on another one when somebody has taken it in the meantime. */
export async function onFreePort<T>(start: (port: number) => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await start(await freePort());
		} catch (error) {
			const taken = error instanceof Error && /already in use|EADDRINUSE/i.test(error.message);
			if (!taken || attempt === TRIES) throw error;
		}
	}
}

export async function isFree(port: number): Promise<boolean> {
	return await listen(port).then(
		() => true,
		() => false,
	);
}

async function listen(port: number): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, HOST, () => {
			const address = server.address();
			const got = typeof address === 'object' && address ? address.port : port;
			server.close(() => resolve(got));
		});
	});
}
