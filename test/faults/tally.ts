import { apis } from '../../nodes/shared/kie/apis/index.ts';
import { models } from '../../nodes/shared/models/index.ts';
import type { Played } from './played.ts';
import type { ItemFate } from './scenario.ts';
import { isLookup, ON_ERROR, OPERATIONS } from './scenario.ts';

/** What every campaign of some length has been through: else it would be green for want of trying. */
const DUE: Record<string, readonly string[]> = {
	fault: [
		'create',
		'task',
		'record',
		'read',
		'file',
		'callback',
		'upload',
		'input',
		'clock',
		'none',
	],
	operation: OPERATIONS,
	wait: ['polling', 'resting', 'none', 'lookup'],
	'on error': ON_ERROR,
	tries: ['1', '2', '3'],
	end: ['success', 'error', 'canceled'],
	api: Object.keys(apis),
};

/** What a campaign has been through, for a person to judge whether it was enough. */
export class Tally {
	readonly scenarios = new Map<string, number>();

	private requests = 0;

	private billed = 0;

	private played = 0;

	private readonly begunAt = performance.now();

	note({ scenario, ledger, status }: Played): void {
		const { operation, wait, onError, tries, clock, items } = scenario;
		this.played++;
		this.requests += ledger.requests.length;
		this.billed += isLookup(scenario) ? 0 : ledger.tasks.length;
		const faults = new Set(items.flatMap(faultsOf));
		if (clock.jump || clock.lateS > 0) faults.add('clock');
		for (const fault of faults.size > 0 ? faults : ['none']) this.count('fault', fault);
		this.count('operation', operation);
		this.count('wait', isLookup(scenario) ? 'lookup' : wait);
		this.count('on error', onError);
		this.count('tries', String(tries));
		this.count('end', status);
		const model = models.find(({ value }) => value === scenario.model);
		if (model) this.count('api', model.api);
	}

	get missing(): string[] {
		return Object.entries(DUE).flatMap(([kind, values]) =>
			values.map((value) => `${kind}: ${value}`).filter((name) => !this.scenarios.has(name)),
		);
	}

	get line(): string {
		const seconds = Math.round((performance.now() - this.begunAt) / 1_000);
		return `${this.played} scenarios in ${seconds} s: ${this.requests} requests, ${this.billed} tasks billed`;
	}

	toString(): string {
		const kinds = new Map<string, string[]>();
		for (const [name, count] of this.scenarios) {
			const [kind = '', value = ''] = name.split(': ');
			kinds.set(kind, [...(kinds.get(kind) ?? []), `${value} ${count}`]);
		}
		return [
			this.line,
			...[...kinds].map(([kind, counts]) => `  ${kind}: ${counts.join(', ')}`),
		].join('\n');
	}

	private count(kind: string, value: string): void {
		const name = `${kind}: ${value}`;
		this.scenarios.set(name, (this.scenarios.get(name) ?? 0) + 1);
	}
}

function faultsOf({ orders, uploads, photo }: ItemFate): string[] {
	const of = (name: string, isFaulty: boolean) => (isFaulty ? [name] : []);
	return [
		...orders.flatMap(({ create, task, reads, files, call }) => [
			...of('create', create.is !== 'well' || create.names !== 'taskId'),
			...of('task', task.end !== 'done'),
			...of('record', task.spelling !== 'documented' || task.hiddenS > 0 || task.count !== null),
			...of('read', reads.length > 0),
			...of('file', files !== null),
			...of('callback', call.isLost || call.copies > 1 || call.before !== null || call.delayS > 1),
		]),
		...of('upload', uploads.length > 0),
		...of('input', photo !== 'well'),
	];
}
