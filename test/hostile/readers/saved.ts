import type { IContextObject } from 'n8n-workflow';
import { expect } from 'vitest';
import { takeState } from '../../../nodes/Kie/actions/create/rest/execution.ts';
import { Known } from '../../../nodes/Kie/actions/create/rest/known.ts';
import type { RestState } from '../../../nodes/Kie/actions/create/rest/state.ts';
import { SubmissionMemory } from '../../../nodes/Kie/actions/create/memory.ts';
import { aboutEarlierTries } from '../../../nodes/Kie/actions/failures/earlierTries.ts';
import type { Remembered } from '../../../nodes/Kie/actions/outcome.ts';
import { chosenModel } from '../../../nodes/Kie/methods/chosenModel.ts';
import { Once } from '../../../nodes/KieTrigger/once.ts';
import { inputFailure } from '../../../nodes/shared/kie/failure.ts';
import { isModelId } from '../../../nodes/shared/catalogue/modelId.ts';
import { readMarketForm } from '../../../nodes/shared/models/marketForm.ts';
import { marketModelId } from '../../../nodes/shared/models/marketModel.ts';
import { orderOf, stateOf, taskOf } from '../../unit/Kie/actions/create/rest/fixtures.ts';
import type { Reader } from '../reader.ts';
import { expectTold } from '../reader.ts';

// What a workflow, an execution or the database of n8n gives back: mostly, but not surely, what the node
// has put there.

const form = {
	mappingMode: 'defineBelow',
	value: { prompt: 'A cat', image_urls: '["https://a.b/c.png","data"]', n: 1, more: '{"a":1}' },
	schema: [
		{ id: 'prompt', displayName: 'Prompt', required: true, wants: { type: 'text', maxLength: 10 } },
		{ id: 'image_urls', wants: { type: 'text', list: true, file: true, maxItems: 3 } },
		{ id: 'n', type: 'options', options: [{ value: 1 }, { value: 2 }], wants: { type: 'integer' } },
		{ id: 'more', required: false, wants: { type: 'object' } },
		{ id: 'on', required: false, type: 'boolean' },
		{ id: 'any', required: false, wants: { type: 'any' } },
	],
};

const NODE_ID = 'the-node';
const state: RestState = {
	...stateOf({ executionId: 'x', id: 'rest' }, [orderOf('t')], ['u']),
	remembered: ['0 request of t'],
	hints: [{ message: 'A hint' }],
};
state.ordered.failures = [{ itemIndex: 1, failure: inputFailure('No', 'Do it again') }];
state.ordered.orphans = [
	{ ...orderOf('lost'), rings: { executionId: 'x', secret: 's' }, sentAt: 1 },
];
const noted = { state, tries: { made: 1, allowed: 3 } };

const task = { taskId: 't', submittedAt: 1, rings: { executionId: 'x', secret: 's' } };
const REQUEST = 'request';
const context = {
	submitted: {
		'0': {
			[`0 ${REQUEST}`]: { itemIndex: 0, task },
			'1 other': { itemIndex: 1, unclear: inputFailure('Lost', 'Look for it') },
		},
	},
};

