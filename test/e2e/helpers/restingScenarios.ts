/** Executions that rest, with what may become of each of their items: drawn from a seed. */
import fc from 'fast-check';
import type { FaultInput } from '../../../sandbox/simulator/index.ts';

/**
 * How an item ends: as a success, with KIE's refusal, out of time, or with a create of which nobody knows
 * whether KIE took it. Of that, KIE's call may still tell the task.
 */
export type End = 'success' | 'failed' | 'late' | 'unclear';

interface Fate {
	faults: FaultInput[];
	end: End;
}

/** Ten times as fast as life: 30,000 is three seconds. */
const fates = {
	well: { faults: [], end: 'success' },
	declined: { faults: [{ kind: 'moderation' }], end: 'failed' },
	fails: { faults: [{ kind: 'taskFails', times: 'always', code: 501 }], end: 'failed' },
	answerLost: { faults: [{ kind: 'reset', on: 'create', when: 'after' }], end: 'unclear' },
	orderLost: { faults: [{ kind: 'reset', on: 'create', when: 'before' }], end: 'unclear' },
	answerUnreadable: {
		faults: [{ kind: 'html', on: 'create', when: 'after', status: 502 }],
		end: 'unclear',
	},
	limited: { faults: [{ kind: 'rateLimit', on: 'create' }], end: 'success' },
	neverEnds: { faults: [{ kind: 'neverEnds' }], end: 'late' },
	neverHasAnImage: { faults: [{ kind: 'resultCount', count: 0 }], end: 'late' },
	callLost: { faults: [{ kind: 'lostCallback' }], end: 'success' },
	callTwice: { faults: [{ kind: 'duplicateCallback', copies: 3 }], end: 'success' },
	callForged: { faults: [{ kind: 'forgedCallback' }], end: 'success' },
	callLate: { faults: [{ kind: 'lateCallback', delayMs: 60_000 }], end: 'success' },
	hidden: { faults: [{ kind: 'recordHidden', durationMs: 30_000 }], end: 'success' },
	readBroken: { faults: [{ kind: 'error', on: 'read', times: 2 }], end: 'success' },
	fileGone: {
		faults: [{ kind: 'error', on: 'hosted', code: 404, times: 'always' }],
		end: 'success',
	},
	otherSpelling: { faults: [{ kind: 'spelling', as: 'snakeCase' }], end: 'success' },
} satisfies Record<string, Fate>;

export type FateName = keyof typeof fates;
export const fateOf = (name: FateName): Fate => fates[name];

export interface Scenario {
	operation: 'generate' | 'edit';
	model: string;
	fates: FateName[];
	onError: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	onTimeout: 'error' | 'returnPending';
	outputItems: 'perImage' | 'perTask';
	/** How often n8n starts the node again. */
	retries: number;
	takesMs: number;
}

const fate = fc.oneof(
	fc.constant<FateName>('well'),
	fc.constantFrom(...(Object.keys(fates) as FateName[])),
);

const scenario: fc.Arbitrary<Scenario> = fc.record({
	operation: fc.constantFrom('generate', 'edit'),
	// One of each of KIE's APIs.
	model: fc.constantFrom('gpt4o-image', 'flux-kontext-pro', 'nano-banana-2-1'),
	fates: fc.array(fate, { minLength: 1, maxLength: 4 }),
	onError: fc.constantFrom('stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'),
	onTimeout: fc.constantFrom('error', 'returnPending'),
	outputItems: fc.constantFrom('perImage', 'perTask'),
	retries: fc.constantFrom(0, 0, 1),
	takesMs: fc.constantFrom(10_000, 30_000, 60_000),
});

export const drawScenarios = (count: number, seed: number): Scenario[] =>
	fc.sample(scenario, { numRuns: count, seed });
