import { createHash } from 'node:crypto';
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Size } from './shape.ts';

export interface Palette {
	/** Sky from top to horizon. */
	sky: readonly [string, string, string];
	sun: string;
	/** From far to near. */
	hills: readonly string[];
	accent: string;
}

/** Numbers from 0 to 1 that are always the same for the same seed. */
export function randomFrom(seed: string): () => number {
	let state = createHash('sha256').update(seed).digest().readUInt32LE();
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

const palette = (sky: string, sun: string, hills: string, accent: string): Palette => {
	const [top = '', middle = '', horizon = ''] = sky.split(' ');
	return { sky: [top, middle, horizon], sun, hills: hills.split(' '), accent };
};

const palettes: readonly Palette[] = [
	palette('#1b1f4b #6b3f7a #f7a072', '#ffe8c2', '#7a4a78 #55356b #372455 #1d1538', '#ffc48c'),
	palette('#2e4a7d #8aa6d6 #fbd9c0', '#fff6e0', '#7f93bd #5b7099 #3b4f78 #22314f', '#ffd6a5'),
	palette('#0f3443 #34736f #c5e0b4', '#fdfbe0', '#5e9a83 #3c7766 #24554c #123532', '#d9ed92'),
	palette('#3a0f1f #a8323e #fbb35b', '#fff0b8', '#a1463f #782f37 #4d1f2c #2a121e', '#ffd166'),
	palette('#062743 #15658f #9bd7e0', '#f4ffff', '#3b88a5 #236785 #134a66 #082c42', '#8ee3ef'),
	palette('#2a1a4a #7b5ea7 #f2c9e0', '#fff1f7', '#8b6fb0 #66508f #45376b #281f45', '#f7aef8'),
	palette('#33567a #d98f6b #fbe0a8', '#fffbe6', '#d08c5f #ab6545 #7d4535 #4c2a26', '#ffe08a'),
	palette('#050b1f #123a5c #4fd1a5', '#e9fff6', '#2c6e77 #1b4d5c #103244 #071b2a', '#7cf5c4'),
];

/** Colours of a prompt; each variant has others, so that no two look alike. */
export function paletteOf(prompt: string, variant: number): Palette {
	const first = Math.floor(randomFrom(prompt)() * palettes.length);
	// Three steps reach every palette before one comes back.
	const chosen = palettes[(first + variant * 3) % palettes.length];
	if (!chosen) throw new RangeError(`no palette for variant ${variant}`);
	return chosen;
}

/** A landscape: sky, sun, stars and hills, a different one for each seed. */
export function drawScene(
	context: SKRSContext2D,
	{ width, height }: Size,
	colours: Palette,
	seed: string,
): void {
	const random = randomFrom(seed);
	const sky = context.createLinearGradient(0, 0, 0, height * 0.8);
	colours.sky.forEach((colour, index) => sky.addColorStop(index / 2, colour));
	context.fillStyle = sky;
	context.fillRect(0, 0, width, height);

	context.fillStyle = 'rgba(255, 255, 255, 0.7)';
	for (let star = 0; star < 60; star += 1) {
		const size = 0.6 + random() * 1.4;
		context.fillRect(random() * width, random() * height * 0.35, size, size);
	}

	const sun = { x: width * (0.2 + 0.6 * random()), y: height * (0.25 + 0.2 * random()) };
	const radius = Math.min(width, height) * (0.07 + 0.06 * random());
	const glow = context.createRadialGradient(sun.x, sun.y, radius * 0.8, sun.x, sun.y, radius * 7);
	glow.addColorStop(0, 'rgba(255, 255, 255, 0.4)');
	glow.addColorStop(0.35, 'rgba(255, 255, 255, 0.13)');
	glow.addColorStop(1, 'rgba(255, 255, 255, 0)');
	context.fillStyle = glow;
	context.fillRect(0, 0, width, height);
	context.fillStyle = colours.sun;
	context.beginPath();
	context.arc(sun.x, sun.y, radius, 0, Math.PI * 2);
	context.fill();

	colours.hills.forEach((colour, depth) => {
		const base = height * (0.52 + depth * 0.11);
		const waves = [1, 2, 3].map((octave) => ({
			length: (Math.PI * 2 * octave * (0.6 + random())) / width,
			rise: (height * 0.09) / octave,
			shift: random() * Math.PI * 2,
		}));
		context.fillStyle = colour;
		context.beginPath();
		context.moveTo(0, height);
		for (let x = 0; x <= width + 8; x += 8) {
			const rise = waves.reduce(
				(sum, wave) => sum + Math.sin(x * wave.length + wave.shift) * wave.rise,
				0,
			);
			context.lineTo(x, base + rise);
		}
		context.lineTo(width, height);
		context.fill();
	});
}
