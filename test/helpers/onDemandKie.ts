import { created, done, KieWire, ok, running } from './kie.ts';
import type { Answer } from './kie.ts';

/** A KIE whose tasks are done when the test says so. The task of a prompt has its name: `a`, then `a2`. */
export class OnDemandKie {
	readonly wire = new KieWire();

	/** Answers a create in another way than with its task. */
	onCreate: (taskId: string) => Answer | undefined = () => undefined;

	private readonly answers = new Map<string, Answer[]>();

	private uncounted = new Set<unknown>();

	private readonly urls = new Map<string, string>();

	constructor() {
		const ordered = new Map<string, number>();
		this.wire.onCreate(({ prompt, callBackUrl }) => {
			const nth = (ordered.get(String(prompt)) ?? 0) + 1;
			ordered.set(String(prompt), nth);
			const taskId = nth === 1 ? String(prompt) : `${String(prompt)}${nth}`;
			if (typeof callBackUrl === 'string') this.urls.set(taskId, callBackUrl);
			this.wire.onRead(taskId, () => {
				const answers = this.answers.get(taskId) ?? [];
				return (answers.length > 1 ? answers.shift() : answers[0]) ?? running(taskId);
			});
			return this.onCreate(taskId) ?? created(taskId);
		});
	}

	/** What KIE says of a task from now on: one after the other, the last for ever. */
	says(taskId: string, ...answers: Answer[]): void {
		this.answers.set(taskId, answers);
	}

	finish(...taskIds: string[]): void {
		for (const taskId of taskIds) this.says(taskId, done(taskId));
	}

	/** Where KIE calls when a task is done. */
	urlOf(taskId: string): string {
		const url = this.urls.get(taskId);
		if (url === undefined) throw new Error(`KIE was given no URL for ${taskId}.`);
		return url;
	}

	/** How often a task was looked at, since counting began. */
	reads(taskId: string): number {
		return this.wire.readsOf(taskId).filter((read) => !this.uncounted.has(read)).length;
	}

	/** Whether a task is looked at before a rest depends on its age, and so on the machine. */
	countAnew(): void {
		this.uncounted = new Set(this.wire.requests);
	}

	get ordered(): unknown[] {
		return this.wire.prompts;
	}
}

/** What KIE posts of a task. */
export const told = (taskId: string) => ({ ...ok({ taskId, info: null }), msg: 'done' });
