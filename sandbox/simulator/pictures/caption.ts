import { createRequire } from 'node:module';
import { GlobalFonts } from '@napi-rs/canvas';
import type { SKRSContext2D } from '@napi-rs/canvas';

// Bare machines have no fonts at all.
const { resolve } = createRequire(import.meta.url);
GlobalFonts.registerFromPath(resolve('dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf'), 'Simulator');

export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Of a letter of size 1. */
const [letterWidth, lineHeight] = [0.61, 1.35];
const smallest = 7;

/** A paragraph in lines of at most so many letters, broken between words where it can be. */
function wrap(paragraph: string, letters: number): string[] {
	const text = paragraph.trim().replace(/\s+/g, ' ');
	const shown = text.length > 400 ? `${text.slice(0, 400)}…` : text;
	const line = `\\S.{0,${letters - 1}}`;
	return shown.match(new RegExp(`${line}(?= |$)|${line}`, 'gu')) ?? [];
}

/** Writes the paragraphs on a dark panel in the middle of the box, as large as they fit. */
export function drawCaption(context: SKRSContext2D, box: Box, paragraphs: readonly string[]): void {
	const [left, width] = [box.x + box.width * 0.1, box.width * 0.8];
	let size = Math.min(box.width, box.height) / 20;
	let lines: string[];
	let height: number;
	do {
		const letters = Math.max(1, Math.floor(width / (size * letterWidth)) - 2);
		lines = paragraphs.flatMap((paragraph) => wrap(paragraph, letters));
		height = (lines.length + 1) * size * lineHeight;
	} while (height > box.height * 0.8 && (size *= 0.9) > smallest);
	const top = box.y + (box.height - height) / 2;
	context.fillStyle = 'rgba(12, 14, 24, 0.8)';
	context.fillRect(left, top, width, height);
	context.font = `${size}px Simulator`;
	context.textBaseline = 'middle';
	context.fillStyle = '#ffffff';
	for (const [index, line] of lines.entries())
		context.fillText(line, left + size, top + (index + 1) * size * lineHeight, width);
}
