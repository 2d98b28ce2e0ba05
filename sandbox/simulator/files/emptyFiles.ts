/** The smallest files that are taken for what they are called. */
export const emptyFiles = {
	mp4: Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp41\0\0\0\x08mdat', 'latin1'),
	mp3: Buffer.from('ID3\x04\0\0\0\0\0\0\xff\xfb\x90\0', 'latin1'),
} as const;
