// Names that no public server answers to: without a dot, of the standards (RFC 6761, 6762 with its
// appendix G, 8375), and of what routers, offices and Kubernetes call their own.
const LOCAL_NAME =
	/^([^.]+|home\.arpa|.*\.(localhost|localdomain|local|internal|intranet|intra|private|corp|home|home\.arpa|lan|svc))$/;

/**
 * Whether a host, as its URL spells it, is of this machine or of a network that is not public. Judges
 * names and addresses alone: what a public name resolves to is n8n's own to check.
 */
export function isPrivateHost(hostname: string): boolean {
	const host = normalized(hostname);
	// What no URL can hold is no public host either.
	if (host === null) return true;
	const ipv4 = bytesOfIpv4(host);
	if (ipv4) return isPrivateIpv4(ipv4);
	const ipv6 = groupsOfIpv6(host);
	if (ipv6) return isPrivateIpv6(ipv6);
	return LOCAL_NAME.test(host);
}

/** As a URL normalizes it: lower case, and IPv4 with four decimals however it was written. */
function normalized(hostname: string): string | null {
	const bare = hostname.replace(/^\[|\]$/g, '');
	const url = `http://${bare.includes(':') ? `[${bare}]` : bare}/`;
	if (!URL.canParse(url)) return null;
	const host = new URL(url).hostname.replace(/\.+$/, '');
	return host === '' ? null : host;
}

function bytesOfIpv4(host: string): number[] | null {
	return /^\d+\.\d+\.\d+\.\d+$/.test(host) ? host.split('.').map(Number) : null;
}

function isPrivateIpv4([a = 0, b = 0, c = 0]: number[]): boolean {
	return (
		a === 0 ||
		a === 10 ||
		a === 127 ||
		(a === 100 && b >= 64 && b <= 127) ||
		(a === 169 && b === 254) ||
		(a === 172 && b >= 16 && b <= 31) ||
		(a === 192 && b === 168) ||
		// IETF assignments, and networks for measuring.
		(a === 192 && b === 0 && c === 0) ||
		(a === 198 && (b === 18 || b === 19)) ||
		// Multicast, reserved, broadcast.
		a >= 224
	);
}

/** The eight groups; a URL has them in hexadecimal, with one run of zeros left out. */
function groupsOfIpv6(host: string): number[] | null {
	if (!host.startsWith('[')) return null;
	const [head = '', tail] = host.slice(1, -1).split('::');
	const groups = (part: string) =>
		part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
	const before = groups(head);
	const after = groups(tail ?? '');
	const left = Math.max(0, 8 - before.length - after.length);
	return [...before, ...Array.from({ length: left }, () => 0), ...after];
}

function isPrivateIpv6(groups: number[]): boolean {
	const [first = 0, second = 0, third = 0] = groups;
	const startsWith = (...prefix: number[]) => prefix.every((group, at) => groups[at] === group);
	const ipv4At = (at: number) => {
		const [high = 0, low = 0] = groups.slice(at, at + 2);
		return isPrivateIpv4([high >> 8, high & 0xff, low >> 8, low & 0xff]);
	};
	// Unspecified, ::1, and IPv4 inside IPv6: compatible, mapped, translated, NAT64, 6to4.
	if (startsWith(0, 0, 0, 0, 0, 0) || startsWith(0, 0, 0, 0, 0, 0xffff)) return ipv4At(6);
	if (startsWith(0, 0, 0, 0, 0xffff, 0)) return ipv4At(6);
	if (startsWith(0x64, 0xff9b, 0, 0, 0, 0)) return ipv4At(6);
	if (first === 0x64 && second === 0xff9b && third === 1) return true;
	if (first === 0x2002) return ipv4At(1);
	// Teredo: a tunnel to a machine behind a router.
	if (startsWith(0x2001, 0)) return true;
	// ISATAP: the name of an interface, behind any prefix.
	const [, , , , fifth = 0, sixth] = groups;
	if ((fifth & ~0x200) === 0 && sixth === 0x5efe && ipv4At(6)) return true;
	return (
		// A network for measuring.
		startsWith(0x2001, 2, 0) ||
		(first & 0xfe00) === 0xfc00 ||
		(first & 0xffc0) === 0xfe80 ||
		(first & 0xffc0) === 0xfec0 ||
		(first & 0xff00) === 0xff00
	);
}
