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
const looks = new Set<string>();
const homes = new Set<string>();
const wakes = new Map<string, number>();

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
		looks.add(this.keyOf(taskId));
		dropOldest(looks, MAX_TASKS);
	}

	wasLooked(taskId: string): boolean {
		return looks.has(this.keyOf(taskId));
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
