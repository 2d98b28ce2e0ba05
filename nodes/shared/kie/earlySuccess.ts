import type { KieTask } from './task';
import { SUCCESS_WITHOUT_IMAGE } from './task';

/** KIE may report success a moment before it names the images: so many more looks tell. */
export const EARLY_LOOKS = 3;
export const EARLY_PAUSE_MS = 2_000;

export function isEarlySuccess({ status, errorMessage }: KieTask): boolean {
	return status === 'failed' && errorMessage === SUCCESS_WITHOUT_IMAGE;
}
