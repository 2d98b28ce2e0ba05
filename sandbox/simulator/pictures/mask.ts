import type { Canvas } from '@napi-rs/canvas';
import type { Box } from './caption.ts';

/** Leaves of a mask the area to change, clears the rest, and says what that area spans. */
export function areaOf(mask: Canvas, changes: 'black' | 'white'): Box {
	const { width, height } = mask;
	const context = mask.getContext('2d');
	const image = context.getImageData(0, 0, width, height);
	const { data } = image;
	let [left, top, right, bottom] = [width, height, 0, 0];
	for (let y = 0, at = 0; y < height; y += 1) {
		for (let x = 0; x < width; x += 1, at += 4) {
			const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]];
			const isBlack = red + green + blue < 3 * 128;
			const changed = Number(data[at + 3]) >= 128 && isBlack === (changes === 'black');
			data[at + 3] = changed ? 255 : 0;
			if (!changed) continue;
			[left, right] = [Math.min(left, x), Math.max(right, x + 1)];
			[top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
		}
	}
	context.putImageData(image, 0, 0);
	return { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}
