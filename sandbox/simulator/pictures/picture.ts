import { createHash } from 'node:crypto';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Canvas } from '@napi-rs/canvas';
import type { FileType } from '../catalogue/index.ts';
import { drawCaption } from './caption.ts';
import { cutOut } from './mask.ts';
import type { Size } from './size.ts';

export interface PictureSpec {
	/** What it says of itself. */
	caption: readonly string[];
	/** Gives it its colours. */
	seed: string;
	size: Size;
	type: FileType;
	/** An edit: the image that is changed, and where. */
	image: Buffer | undefined;
	mask: Buffer | undefined;
}

/** The smallest file that is taken for an mp4. */
const emptyMp4 = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isommp41\0\0\0\x08mdat', 'latin1');

/** Fills a canvas with the middle of an image, as `object-fit: cover` does. */
async function cover(bytes: Buffer, { width, height }: Size): Promise<Canvas> {
	const image = await loadImage(bytes);
	const canvas = createCanvas(width, height);
	const scale = Math.max(width / image.width, height / image.height);
	const [across, down] = [image.width * scale, image.height * scale];
	canvas.getContext('2d').drawImage(image, (width - across) / 2, (height - down) / 2, across, down);
	return canvas;
}

/** Two colours and a caption: all over, or over the whole image as a veil, or where the mask says. */
async function paint({ caption, seed, size, image, mask }: PictureSpec): Promise<Canvas> {
	const { width, height } = size;
	const layer = createCanvas(width, height);
	const context = layer.getContext('2d');
	const hue = createHash('sha256').update(seed).digest().readUInt16LE();
	const colours = context.createLinearGradient(0, 0, width, height);
	colours.addColorStop(0, `hsl(${hue % 360}, 55%, 45%)`);
	colours.addColorStop(1, `hsl(${(hue + 60) % 360}, 65%, 70%)`);
	context.fillStyle = colours;
	context.globalAlpha = image && !mask ? 0.35 : 1;
	context.fillRect(0, 0, width, height);
	context.globalAlpha = 1;
	const stencil = mask && (await cover(mask, size));
	drawCaption(context, stencil ? cutOut(stencil) : { x: 0, y: 0, ...size }, caption);
	if (stencil) {
		context.globalCompositeOperation = 'destination-in';
		context.drawImage(stencil, 0, 0);
	}
	return layer;
}

/** Always the same bytes for the same picture. */
export async function drawPicture(spec: PictureSpec): Promise<Buffer> {
	if (spec.type === 'mp4') return emptyMp4;
	const { image, size, type } = spec;
	const picture = image ? await cover(image, size) : createCanvas(size.width, size.height);
	picture.getContext('2d').drawImage(await paint(spec), 0, 0);
	if (type === 'png') return await picture.encode('png');
	return await picture.encode(type === 'webp' ? 'webp' : 'jpeg', 90);
}
