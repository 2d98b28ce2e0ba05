import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether an address stays on this machine. Names other than localhost are never looked up. */
export function isLoopback(url: URL): boolean {
	if (url.protocol !== 'http:' && url.protocol !== 'https:') return false;
	const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
	const version = isIP(host);
	if (version === 0) return host === 'localhost' || host.endsWith('.localhost');
	return loopback.check(host, version === 6 ? 'ipv6' : 'ipv4');
}
