import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import type { Results } from '../bench/results.ts';
import { readResults } from '../bench/results.ts';
import { TIME_OVER_IDEAL } from '../bench/goals.ts';
import { digits, exact, isWithin } from '../bench/report.ts';
import { chart } from './chart.ts';

export const PAGE = new URL('../docs/benchmarks.md', import.meta.url);
export const CHART = new URL('../docs/images/compare.svg', import.meta.url);
export const README = new URL('../README.md', import.meta.url);
export const SCALING = new URL('../docs/scaling.md', import.meta.url);

const INTRO = `# Benchmarks

All measurements, with the goal of each figure and the reason for it. This page is generated from \`bench/results.json\` by
\`npm run docs\`; \`npm run bench\` repeats all measurements, and \`npm run bench -- compare\` one part.

What is judged are ratios and differences within one run, so that the machine matters little. No test depends on these figures. Goals
that are missed are marked.
`;

/** In the order of the page, which has all of them. */
export const PARTS: Record<string, string> = {
	compare: `The node compared with what people build without it, each in a real n8n of its own, against the simulator of KIE. **At once** and
**loop** are HTTP Request, Wait and If as in n8n's public templates, without and with a loop over the items; **one by one** is the node in
a loop, which waits for each image before it takes the next. These last two take many times as long as the others and ran once, beside
each other; the others ran by turns, with the median told.

**Ideal** is the moment at which the last image could have been ready under KIE's rate limit, plus the time that n8n takes for the list
of prompts alone. How long an image takes is assumed: half of them less than a minute, one in twenty more than two, the same for all.
Time ran as many times faster as the title of a table says, for KIE, the rate limit and all pauses alike. What n8n does by itself is not
faster, so it weighs that many times as much as in life. CPU and memory are what n8n took beyond an idle one after the same warm-up.`,
	waiting: `Check Regularly compared with Rest Until KIE Calls, both at the same time, each in a real n8n of its own, against the simulator
of KIE. The first three loads ran four times as fast as life, the last one in real time.`,
	journey:
		"One run of the node compared with the bare requests and pauses, in n8n's engine, against a server that responds at once.",
	files: `Downloads and uploads in a real n8n, from and to a plain file server, compared with n8n's HTTP Request node.`,
	trigger:
		'KIE Trigger compared with the smallest possible trigger in a community package, in a real n8n that gets ten calls at a time.',
};

/** The names of columns as people read them. */
const COLUMNS: Record<string, string> = {
	polling: 'Check Regularly',
	resting: 'Rest Until KIE Calls',
	atOnce: 'At once',
	loop: 'Loop',
	oneByOne: 'One by one',
};

const columnOf = (name: string) => COLUMNS[name] ?? name.charAt(0).toUpperCase() + name.slice(1);

const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
const table = (head: string[], rows: string[][]) =>
	[row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

type Measured = Results[string];

function tablesOf({ tables }: Measured): string[] {
	return tables.flatMap(({ title, figures }) => {
		const columns = [...new Set(figures.flatMap(({ measured }) => Object.keys(measured)))];
		const rows = figures.map(({ what, measured, goal }) => [
			what,
			...columns.map((name) => (measured[name] === undefined ? '' : digits(measured[name]))),
			goal
				? `${isWithin(goal) ? '' : '**missed:** '}${goal.of} ${exact(goal.value)}${goal.unit ?? ''}, at most ${goal.most}${goal.unit ?? ''}`
				: '',
		]);
		const whys = figures.flatMap(({ what, goal }) => (goal ? [`- ${what}: ${goal.why}`] : []));
		return [
			`### ${title}`,
			table(['', ...columns.map(columnOf), 'Goal'], rows),
			...(whys.length > 0 ? [`Why these goals:\n\n${whys.join('\n')}`] : []),
		];
	});
}

function part(name: string, measured: Measured): string {
	const { on, machine, versions } = measured;
	const of = Object.entries(versions).map((one) => one.join(' '));
	return [
		`## ${columnOf(name)}`,
		PARTS[name] ?? '',
		`Measured on ${on}: ${machine}; ${of.join(', ')}.`,
		...tablesOf(measured),
	].join('\n\n');
}

async function pretty(text: string, url: URL): Promise<string> {
	const filepath = url.pathname;
	return await format(text, { ...(await resolveConfig(filepath)), filepath });
}

export async function benchmarksPage(): Promise<string> {
	const parts = Object.keys(PARTS).map((name) => part(name, measuredOf(name)));
	return await pretty([INTRO, ...parts].join('\n\n'), PAGE);
}

/** A document with these tables of a part between its markers. */
async function withTables(url: URL, name: string, tables: string[]): Promise<string> {
	const document = await readFile(url, 'utf8');
	const begin = `<!-- bench: ${name} -->`;
	const end = '<!-- /bench -->';
	const [before, rest] = document.split(begin);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined) {
		throw new Error(`${url.pathname} has no place for the figures: ${begin} … ${end}`);
	}
	return await pretty([before, begin, ...tables, end, after].join('\n\n'), url);
}