export const savedReaders: Reader[] = [
	{
		name: 'a saved form',
		of: ['shared/models/marketForm#readMarketForm', 'shared/catalogue/wants#wantsSchema'],
		valid: [form],
		read: readMarketForm,
		sound(read: ReturnType<typeof readMarketForm>) {
			if ('refusal' in read) return expect(read.refusal).toMatch(/\S/);
			const input = read.input({});
			expect(Object.keys(input).length).toBeGreaterThan(0);
			expect(Object.values(input).filter((value) => typeof value === 'function')).toEqual([]);
			expect(() => JSON.stringify(input)).not.toThrow();
		},
		isSoundDeep: true,
		long: {
			'many fields': (size) => ({
				value: {},
				schema: Array.from({ length: size }, (_, nth) => ({ id: `n${nth}` })),
			}),
			'many values': (size) => ({
				value: Object.fromEntries(Array.from({ length: size }, (_, nth) => [`n${nth}`, nth])),
				schema: Array.from({ length: size }, (_, nth) => ({ id: `n${nth}` })),
			}),
			'a long list': (size) => ({
				value: { image_urls: `${'data,'.repeat(size)}data` },
				schema: [{ id: 'image_urls', wants: { type: 'text', list: true, file: true } }],
			}),
		},
	},
	{
		name: 'the chosen model',
		of: ['shared/models/marketModel#marketModelId'],
		valid: [{ __rl: true, mode: 'list', value: 'qwen/text-to-image', cachedResultName: 'Qwen' }],
		read: (given) => ({
			run: marketModelId.safeParse(given),
			editor: chosenModel({ getCurrentNodeParameter: () => given } as never),
		}),
		sound({ run, editor }: { run: { data?: string }; editor: { name: string } | null }) {
			if (run.data !== undefined) expect(isModelId(run.data)).toBe(true);
			if (editor) expect(editor.name).toMatch(/\S/);
		},
	},
	{
		name: 'an execution that is woken',
		of: ['Kie/actions/create/rest/state#restStateSchema'],
		valid: [noted],
		read: (given) =>
			takeState({
				getNode: () => ({ id: NODE_ID }),
				getExecuteData: () => ({ node: { id: NODE_ID }, metadata: { kieRest: given } }),
				runExecutionData: { executionData: { nodeExecutionStack: [] } },
			} as never),
		sound(read: RestState | 'unreadable' | null, given) {
			if (read === null) return expect(given).toBeUndefined();
			if (read === 'unreadable') return;
			const { ordered } = new Known(read).complete(read);
			// What later steps take for granted.
			for (const { itemIndex, task: own, output } of ordered.orders) {
				expect(Number.isInteger(itemIndex)).toBe(true);
				expect(typeof own.taskId).toBe('string');
				expect(typeof output.binaryName).toBe('string');
			}
			for (const { failure } of ordered.failures) expectTold(failure);
			for (const { rings } of ordered.orphans) expect(typeof rings.secret).toBe('string');
			for (const ended of ordered.ended) {
				expect(['success', 'failed', 'pending']).toContain(ended.status);
				expect(ended.imageUrls.every((url) => typeof url === 'string')).toBe(true);
			}
		},
	},
	{
		name: 'the memory of earlier tries',
		of: [],
		valid: [context],
		read(given) {
			const memory = new SubmissionMemory(Object(given) as IContextObject, 0);
			const earlier = memory.earlier(0, REQUEST);
			const left = memory.left();
			memory.noteTask(0, REQUEST, task);
			return { earlier, left, again: memory.earlier(0, REQUEST) };
		},
		sound({ earlier, left, again }: ReadMemory) {
			if (earlier && 'task' in earlier) expect(typeof earlier.task.taskId).toBe('string');
			if (earlier && 'unclear' in earlier) expectTold(earlier.unclear);
			expect(aboutEarlierTries(left).join(' ')).not.toMatch(/undefined|\[object/);
			expect(again).toEqual({ task });
		},
	},
	{
		name: 'the tasks that a trigger has started',
		of: [],
		valid: [{ startedTasks: 'a b c' }],
		async read(given) {
			const kept = { ...(Object(given) as { startedTasks?: unknown }) };
			const once = new Once({
				getWorkflow: () => ({ id: 'once' }),
				getNode: () => ({ id: 'once' }),
				getWorkflowStaticData: () => kept,
			} as never);
			await once.decide('t', async () => ({ kind: 'start', taskId: 't', task: taskOf('t') }));
			once.save();
			return kept.startedTasks;
		},
		sound(started: unknown) {
			expect(String(started).split(' ')).toContain('t');
			expect(String(started).split(' ').length).toBeLessThanOrEqual(1_000);
		},
	},
];

interface ReadMemory {
	earlier: ReturnType<SubmissionMemory['earlier']>;
	left: Remembered[];
	again: unknown;
}
