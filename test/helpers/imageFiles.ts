import type { INodeParameters, IRun } from 'n8n-workflow';
import { expect } from 'vitest';
import { created, done, KieWire } from './kie.ts';
import { picture } from './pictures.ts';
import type { GivenFile } from './workflows.ts';

// Edit with images that come as files or by URL, and a KIE that takes them.

export const PNG: GivenFile = {
	bytes: picture('png', 40, 30),
	name: 'photo.png',
	type: 'image/png',
};
export const JPEG: GivenFile = {
	bytes: picture('jpeg', 40, 30),
	name: 'a.jpg',
	type: 'image/jpeg',
};
export const WEBP: GivenFile = {
	bytes: picture('webp', 40, 30),
	name: 'a.webp',
	type: 'image/webp',
};
export const MASK: GivenFile = {
	bytes: picture('png', 40, 30, 'black'),
	name: 'm.png',
	type: 'image/png',
};
export const SMALL: GivenFile = {
	bytes: picture('png', 20, 30),
	name: 'small.png',
	type: 'image/png',
};
export const HOST = 'https://photos.example.com';

export const edit: INodeParameters = {
	operation: 'edit',
	prompt: 'x',
	imageSource: 'binary',
	downloadImages: false,
};
export const byUrl: INodeParameters = { ...edit, imageSource: 'url', imageUrls: `${HOST}/a.png` };

export const ready = () =>
	new KieWire()
		.onUpload()
		.onCreate((_, nth) => created(`t${nth}`))
		.on('GET', /record-info/, [done('t0')]);

/** The run ended with these words, of the field as it is shown, and nothing was given to KIE. */
export function expectRefused(run: IRun, wire: KieWire, message: string): void {
	const error = run.data.resultData.error;
	expect(error?.message).toBe(`${message} [item 0]`);
	expect(error?.message).not.toMatch(/error|problem|failure|mistake/i);
	expect(error?.description).toBeTruthy();
	expect(wire.uploads).toEqual([]);
	expect(wire.creates).toEqual([]);
}
