import type { KieTask } from '../task';
import { gpt4oImage } from './gpt4oImage';
import type { ImageModel } from './model';

export type {
	CreateRequest,
	ImageModel,
	ImageOperation,
	InputImages,
	InputRole,
	ModelOperation,
} from './model';

/** Every model of the node: a new one is its own file and a line here. */
export const models: ImageModel[] = [gpt4oImage];

/** The task under our name of its model; models that are not ours keep KIE's. */
export function withOwnModelName(task: KieTask): KieTask {
	const own = models.find(({ ids }) => task.model !== null && ids.includes(task.model));
	return own ? { ...task, model: own.value } : task;
}
