import type { Asked } from '../../../shared/kie/failure';
import type { ApiName, KieTask } from '../../../shared/kie/task';
import { isWithoutImage, withoutImage } from '../../../shared/kie/task';
import type { OutputSettings } from '../../../shared/output/delivery';
import type { FailedOutcome, Ring, SubmittedTask } from '../outcome';
import type { RunOptions } from './runSettings';

// What is known of the requests of a run once they are sent. All of it is plain data, because it may
// rest with the execution in n8n's database, where no expression of the node is evaluated again.

/** What one item asked for, as far as its result depends on it. */
export interface Wanted {
	itemIndex: number;
	api: ApiName;
	/** What makes it the same request as another. */
	identity: string;
	/** What an item of a failure can say of it. */
	asked: Asked & { model: string };
	/** A model that the node does not know may give something else. */
	givesImages: boolean;
	/** How many it asks for. */
	images: number;
	waitUntilDone: boolean;
	onTimeout: RunOptions['onTimeout'];
	output: OutputSettings;
}

/** A request that KIE took. */
export interface Order extends Wanted {
	task: SubmittedTask;
}

/** A request whose answer was lost: if KIE took it, its call tells the task. */
export interface Orphan extends Wanted {
	rings: Ring;
	sentAt: number;
}

/** A run that has ordered what it could. */
export interface OrderedRun {
	orders: Order[];
	failures: FailedOutcome[];
	/** Their items stand among the failures, too. */
	orphans: Orphan[];
	/** How often to look, in milliseconds. */
	intervalMs: number;
	/** When to stop waiting, in epoch milliseconds. */
	deadline: number;
	/** The execution rests until KIE calls. */
	rests: boolean;
	/** The tasks whose end is known. */
	ended: KieTask[];
}

/** Without what only sending it needs. */
export function wantedOf(request: Wanted): Wanted {
	const { itemIndex, api, identity, asked, givesImages, images } = request;
	const { waitUntilDone, onTimeout, output } = request;
	const about = { itemIndex, api, identity, asked, givesImages, images };
	return { ...about, waitUntilDone, onTimeout, output };
}

/** KIE's account of a task, with what only the request knows. */
export function completed({ givesImages, asked }: Wanted, task: KieTask): KieTask {
	return {
		...(givesImages && isWithoutImage(task) ? withoutImage(task) : task),
		model: asked.model,
		prompt: task.prompt ?? asked.prompt ?? null,
	};
}