function measuredOf(name: string): Measured {
	const measured = readResults()[name];
	if (!measured) throw new Error(`npm run bench -- ${name} has not been run.`);
	return measured;
}

const valuesOf = ({ figures }: Measured['tables'][number], name: string): Record<string, number> =>
	figures.find(({ what }) => what === name)?.measured ?? {};

/** The README with its table of today's figures. */
export async function readmeWithFigures(): Promise<string> {
	const rows = measuredOf('compare').tables.map((one) => {
		const ratios = valuesOf(one, TIME_OVER_IDEAL);
		return [one.title.split(',')[0] ?? '', ...SHOWN.map((name) => shown(ratios[name], ' ×'))];
	});
	return await withTables(README, 'compare', [
		table(['Time ÷ ideal', ...SHOWN.map(columnOf)], rows),
	]);
}

const shown = (value: number | undefined, unit: string) =>
	value === undefined ? '' : `${digits(value)}${unit}`;

/** What docs/scaling.md tells of each load: the name of a figure, what it is called there, its unit. */
const SCALING_ROWS = [
	[TIME_OVER_IDEAL, 'Time, as a multiple of the ideal', ' ×'],
	['reads of an image', 'Status checks for each image', ''],
	['CPU while all wait (% of a core)', 'CPU while all wait, of one core', ' %'],
	['memory over idle (MB)', 'Memory while all wait, on top of an idle n8n', ' MB'],
] as const;
const SCALING_LOADS = ['200 executions of one image', '1 execution of 200 images'];

/** docs/scaling.md with its tables of today's figures. */
export async function scalingWithFigures(): Promise<string> {
	const { tables } = measuredOf('waiting');
	const shownTables = tables
		.filter(({ title }) => SCALING_LOADS.includes(title))
		.sort((a, b) => SCALING_LOADS.indexOf(a.title) - SCALING_LOADS.indexOf(b.title));
	const methods = ['polling', 'resting'];
	return await withTables(
		SCALING,
		'waiting',
		shownTables.map((one) =>
			table(
				[one.title, ...methods.map(columnOf)],
				SCALING_ROWS.map(([figure, words, unit]) => [
					words,
					...methods.map((name) => shown(valuesOf(one, figure)[name], unit)),
				]),
			),
		),
	);
}

const SHOWN = ['polling', 'resting', 'atOnce', 'loop', 'oneByOne'];

export function compareChart(): string {
	return chart({
		title: 'Time until the last image, as a multiple of the ideal (logarithmic scale)',
		series: SHOWN.map((name) => ({ name, label: columnOf(name) })),
		groups: measuredOf('compare').tables.map((one) => ({
			title: one.title.split(',')[0] ?? '',
			values: valuesOf(one, TIME_OVER_IDEAL),
		})),
	});
}

export async function writeBenchmarks(): Promise<void> {
	await writeFile(PAGE, await benchmarksPage());
	await writeFile(README, await readmeWithFigures());
	await writeFile(SCALING, await scalingWithFigures());
	await writeFile(CHART, compareChart());
}
