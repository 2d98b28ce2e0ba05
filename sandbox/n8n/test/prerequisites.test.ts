import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { SandboxError } from '../errors.ts';
import { checkBuildTools, checkDisk } from '../prerequisites.ts';

describe('what a machine needs', () => {
	it('a compiler: what is missing is named, with the way to get it', () => {
		expect(() => checkBuildTools(() => true)).not.toThrow();
		expect(() => checkBuildTools((tool) => tool === 'make')).toThrow('python3 and g++ are missing');
		expect(() => checkBuildTools((tool) => tool !== 'g++')).toThrow('g++ is missing');
	});

	it('free disk: how much, where, and what to do', async () => {
		await expect(checkDisk(tmpdir(), 1)).resolves.toBeUndefined();
		const refused = checkDisk(tmpdir(), 2 ** 60);
		await expect(refused).rejects.toBeInstanceOf(SandboxError);
		await expect(refused).rejects.toMatchObject({
			message: expect.stringContaining(tmpdir()) as string,
			wayOn: expect.stringContaining('XDG_CACHE_HOME') as string,
		});
	});
});
