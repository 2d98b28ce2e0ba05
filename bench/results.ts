/** What the parts measured last, kept for the page that shows it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { z } from 'zod';
import sandbox from '../sandbox/n8n/package.json' with { type: 'json' };
import type { Table } from './report.ts';

const FILE = new URL('results.json', `file://${__dirname}/`);

const goal = z.object({
	of: z.string(),
	value: z.number(),
	most: z.number(),
	unit: z.string().optional(),
	why: z.string(),
});
const figure = z.object({
	what: z.string(),
	measured: z.record(z.number()),
	goal: goal.optional(),
});
const part = z.object({
	on: z.string(),
	machine: z.string(),
	versions: z.record(z.string()),
	tables: z.array(z.object({ title: z.string(), figures: z.array(figure) })),
});
const results = z.record(part);

export type Results = z.output<typeof results>;

export function readResults(): Results {
	return existsSync(FILE) ? results.parse(JSON.parse(readFileSync(FILE, 'utf8'))) : {};
}

/** In place of what this part measured before; the other parts stay. */
export function saveResults(name: string, tables: Table[]): void {
	const [cpu] = cpus();
	const measured: Results[string] = {
		on: new Date().toISOString().slice(0, 10),
		machine: `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`,
		versions: { n8n: sandbox.dependencies.n8n, Node: process.versions.node },
		tables,
	};
	const all = { ...readResults(), [name]: measured };
	writeFileSync(FILE, `${JSON.stringify(all, rounded, '\t')}\n`);
}

/** Four digits are more than a second run would repeat. */
const rounded = (_: string, value: unknown): unknown =>
	typeof value === 'number' ? Number(value.toPrecision(4)) : value;
