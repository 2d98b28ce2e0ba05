import 'reflect-metadata';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Container } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

let binaryStoreReady: Promise<void> | undefined;
let inMemory = false;

/** For a file of tests as a whole, before its first run: files inside the data of the execution. */
export function keepFilesInMemory(): void {
	inMemory = true;
}

/** Files in a folder, as in any n8n that is not a toy. */
export async function prepareBinaryStore(): Promise<void> {
	binaryStoreReady ??= (async () => {
		const config = Container.get(BinaryDataConfig);
		config.mode = inMemory ? 'default' : 'filesystem';
		config.availableModes = ['filesystem'];
		config.localStoragePath = mkdtempSync(join(tmpdir(), 'kie-image-binary-'));
		await Container.get(BinaryDataService).init();
	})();
	await binaryStoreReady;
}

/** The bytes of a file that a node put out. */
export async function bytesOf(file: IBinaryData | undefined): Promise<Buffer> {
	if (!file) throw new Error('There is no file.');
	return await Container.get(BinaryDataService).getAsBuffer(file);
}
