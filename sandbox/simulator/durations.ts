const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Every duration the simulator knows, in milliseconds at speed 1. */
export const durations = {
	/** Documented: 20 new generation requests per 10 s and account. */
	createWindow: 10 * second,
	/** Documented: one task may be queried 3 times a second. */
	readWindow: second,
	/** Documented: the calls of the live catalogue share one request a second and account. */
	catalogueWindow: second,
	/** A record may not be visible just after creation; how long is not documented. */
	recordHidden: [0.5 * second, 2.5 * second],
	/** How long an API call takes to be answered: not documented. */
	answer: [0.06 * second, 0.25 * second],
	/** A task whose inputs cannot be used ends early. */
	inputCheck: 4 * second,
	/** Documented: a callback is to be answered within 15 s and repeated up to three times. */
	callbackTimeout: 15 * second,
	/** How far apart the repeats are is not documented. */
	callbackRepeats: [10 * second, 20 * second, 30 * second],
	/** How long a reordered callback waits for another one to overtake it. */
	callbackOvertake: 10 * minute,
	resultLife: 14 * day,
	marketResultLife: 24 * hour,
	fluxOriginLife: 10 * minute,
	downloadLinkLife: 20 * minute,
	uploadLife: 24 * hour,
} as const;

export const limits = {
	createsPerWindow: 20,
	readsPerWindow: 3,
	catalogueCallsPerWindow: 1,
	base64UploadBytes: 10 * 1024 * 1024,
} as const;
