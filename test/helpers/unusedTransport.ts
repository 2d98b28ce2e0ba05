import type { Transport } from '../../nodes/shared/kie/transport.ts';

export const unused = async () =>
	await Promise.reject(new Error('nothing is sent past what the test answers'));

/** For what speaks to KIE through something else that the test stands in for. */
export const unusedTransport: Transport = {
	get: unused,
	post: unused,
	upload: unused,
	isPrivate: false,
	account: 'none',
};
