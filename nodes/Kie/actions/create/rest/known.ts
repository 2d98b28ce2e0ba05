import { dropOldest } from '../../../../shared/dropOldest';
import type { KieTask } from '../../../../shared/kie/task';
import type { RestState } from './state';

// What this process knows of the executions at rest, so that nothing is asked twice. What is dropped
// is asked again.

const MAX_TASKS = 20_000;
const MAX_RESTS = 10_000;
// As long as a call may take that n8n let in before another one woke the execution.
const WAKE_MS = 30_000;

/** By task; null where it has ended and the node must look again. */
const ends = new Map<string, KieTask | null>();
const looks = new Map<string, number>();
const ringing = new Set<string>();
const homes = new Set<string>();
const wakes = new Map<string, number>();

let lastLook = 0;

/** What this process has learned of one execution, and of its present rest. */
export class Known {
	private readonly executionId: string;

	private readonly restId: string;

	constructor({ executionId, id }: Pick<RestState, 'executionId' | 'id'>) {
		this.executionId = executionId;
		this.restId = id;
	}

	noteEnd(taskId: string, task: KieTask | null): void {
		ends.set(this.keyOf(taskId), task);
		dropOldest(ends, MAX_TASKS);
	}

	hasEnded(taskId: string): boolean {
		return ends.has(this.keyOf(taskId));
	}

	noteLook(taskId: string): void {
		looks.set(this.keyOf(taskId), (lastLook += 1));
		dropOldest(looks, MAX_TASKS);
	}

	/** In the order of the looks; 0 where there was none. */
	lookedAt(taskId: string): number {
		return looks.get(this.keyOf(taskId)) ?? 0;
	}

	/** While KIE's call for a task is judged, other calls leave that task to it. */
	async whileRinging<T>(taskId: string, judge: () => Promise<T>): Promise<T> {
		const key = this.keyOf(taskId);
		ringing.add(key);
		try {
			return await judge();
		} finally {
			ringing.delete(key);
		}
	}

	isRinging(taskId: string): boolean {
		return ringing.has(this.keyOf(taskId));
	}

	/** This process put it to rest: then, but in queue mode, all calls come here. */
	noteHome(): void {
		homes.add(this.restId);
		dropOldest(homes, MAX_RESTS);
	}

	get isHome(): boolean {
		return homes.has(this.restId);
	}

	/** Whether it is for the caller to wake it: an old n8n would let two go on with one execution. */
	claimWake(): boolean {
		const isFirst = Date.now() - (wakes.get(this.restId) ?? -Infinity) >= WAKE_MS;
		if (isFirst) this.noteWake();
		return isFirst;
	}

	noteWake(): void {
		wakes.delete(this.restId);
		wakes.set(this.restId, Date.now());
		dropOldest(wakes, MAX_RESTS);
	}

	/** The state with all the ends that this process knows of. */
	complete(state: RestState): RestState {
		const { ordered } = state;
		const ended = new Map(ordered.ended.map((task) => [task.taskId, task]));
		for (const { task } of ordered.orders) {
			const end = ends.get(this.keyOf(task.taskId));
			if (end) ended.set(task.taskId, end);
		}
		return { ...state, ordered: { ...ordered, ended: [...ended.values()] } };
	}

	/** The state has them now. */
	forgetEnds({ ordered }: RestState): void {
		for (const { task } of ordered.orders) ends.delete(this.keyOf(task.taskId));
	}

	private keyOf(taskId: string): string {
		return `${this.executionId} ${taskId}`;
	}
}
