import { expect, test, vi } from 'vitest';
import { AskedHosts } from '../../../../nodes/shared/files/askedHosts.ts';

test('a host is silent when it answered nobody since it was asked, until it answers', () => {
	vi.useFakeTimers({ now: 1_000, toFake: ['Date'] });
	const hosts = new AskedHosts();

	hosts.answered('busy.example.com');
	hosts.keptSilent('busy.example.com', 1_000);
	expect(hosts.isSilent('busy.example.com')).toBe(false);
	hosts.keptSilent('busy.example.com', 1_001);
	expect(hosts.isSilent('busy.example.com')).toBe(true);
	expect(hosts.isSilent('other.example.com')).toBe(false);

	hosts.answered('busy.example.com');
	expect(hosts.isSilent('busy.example.com')).toBe(false);
	vi.useRealTimers();
});
