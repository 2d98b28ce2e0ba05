import type { IWebhookFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { dropOldest } from '../shared/dropOldest';
import type { Verdict } from './verdict';

const REMEMBERED_TASKS = 1_000;
const REMEMBERED_NODES = 500;

/** What one trigger node of one workflow has done in this process. */
interface Memory {
	started: Set<string>;
	/** Being decided: whoever brings the same task meanwhile waits for the verdict. */
	open: Map<string, Promise<Verdict>>;
}

const memories = new Map<string, Memory>();

// One text, since n8n wraps every entry of a list anew at each delivery. IDs hold no blanks.
const savedSchema = z
	.string()
	.transform((text) => text.split(' '))
	.catch([]);

/**
 * Lets every task start the workflow once. Simultaneous deliveries share the memory of the process;
 * what n8n keeps with the workflow survives a restart, but each delivery has a copy of its own,
 * which n8n writes back whole: so the memory of the process is written into it every time.
 */
export class Once {
	private readonly memory: Memory;

	private readonly saved: Set<string>;

	constructor(private readonly ctx: IWebhookFunctions) {
		this.memory = memoryOf(ctx);
		this.saved = new Set(savedSchema.parse(this.staticData.startedTasks));
	}

	async decide(taskId: string, judge: () => Promise<Verdict>): Promise<Verdict> {
		const { started, open } = this.memory;
		for (;;) {
			if (started.has(taskId) || this.saved.has(taskId)) return { kind: 'ignore' };
			const other = open.get(taskId);
			if (!other) break;
			const verdict = await other;
			// If one copy of a callback could not be confirmed, the waiting copies are rejected, too.
			if (verdict.kind === 'reject') return verdict;
		}
		const judging = judge();
		open.set(taskId, judging);
		try {
			const verdict = await judging;
			if (verdict.kind === 'start') started.add(taskId);
			dropOldest(started, REMEMBERED_TASKS);
			return verdict;
		} finally {
			open.delete(taskId);
		}
	}

	/** Called last: n8n writes it back when the delivery is over. */
	save(): void {
		const all = new Set([...this.saved, ...this.memory.started]);
		this.staticData.startedTasks = [...all].slice(-REMEMBERED_TASKS).join(' ');
	}

	private get staticData() {
		return this.ctx.getWorkflowStaticData('node');
	}
}

function memoryOf(ctx: IWebhookFunctions): Memory {
	const key = `${ctx.getWorkflow().id}/${ctx.getNode().id}`;
	const memory = memories.get(key) ?? { started: new Set(), open: new Map() };
	// The one used last stands last.
	memories.delete(key);
	memories.set(key, memory);
	dropOldest(memories, REMEMBERED_NODES);
	return memory;
}
