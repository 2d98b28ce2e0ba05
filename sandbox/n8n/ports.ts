import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** A port that is free now; the system hands out others first, so two callers rarely meet. */
export async function freePort(): Promise<number> {
	return await listen(0);
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
