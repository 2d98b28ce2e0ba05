import { expect, test } from 'vitest';
import type { BinaryFile } from '../../../../nodes/shared/files/binaryFile.ts';
import { uploadFile, uploadFromUrl } from '../../../../nodes/shared/files/upload.ts';
import type { Transport } from '../../../../nodes/shared/kie/transport.ts';
import { unusedTransport } from '../../../helpers/unusedTransport.ts';

/** Notes how long an upload may take. */
function noting(): Transport & { limits: number[] } {
	const limits: number[] = [];
	const upload: Transport['upload'] = async (_path, _body, limitMs) => {
		limits.push(limitMs);
		return await Promise.resolve({ ok: true, value: { downloadUrl: 'https://example.com/a' } });
	};
	return { ...unusedTransport, limits, upload };
}

const fileOf = (bytes: number): BinaryFile => ({
	key: 'a',
	name: null,
	mimeType: 'image/png',
	bytes,
	open: async () => await Promise.resolve({ chunks: new Blob([]).stream(), close: () => {} }),
});

test('a larger file may take longer, and none for ever', async () => {
	const transport = noting();
	for (const bytes of [0, 6_400_000, 64_000_000]) {
		await uploadFile(transport, fileOf(bytes), 'a.png', undefined);
	}
	await uploadFromUrl(transport, 'https://example.com/a', undefined, undefined);

	expect(transport.limits).toEqual([120_000, 220_000, 1_120_000, 120_000]);
});
