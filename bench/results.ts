/** What the parts measured last, kept for the page that shows it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { z } from 'zod';
import root from '../package.json' with { type: 'json' };
import { nodePackage } from '../sandbox/n8n/cache.ts';
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

/** Where something was measured: in an n8n of its own, or in n8n's engine in this process. */
export type Where = 'n8n' | 'engine';

/** Our dependencies have no ranges: what is named is what ran. */
function versionsOf(where: Where): Record<string, string> {
	if (where === 'engine') {
		return { 'n8n-core': root.devDependencies['n8n-core'], Node: process.versions.node };
	}
	const nodes: Record<string, string> = sandbox.optionalDependencies;
	return { n8n: sandbox.dependencies.n8n, Node: nodes[nodePackage() ?? ''] ?? 'unknown' };
}

/** In place of what this part measured before; the other parts stay. */
export function saveResults(name: string, where: Where, tables: Table[]): void {
	const [cpu] = cpus();
	const measured: Results[string] = {
		on: new Date().toISOString().slice(0, 10),
		machine: `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`,
		versions: versionsOf(where),
		tables,
	};
	const all = { ...readResults(), [name]: measured };
	writeFileSync(FILE, `${JSON.stringify(all, rounded, '\t')}\n`);
}

/** Four digits are more than a second run would repeat. */
const rounded = (_: string, value: unknown): unknown =>
	typeof value === 'number' ? Number(value.toPrecision(4)) : value;
