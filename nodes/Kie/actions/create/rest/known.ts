import { dropOldest } from '../../../../shared/dropOldest';
import type { KieTask } from '../../../../shared/kie/task';
import type { RestState } from './state';

/** What the calls to this process have told of one rest, so that nothing is asked twice. */
interface Known {
	/** By task; null where the node must look again. */
	ended: Map<string, KieTask | null>;
	/** The tasks that were looked up. */
	looked: Set<string>;
}

const REMEMBERED_RESTS = 2_000;

const rests = new Map<string, Known>();

export function knownOf(restId: string): Known {
	const known = rests.get(restId) ?? { ended: new Map(), looked: new Set() };
	// The one used last stands last.
	rests.delete(restId);
	rests.set(restId, known);
	dropOldest(rests, REMEMBERED_RESTS);
	return known;
}

/** A state with all the ends that this process knows of. */
export function withKnownEnds(state: RestState): RestState {
	const { id, ordered } = state;
	const ended = new Map(ordered.ended.map((task) => [task.taskId, task]));
	for (const [taskId, task] of knownOf(id).ended) if (task) ended.set(taskId, task);
	return { ...state, ordered: { ...ordered, ended: [...ended.values()] } };
}

export const forgetRest = (restId: string): boolean => rests.delete(restId);
