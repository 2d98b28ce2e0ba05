import { createHash } from 'node:crypto';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Canvas } from '@napi-rs/canvas';
import type { FileType } from '../catalogue/index.ts';
import { drawCaption } from './caption.ts';
import { areaOf } from './mask.ts';
import type { Size } from './size.ts';

export interface PictureSpec {
	/** What it says of itself. */
	caption: readonly string[];
	/** Gives it its colours. */
	seed: string;
	size: Size;
	type: Exclude<FileType, 'mp4' | 'mp3'>;
	/** An edit: the image that is changed, and where. */
	image: Buffer | undefined;
	mask: Buffer | undefined;
	maskChanges: 'black' | 'white';
	/** Shows the image as it is. */
	unpainted: boolean;
	/** Leaves nothing around a round spot; its middle, from left to right. */
	spot: number | undefined;
}

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
async function paint(spec: PictureSpec): Promise<Canvas> {
	const { caption, seed, size, image, mask, maskChanges } = spec;
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
	drawCaption(context, stencil ? areaOf(stencil, maskChanges) : { x: 0, y: 0, ...size }, caption);
	if (stencil) {
		context.globalCompositeOperation = 'destination-in';
		context.drawImage(stencil, 0, 0);
	}
	return layer;
}

/** Makes all transparent but a round spot, which does not reach the corners. */
function leaveSpot(picture: Canvas, middle: number): void {
	const { width, height } = picture;
	const context = picture.getContext('2d');
	context.globalCompositeOperation = 'destination-in';
	context.beginPath();
	const radius = Math.min(middle, 1 - middle) * width;
	context.ellipse(middle * width, height / 2, radius, height / 2, 0, 0, 2 * Math.PI);
	context.fill();
}

/** Always the same bytes for the same picture. */
export async function drawPicture(spec: PictureSpec): Promise<Buffer> {
	const { image, size, type, spot, unpainted } = spec;
	const picture = image ? await cover(image, size) : createCanvas(size.width, size.height);
	if (!unpainted) picture.getContext('2d').drawImage(await paint(spec), 0, 0);
	if (spot !== undefined) leaveSpot(picture, spot);
	if (type === 'png') return await picture.encode('png');
	return await picture.encode(type === 'webp' ? 'webp' : 'jpeg', 90);
}
