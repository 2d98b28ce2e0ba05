/** One line of a table: what was measured, and what it is held to. */
export interface Figure {
	what: string;
	/** By the name of the column; those of a table have the same names. */
	measured: Record<string, number>;
	/** None for what is only told. */
	goal?: Goal;
}

export interface Goal {
	/** What is judged: `ratio`, `more`, or the column. */
	of: string;
	value: number;
	most: number;
	/** After both numbers, e.g. ` %`. */
	unit?: string;
	/** Why it is that much and no other. */
	why: string;
}

export interface Table {
	title: string;
	figures: Figure[];
}

/** All that was reported. */
export const reported: Table[] = [];

export function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export type Held = Pick<Goal, 'most' | 'why'>;

/** Our node beside the same work without it. */
export function ratio(what: string, bare: number, node: number, held?: Held): Figure {
	const goal = held && { goal: { of: 'ratio', value: node / bare, ...held } };
	return { what, measured: { bare, node }, ...goal };
}

/** What large files take beyond small ones. */
export function growth(what: string, small: number, large: number, held?: Held): Figure {
	const goal = held && { goal: { of: 'more', value: large - small, ...held } };
	return { what, measured: { small, large }, ...goal };
}

export const isWithin = ({ value, most }: Goal): boolean => value <= most;

export function report(title: string, figures: Figure[]): void {
	reported.push({ title, figures });
	const width = Math.max(18, ...figures.map(({ what }) => what.length));
	console.log(`\n${title}`);
	for (const { what, measured, goal } of figures) {
		const cells = Object.entries(measured).map(
			([column, value]) => `${column} ${digits(value).padStart(7)}`,
		);
		console.log(['', what.padEnd(width), ...cells, goal ? verdict(goal) : ''].join('  ').trimEnd());
	}
}

function verdict(goal: Goal): string {
	const { of, value, most, unit = '' } = goal;
	const judged = `${of} ${exact(value)}${unit}`;
	return `${judged} (${isWithin(goal) ? 'within' : 'ABOVE'} ${most}${unit})`;
}

/** Of what is judged, so that what misses its goal by little is seen to. */
export const exact = (value: number): string => String(Number(value.toPrecision(4)));

/** Three of them that count, or all before the point. */
export function digits(value: number): string {
	if (Number.isInteger(value)) return String(value);
	return value.toFixed(Math.max(0, Math.min(2, 2 - Math.floor(Math.log10(Math.abs(value) || 1)))));
}

/** The goals of all tables, in one. */
export function reportGoals(): void {
	const rows = reported.flatMap(({ title, figures }) =>
		figures.flatMap(({ what, goal }) => (goal ? [{ what: `${title}: ${what}`, goal }] : [])),
	);
	const width = Math.max(...rows.map(({ what }) => what.length));
	console.log('\nGoals');
	for (const { what, goal } of rows) console.log(`  ${what.padEnd(width)}  ${verdict(goal)}`);
}
