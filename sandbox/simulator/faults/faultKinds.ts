import { z } from 'zod';

/** The calls an answer fault can strike. `hosted` is the download of a result or an upload. */
const answerPoints = [
	'create',
	'read',
	'upload',
	'credits',
	'downloadUrl',
	'hosted',
	'catalogue',
] as const;
export type AnswerPoint = (typeof answerPoints)[number];

const duration = z.number().min(0);

/** What every fault has: how often it strikes, and whom. */
const common = {
	/** How many times it strikes. */
	times: z.union([z.number().int().min(1), z.literal('always')]).default(1),
	/** How many matching occasions pass unharmed first. */
	skip: z.number().int().min(0).default(0),
	match: z
		.strictObject({
			api: z.enum(['gpt4oImage', 'fluxKontext', 'market']),
			model: z.string(),
			/** Part of the prompt. */
			prompt: z.string(),
			taskId: z.string(),
			/** Part of the request's path. */
			path: z.string(),
		})
		.partial()
		.default({}),
};

const answerFault = {
	...common,
	on: z
		.union([z.enum(answerPoints), z.array(z.enum(answerPoints)).min(1), z.literal('any')])
		.transform((on) => (on === 'any' ? [...answerPoints] : [on].flat())),
};

/** Before the request is taken (nothing billed), or after (billed, but the caller does not learn it). */
const when = z.enum(['before', 'after']).default('before');

const answerFaults = [
	z.strictObject({
		kind: z.literal('rateLimit'),
		...answerFault,
		as: z.enum(['body', 'http']).default('body'),
		/** Sent as it is: seconds or an HTTP date. */
		retryAfter: z.union([z.string(), z.number()]).optional(),
	}),
	z.strictObject({
		kind: z.literal('error'),
		...answerFault,
		when,
		code: z.number().int().default(500),
		msg: z.string().optional(),
		as: z.enum(['body', 'http']).default('http'),
	}),
	z.strictObject({
		kind: z.literal('reset'),
		...answerFault,
		/** `midway`: the connection breaks in the middle of the answer. */
		when: z.enum(['before', 'after', 'midway']).default('before'),
	}),
	z.strictObject({ kind: z.literal('slow'), ...answerFault, when, delayMs: duration }),
	z.strictObject({
		kind: z.literal('html'),
		...answerFault,
		when,
		status: z.number().int().min(200).max(599).default(502),
		body: z.string().optional(),
	}),
	z.strictObject({ kind: z.literal('truncated'), ...answerFault }),
	/** To the simulator's other host, which notes what it receives. */
	z.strictObject({
		kind: z.literal('redirect'),
		...answerFault,
		status: z.union([z.literal(301), z.literal(302), z.literal(307), z.literal(308)]).default(302),
	}),
	/** The answer's body arrives in pieces, spread over the duration. */
	z.strictObject({ kind: z.literal('trickle'), ...answerFault, durationMs: duration }),
	/** The answer's body never ends. */
	z.strictObject({ kind: z.literal('endless'), ...answerFault }),
] as const;

const taskFaults = [
	z.strictObject({
		kind: z.literal('taskFails'),
		...common,
		code: z.number().int().nullable().default(500),
		msg: z.string().default('Failed to generate image'),
	}),
	z.strictObject({
		kind: z.literal('moderation'),
		...common,
		/** Moderation failures are often just "Internal Error" with no code. */
		silent: z.boolean().default(false),
	}),
	z.strictObject({ kind: z.literal('neverEnds'), ...common }),
	z.strictObject({ kind: z.literal('takes'), ...common, durationMs: duration }),
	z.strictObject({
		kind: z.literal('recordHidden'),
		...common,
		durationMs: duration,
		as: z.enum(['notExist', 'recordInfoNull', 'notFound', 'dataNull']).default('notExist'),
	}),
	/** Success with this many pictures, whatever was asked for; 0 is a success without a URL. */
	z.strictObject({ kind: z.literal('resultCount'), ...common, count: z.number().int().min(0) }),
	/** Every hosted result is exactly this large: a real picture, then padding, streamed. */
	z.strictObject({ kind: z.literal('resultBytes'), ...common, bytes: z.number().int().min(1) }),
	/** The create is answered with an ID in another form. */
	z.strictObject({
		kind: z.literal('createdAs'),
		...common,
		as: z.enum(['number', 'recordId', 'text']),
	}),
	/** The record of a failed task comes with another code than 200 around it. */
	z.strictObject({
		kind: z.literal('failedRecord'),
		...common,
		code: z.number().int().default(501),
		msg: z.string().default('Generation failed'),
	}),
	/** The record in another spelling that has been seen. */
	z.strictObject({
		kind: z.literal('spelling'),
		...common,
		as: z.enum([
			'responseText',
			'snakeCase',
			'flagText',
			'statusOnly',
			'flagOnly',
			'dateText',
			'plain',
			'tenKeys',
			'nullText',
		]),
	}),
] as const;

const catalogueFaults = [
	/** The catalogue does not have a model, though it can be used. */
	z.strictObject({ kind: z.literal('unlisted'), ...common }),
	/** It has the model, without a schema. */
	z.strictObject({ kind: z.literal('noSchema'), ...common }),
] as const;

export const forgeries = z.enum([
	'wrongSignature',
	'unsigned',
	'stale',
	'changedBody',
	'unknownTask',
]);

export const callbackFaults = [
	z.strictObject({ kind: z.literal('lostCallback'), ...common }),
	z.strictObject({ kind: z.literal('lateCallback'), ...common, delayMs: duration }),
	z.strictObject({
		kind: z.literal('duplicateCallback'),
		...common,
		copies: z.number().int().min(2).default(2),
	}),
	/** Held back until another task's callback has overtaken it. */
	z.strictObject({ kind: z.literal('reorderedCallback'), ...common }),
	z.strictObject({
		kind: z.literal('forgedCallback'),
		...common,
		forgery: forgeries.default('wrongSignature'),
		/** The forged one alone, or before the genuine one. */
		alone: z.boolean().default(false),
	}),
	/** The failure callback with `data: null`, so without a task id. */
	z.strictObject({ kind: z.literal('anonymousCallback'), ...common }),
] as const;

export const faultSchema = z.discriminatedUnion('kind', [
	...answerFaults,
	...taskFaults,
	...callbackFaults,
	...catalogueFaults,
]);

export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;
export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;
export type AnswerFault = z.infer<(typeof answerFaults)[number]>;
export type CallbackFault = z.infer<(typeof callbackFaults)[number]>;
