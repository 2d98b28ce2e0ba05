import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPrivateHost } from '../../../nodes/shared/privateHost.ts';

test.each([
	...['localhost', 'LOCALHOST', 'localhost.', 'n8n.localhost', 'printer.local', 'db.internal'],
	...['nas.lan', 'nas.lan.', 'router.home.arpa', 'home.arpa', 'api.default.svc', 'wiki.corp'],
	...['box.localdomain', 'tv.home', 'wiki.intranet', 'db.private', 'a.b.LAN', 'mail.intra'],
	...['n8n', 'kie-proxy', 'metadata.google.internal', '', '.', 'not a host', '[::1'],
	...['0.0.0.0', '10.1.2.3', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.8.9.1'],
	...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.8', '192.168.1.1'],
	...['198.18.0.1', '224.0.0.1', '255.255.255.255'],
	...['2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1', '127.1', '10.0.1', '１２７.０.０.１'],
	...['::', '::1', '[::1]', '0:0:0:0:0:0:0:1', '::127.0.0.1', '::ffff:127.0.0.1'],
	...['::ffff:a00:1', '[::ffff:192.168.0.1]', '::ffff:0:10.0.0.1', '64:ff9b::10.0.0.1'],
	...['64:ff9b:1::1', '2002:7f00:1::', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'febf::1'],
	...['fec0::1', 'ff02::1', '2001:2::1'],
	// Teredo: the server, then the address behind the router, each bit of it turned over.
	...['2001:0:4136:e378:8000:63bf:3f57:fefe', '2001::80ff:fffe', '2001:0:a00:1::f7f7:f7f7'],
	// Teredo, whatever it leads to.
	...['2001:0:4136:e378:8000:63bf:f7f7:f7f7', '2001::1'],
	// ISATAP: IPv4 as the name of an interface.
	...['2606:4700::5efe:a00:1', '2606:4700::200:5efe:192.168.0.1'],
])('%j is private', (host) => {
	expect(isPrivateHost(host)).toBe(true);
});

test.each([
	...['api.kie.ai', 'tempfile.aiquickdraw.com', 'localhost.example.com', 'internal.example.com'],
	...['10.example.com', '1.2.3.4', '8.8.8.8', '100.63.0.1', '100.128.0.1', '172.15.0.1'],
	...['172.32.0.1', '169.253.0.1', '192.167.0.1', '11.0.0.1', '134744072', 'münchen.de'],
	...['2606:4700::1111', '[2001:4860:4860::8888]', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8'],
	...['2002:808:808::', 'fbff::1', '2001:1::1', '2001:100::1'],
	...['lan.example.com', 'homearpa.com', 'plan.com', 'svc.example.com', 'acorp.com', 'x.arpa'],
	...['2606:4700::5efe:808:808'],
])('%j is not', (host) => {
	expect(isPrivateHost(host)).toBe(false);
});

test('every address of a private network is private, however it is written', () => {
	const byte = fc.integer({ min: 0, max: 255 });
	const address = fc.oneof(
		fc.tuple(fc.constantFrom(10, 127, 0), byte, byte, byte),
		fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
		fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
	);
	fc.assert(
		fc.property(address, ([a, b, c, d]) => {
			const number = ((a * 256 + b) * 256 + c) * 256 + d;
			const dotted = `${a}.${b}.${c}.${d}`;
			const hex = `0x${number.toString(16)}`;
			return [dotted, String(number), hex, `::ffff:${dotted}`].every(isPrivateHost);
		}),
	);
});

test('never throws', () => {
	fc.assert(fc.property(fc.string(), (host) => typeof isPrivateHost(host) === 'boolean'));
});
