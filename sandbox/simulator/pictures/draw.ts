import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import type { FileType } from '../catalogue/index.ts';
import { emptyMp4 } from '../files/fileTypes.ts';
import type { InputImage } from '../tasks/inputs.ts';
import { drawCaption } from './caption.ts';
import type { Box, CaptionText } from './caption.ts';
import { stencilOf } from './mask.ts';
import { drawScene, paletteOf } from './scene.ts';
import type { Palette } from './scene.ts';
import type { Size } from './shape.ts';

export interface PictureSpec {
	text: CaptionText;
	/** From 0: which of the task's pictures. */
	variant: number;
	size: Size;
	type: FileType;
	inputs: readonly InputImage[];
}

/** Masks are often round: text stands clear of their corners. */
const inset = ({ x, y, width, height }: Box): Box => ({
	x: x + width * 0.1,
	y: y + height * 0.1,
	width: width * 0.8,
	height: height * 0.8,
});

/** Fills the canvas with the middle of the image, as `object-fit: cover` does. */
async function cover(bytes: Buffer, { width, height }: Size): Promise<Canvas> {
	const image = await loadImage(bytes);
	const canvas = createCanvas(width, height);
	const scale = Math.max(width / image.width, height / image.height);
	const [drawnWidth, drawnHeight] = [image.width * scale, image.height * scale];
	canvas
		.getContext('2d')
		.drawImage(
			image,
			(width - drawnWidth) / 2,
			(height - drawnHeight) / 2,
			drawnWidth,
			drawnHeight,
		);
	return canvas;
}

/** The whole picture made new, in the mood of the prompt. */
function scene(spec: PictureSpec, palette: Palette, captionBox: Box): Canvas {
	const canvas = createCanvas(spec.size.width, spec.size.height);
	const context = canvas.getContext('2d');
	drawScene(context, spec.size, palette, `${spec.text.prompt}#${spec.variant}`);
	drawCaption(context, captionBox, spec.text, palette.accent);
	return canvas;
}

/** The inputs beyond the first, as small framed pictures at the top right. */
async function drawThumbnails(
	context: SKRSContext2D,
	{ width, height }: Size,
	inputs: readonly InputImage[],
): Promise<void> {
	const side = Math.round(Math.min(width, height) * 0.16);
	const gap = Math.round(side * 0.15);
	for (const [index, input] of inputs.slice(0, 5).entries()) {
		const x = width - (side + gap) * (index + 1);
		context.fillStyle = '#ffffff';
		context.fillRect(x - 3, gap - 3, side + 6, side + 6);
		context.drawImage(await cover(input.bytes, { width: side, height: side }), x, gap);
	}
}

/** An edit without a mask: the input under a wash of the prompt's colours. */
function wash(context: SKRSContext2D, { width, height }: Size, palette: Palette): void {
	const colours = context.createLinearGradient(0, 0, width, height);
	palette.sky.forEach((colour, index) => colours.addColorStop(index / 2, colour));
	context.save();
	context.globalAlpha = 0.35;
	context.fillStyle = colours;
	context.fillRect(0, 0, width, height);
	context.restore();
}

async function compose(spec: PictureSpec): Promise<Canvas> {
	const palette = paletteOf(spec.text.prompt, spec.variant);
	const whole: Box = { x: 0, y: 0, ...spec.size };
	const [image, ...more] = spec.inputs.filter(({ role }) => role === 'image');
	const mask = spec.inputs.find(({ role }) => role === 'mask');
	const thumbnails = [...more, ...spec.inputs.filter(({ role }) => role === 'reference')];

	if (!image) {
		const made = scene(spec, palette, whole);
		await drawThumbnails(made.getContext('2d'), spec.size, thumbnails);
		return made;
	}
	const edited = await cover(image.bytes, spec.size);
	const context = edited.getContext('2d');
	if (mask) {
		const stencil = stencilOf(await cover(mask.bytes, spec.size));
		const made = scene(spec, palette, inset(stencil.bounds ?? whole));
		const cutting = made.getContext('2d');
		cutting.globalCompositeOperation = 'destination-in';
		cutting.drawImage(stencil.canvas, 0, 0);
		context.drawImage(made, 0, 0);
		return edited;
	}
	wash(context, spec.size, palette);
	await drawThumbnails(context, spec.size, thumbnails);
	drawCaption(context, whole, spec.text, palette.accent);
	return edited;
}

export async function drawPicture(spec: PictureSpec): Promise<Buffer> {
	if (spec.type === 'mp4') return emptyMp4();
	const canvas = await compose(spec);
	if (spec.type === 'png') return await canvas.encode('png');
	if (spec.type === 'webp') return await canvas.encode('webp', 90);
	return await canvas.encode('jpeg', 90);
}
