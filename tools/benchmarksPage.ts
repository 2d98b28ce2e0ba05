import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import type { Results } from '../bench/results.ts';
import { readResults } from '../bench/results.ts';
import { digits, isWithin } from '../bench/report.ts';
import { chart } from './chart.ts';

export const PAGE = new URL('../docs/benchmarks.md', import.meta.url);
export const CHART = new URL('../docs/images/compare.svg', import.meta.url);
export const README = new URL('../README.md', import.meta.url);

const INTRO = `# Benchmarks

Everything that was measured, with what each figure is held to and why. This page is made from \`bench/results.json\` by
\`npm run docs\`; \`npm run bench\` measures all of it anew, and \`npm run bench -- compare\` one part.

All figures come from a real n8n with the packed package and the simulator of KIE, and are ratios or differences within one run, so
that the machine matters little. Nothing here decides a test.
`;

const PARTS: Record<string, string> = {
	compare: `The node beside what people build without it. **At once** and **loop** are HTTP Request, Wait and If as in n8n's public
templates, without and with a loop over the items; **one by one** is a node that waits for each item before it takes the next.
**Ideal** is the moment at which the last image could have been done under KIE's rate limit, plus an empty run.`,
	waiting: 'Checking regularly beside resting until KIE calls.',
	journey:
		"One run of the node beside the same requests and pauses with nothing else, in n8n's engine.",
	files: "Downloads and uploads, beside n8n's own HTTP Request.",
	trigger: 'KIE Trigger beside the smallest trigger that a community package can have.',
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
				? `${isWithin(goal) ? '' : '**missed:** '}${goal.of} ${digits(goal.value)}, at most ${goal.most}${goal.unit ?? ''}`
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
	const results = readResults();
	const parts = Object.keys(PARTS).flatMap((name) => {
		const measured = results[name];
		return measured ? [part(name, measured)] : [];
	});
	return await pretty([INTRO, ...parts].join('\n\n'), PAGE);
}

const BEGIN = '<!-- bench: compare -->';
const END = '<!-- /bench -->';

/** The README with its table of today's figures. */
export async function readmeWithFigures(): Promise<string> {
	const readme = await readFile(README, 'utf8');
	const { compare } = readResults();
	const [before, rest] = readme.split(BEGIN);
	const after = rest?.split(END)[1];
	if (!compare || before === undefined || after === undefined) return readme;
	const rows = compare.tables.flatMap(({ title, figures }) => {
		const ratios = figures.find(({ what }) => what === 'wall time / ideal')?.measured ?? {};
		return [
			[
				title,
				...SHOWN.map((name) => (ratios[name] === undefined ? '' : `${digits(ratios[name])} ×`)),
			],
		];
	});
	const text = table(['Time over the ideal', ...SHOWN.map(columnOf)], rows);
	return await pretty(`${before}${BEGIN}\n\n${text}\n\n${END}${after}`, README);
}

const SHOWN = ['polling', 'resting', 'atOnce', 'loop', 'oneByOne'];

export function compareChart(): string | undefined {
	const { compare } = readResults();
	if (!compare) return undefined;
	const groups = compare.tables.map(({ title, figures }) => ({
		title,
		values: figures.find(({ what }) => what === 'wall time / ideal')?.measured ?? {},
	}));
	return chart({
		title: 'Time until the last image, as a multiple of the ideal',
		series: SHOWN.map((name) => ({ name, label: columnOf(name) })),
		groups,
	});
}

export async function writeBenchmarks(): Promise<void> {
	await writeFile(PAGE, await benchmarksPage());
	await writeFile(README, await readmeWithFigures());
	const svg = compareChart();
	if (svg !== undefined) await writeFile(CHART, svg);
}
