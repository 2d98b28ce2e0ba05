import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { GlobalFonts } from '@napi-rs/canvas';
import type { SKRSContext2D } from '@napi-rs/canvas';

// Bare machines have no fonts at all.
const fonts = join(
	dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')),
	'ttf',
);
GlobalFonts.registerFromPath(join(fonts, 'DejaVuSans.ttf'), 'Simulator');
GlobalFonts.registerFromPath(join(fonts, 'DejaVuSans-Bold.ttf'), 'Simulator Bold');

export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface CaptionText {
	prompt: string;
	model: string;
	parameters: string;
	/** Such as `2 / 4`; empty for a single picture. */
	variant: string;
}

function wrap(context: SKRSContext2D, text: string, width: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(/\s+/).filter(Boolean)) {
		const longer = line ? `${line} ${word}` : word;
		if (context.measureText(longer).width <= width || !line) line = longer;
		else {
			lines.push(line);
			line = word;
		}
	}
	return line ? [...lines, line] : lines;
}

function cut(context: SKRSContext2D, text: string, width: number): string {
	if (context.measureText(text).width <= width) return text;
	let length = text.length;
	while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width)
		length = Math.floor(length * 0.9);
	return `${text.slice(0, length)}…`;
}

/** The largest type in which the prompt fits; very long prompts are cut. */
function fitPrompt(
	context: SKRSContext2D,
	prompt: string,
	width: number,
	height: number,
	largest: number,
) {
	const shown = prompt.slice(0, 600);
	for (let size = largest; ; size *= 0.88) {
		context.font = `${size}px "Simulator Bold"`;
		const lines = wrap(context, shown, width);
		const room = Math.max(1, Math.floor(height / (size * 1.3)));
		if (lines.length <= room || size < 12) {
			const kept = lines.slice(0, room).map((line) => cut(context, line, width));
			if (lines.length > room) kept[room - 1] = cut(context, `${kept[room - 1]} …`, width);
			return { lines: kept, size };
		}
	}
}

/** Prompt on a panel, model and parameters in a footer, all inside the box. */
export function drawCaption(
	context: SKRSContext2D,
	box: Box,
	text: CaptionText,
	accent: string,
): void {
	const scale = Math.min(box.width, box.height);
	const footer = Math.max(18, scale * 0.075);
	const small = footer * 0.42;
	const pad = scale * 0.05;
	context.save();
	context.beginPath();
	context.rect(box.x, box.y, box.width, box.height);
	context.clip();
	context.textBaseline = 'middle';

	const bottom = box.y + box.height - footer;
	context.fillStyle = 'rgba(12, 14, 24, 0.82)';
	context.fillRect(box.x, bottom, box.width, footer);
	context.fillStyle = accent;
	context.fillRect(box.x, bottom, box.width, Math.max(1, footer * 0.05));
	const middle = bottom + footer / 2;
	context.font = `${small}px "Simulator Bold"`;
	context.fillStyle = '#ffffff';
	const model = cut(context, text.model, box.width * 0.6);
	const modelWidth = context.measureText(model).width;
	context.fillText(model, box.x + pad, middle);
	context.textAlign = 'right';
	context.fillStyle = accent;
	context.fillText(text.variant, box.x + box.width - pad, middle);
	const variantWidth = context.measureText(text.variant).width;
	context.textAlign = 'left';
	context.font = `${small}px "Simulator"`;
	context.fillStyle = 'rgba(255, 255, 255, 0.75)';
	const left = box.x + pad * 1.5 + modelWidth;
	const room = box.x + box.width - pad * 1.5 - variantWidth - left;
	if (room > small * 4) context.fillText(cut(context, text.parameters, room), left, middle);

	if (text.prompt) {
		const width = box.width - pad * 4;
		const { lines, size } = fitPrompt(
			context,
			text.prompt,
			width,
			(box.height - footer) * 0.42,
			scale * 0.052,
		);
		const panel = lines.length * size * 1.3 + pad * 1.2;
		const top = bottom - panel - pad;
		context.fillStyle = 'rgba(12, 14, 24, 0.6)';
		context.beginPath();
		context.roundRect(box.x + pad, top, box.width - pad * 2, panel, pad * 0.6);
		context.fill();
		context.font = `${size}px "Simulator Bold"`;
		context.fillStyle = '#ffffff';
		lines.forEach((line, index) =>
			context.fillText(line, box.x + pad * 2, top + pad * 0.6 + size * 1.3 * (index + 0.5)),
		);
	}
	context.restore();
}
