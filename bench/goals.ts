/** What more than one part measures, and is held to. */
import type { Held } from './report.ts';

export const TIME_OVER_IDEAL = 'time / ideal';

export const WALL: Held = {
	most: 1.05,
	why: 'Users should wait only for KIE and its rate limit; nobody notices 5 %.',
};

/** Of one image, when time runs some times as fast as life. */
export const WALL_OF_ONE: Held = {
	most: 1.08,
	why: "n8n's overhead for each execution weighs more in such a short run, and a check every five seconds finds an image 2.5 seconds late on average.",
};
