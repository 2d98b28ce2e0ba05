import { createCanvas } from '@napi-rs/canvas';
import type { Canvas } from '@napi-rs/canvas';
import type { Box } from './caption.ts';

export interface Stencil {
	/** Opaque where the picture is to change, clear where it stays. */
	canvas: Canvas;
	/** What the opaque part spans; undefined when the mask has no black at all. */
	bounds: Box | undefined;
}

/** Turns a mask into a stencil. Black is the area to change; white and clear stay. */
export function stencilOf(mask: Canvas): Stencil {
	const { width, height } = mask;
	const canvas = createCanvas(width, height);
	const context = canvas.getContext('2d');
	context.fillStyle = '#ffffff';
	context.fillRect(0, 0, width, height);
	context.drawImage(mask, 0, 0);
	const image = context.getImageData(0, 0, width, height);
	const { data } = image;
	let [left, top, right, bottom] = [width, height, -1, -1];
	for (let pixel = 0, y = 0; y < height; y += 1) {
		for (let x = 0; x < width; x += 1, pixel += 4) {
			const brightness = (data[pixel] ?? 0) + (data[pixel + 1] ?? 0) + (data[pixel + 2] ?? 0);
			const black = brightness < 3 * 128;
			data[pixel + 3] = black ? 255 : 0;
			if (!black) continue;
			left = Math.min(left, x);
			right = Math.max(right, x);
			top = Math.min(top, y);
			bottom = Math.max(bottom, y);
		}
	}
	context.putImageData(image, 0, 0);
	const bounds =
		right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
	return { canvas, bounds };
}
