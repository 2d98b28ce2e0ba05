/** The kinds of file the simulator knows, each by its first bytes, whatever it is called. */
const beginnings = {
	png: /^\x89PNG/,
	jpeg: /^\xff\xd8\xff/,
	webp: /^RIFF.{4}WEBP/s,
	gif: /^GIF8/,
	mp4: /^.{4}ftyp/s,
	mp3: /^ID3/,
};

export type KnownType = keyof typeof beginnings;

export function sniff(bytes: Buffer): KnownType | undefined {
	const head = bytes.toString('latin1', 0, 12);
	const types = Object.keys(beginnings) as KnownType[];
	return types.find((type) => beginnings[type].test(head));
}

export function mimeOf(type: KnownType | 'jpg'): string {
	if (type === 'mp4') return 'video/mp4';
	if (type === 'mp3') return 'audio/mpeg';
	return `image/${type === 'jpg' ? 'jpeg' : type}`;
}
