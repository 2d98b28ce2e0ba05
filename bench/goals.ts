/** What more than one part measures, and is held to. */
import type { Held } from './report.ts';

export const TIME_OVER_IDEAL = 'time / ideal';

export const WALL: Held = {
	most: 1.05,
	why: 'What KIE takes and its rate limit are all that a user should wait for; 5 % is less than anybody notices.',
};

/** Of one image, when time runs some times as fast as life. */
export const WALL_OF_ONE: Held = {
	most: 1.08,
	why: 'In so short a time, what n8n does for any execution is a larger part: a look every five seconds alone finds an image 2.5 seconds late on average.',
};
