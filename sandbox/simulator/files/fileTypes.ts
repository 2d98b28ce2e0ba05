/** The kinds of file the simulator knows, each by its first bytes, whatever it is called. */
const beginnings = {
	png: /^\x89PNG/,
	jpeg: /^\xff\xd8\xff/,
	webp: /^RIFF.{4}WEBP/s,
	gif: /^GIF8/,
	mp4: /^.{4}ftyp/s,
};

export type KnownType = keyof typeof beginnings;

export function sniff(bytes: Buffer): KnownType | undefined {
	const head = bytes.toString('latin1', 0, 12);
	const types = Object.keys(beginnings) as KnownType[];
	return types.find((type) => beginnings[type].test(head));
}

export const mimeOf = (type: KnownType | 'jpg'): string =>
	type === 'mp4' ? 'video/mp4' : `image/${type === 'jpg' ? 'jpeg' : type}`;
