/** In pixels. */
export interface ImageSize {
	width: number;
	height: number;
}

const SQUARE: ImageSize = { width: 1, height: 1 };

/**
 * Which of some shapes, by the names that KIE has for them, is closest to that of an image: a square where
 * nobody here can see it.
 */
export function closestShape(size: ImageSize | null, shapes: readonly string[]): string {
	const { width, height } = size ?? SQUARE;
	const distance = (shape: string) => Math.abs(Math.log(width / height / ratioOf(shape)));
	return shapes.reduce((best, shape) => (distance(shape) < distance(best) ? shape : best));
}

/** Width over height of `16:9`, `landscape_16_9`, `portrait_16_9` (which is 9:16) or `square_hd`. */
function ratioOf(shape: string): number {
	const [one = 1, other = 1] = (shape.match(/\d+/g) ?? []).map(Number);
	return shape.startsWith('portrait') ? other / one : one / other;
}
