interface Chart {
	title: string;
	series: Array<{ name: string; label: string }>;
	groups: Array<{ title: string; values: Record<string, number> }>;
}

const WIDTH = 760;
const HEIGHT = 380;
const PLOT = { left: 60, right: 740, top: 84, bottom: 330 };
// Told apart without colors, too, by their lightness.
const COLORS = ['#5b2be0', '#a78bfa', '#0f766e', '#f59e0b', '#fcd34d'];
const TICKS = [1, 2, 5, 10, 20, 50];
/** Of the height, so that there is something to see. */
const LEAST = 0.006;
const LETTER = 6.6;

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** Bars in groups, from 1 on, on a scale where twice as much is as far everywhere. */
export function chart({ title, series, groups }: Chart): string {
	const highest = Math.max(...groups.flatMap(({ values }) => Object.values(values)), 2);
	const heightOf = (value: number) =>
		Math.max(Math.log(value) / Math.log(highest * 1.3), LEAST) * (PLOT.bottom - PLOT.top);
	const groupWidth = (PLOT.right - PLOT.left) / groups.length;
	const barWidth = (groupWidth * 0.86) / series.length;
	const round = (value: number) => Math.round(value * 10) / 10;
	const text = (x: number, y: number, words: string, rest = '') =>
		`<text x="${round(x)}" y="${round(y)}" ${rest}>${escaped(words)}</text>`;
	const bars = groups.flatMap(({ title: name, values }, group) => {
		const left = PLOT.left + group * groupWidth;
		return [
			...series.flatMap(({ name: of }, nth) => {
				const value = values[of];
				if (value === undefined) return [];
				const x = left + groupWidth * 0.07 + nth * barWidth;
				const height = heightOf(value);
				const y = PLOT.bottom - height;
				return [
					`<rect x="${round(x)}" y="${round(y)}" width="${round(barWidth - 3)}" height="${round(height)}" fill="${COLORS[nth]}"/>`,
					text(
						x + barWidth / 2 - 1.5,
						y - 5,
						value.toFixed(value < 10 ? 2 : 1),
						'text-anchor="middle" font-size="10"',
					),
				];
			}),
			text(left + groupWidth / 2, PLOT.bottom + 20, name, 'text-anchor="middle" font-size="13"'),
		];
	});
	const lines = TICKS.filter((tick) => tick <= highest).flatMap((tick) => {
		const y = PLOT.bottom - heightOf(tick);
		return [
			`<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${round(y)}" y2="${round(y)}" stroke="#ddd"/>`,
			text(PLOT.left - 8, y + 4, `${tick} ×`, 'text-anchor="end" font-size="11"'),
		];
	});
	const legend = series.flatMap(({ label }, nth) => {
		const before = series
			.slice(0, nth)
			.reduce((sum, one) => sum + one.label.length * LETTER + 36, 0);
		const x = PLOT.left + before;
		return [
			`<rect x="${round(x)}" y="46" width="12" height="12" fill="${COLORS[nth]}"/>`,
			text(x + 17, 56, label, 'font-size="12"'),
		];
	});
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" fill="#222">`,
		`<title>${escaped(title)}</title>`,
		`<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
		text(PLOT.left, 28, title, 'font-size="16" font-weight="600"'),
		...legend,
		...lines,
		...bars,
		`<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${PLOT.bottom}" y2="${PLOT.bottom}" stroke="#888"/>`,
		'</svg>',
		'',
	].join('\n');
}
