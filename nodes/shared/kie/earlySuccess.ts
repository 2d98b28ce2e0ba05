import type { KieTask } from './task';
import { isWithoutImage, SUCCESS_WITHOUT_IMAGE } from './task';

/** KIE may report success a moment before it names the images: so many more looks tell. */
export const EARLY_LOOKS = 3;
export const EARLY_PAUSE_MS = 2_000;

/** Also where it gives something else: that may be no more than a word about the images to come. */
export const isEarlySuccess = (task: KieTask): boolean =>
	isWithoutImage(task) || task.errorMessage === SUCCESS_WITHOUT_IMAGE;
