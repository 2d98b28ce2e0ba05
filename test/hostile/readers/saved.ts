import type { IContextObject } from 'n8n-workflow';
import { expect } from 'vitest';
import { takeState } from '../../../nodes/Kie/actions/create/rest/execution.ts';
import { Known } from '../../../nodes/Kie/actions/create/rest/known.ts';
import type { RestState } from '../../../nodes/Kie/actions/create/rest/state.ts';
import { STATE_VERSION } from '../../../nodes/Kie/actions/create/rest/state.ts';
import { taskFailureOf } from '../../../nodes/shared/kie/advice.ts';
import { API_NAMES } from '../../../nodes/shared/kie/task.ts';
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

const many = (size: number) => Array.from({ length: size }, (_, nth) => `t${100_000 + nth}`);

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
		long: {
			'a long ID': (size) => ({ __rl: true, mode: 'id', value: 'a/b-'.repeat(size) }),
			'a long name': (size) => ({
				mode: 'list',
				value: 'a/b',
				cachedResultName: 'b '.repeat(size),
			}),
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
			const paid = paidIn(given);
			if (read === 'unreadable') return expect(paid).toBeNull();
			const { ordered } = new Known(read).complete(read);
			expect(ordered.orders.map((order) => order.task.taskId)).toEqual(paid);
			// What later steps take for granted.
			for (const order of ordered.orders) {
				expect(order).toMatchObject({
					...{ identity: expect.any(String), asked: { model: expect.any(String) } },
					...{ givesImages: expect.any(Boolean), images: expect.any(Number) },
					waitUntilDone: expect.any(Boolean),
					onTimeout: expect.stringMatching(/^(error|returnPending)$/),
					task: { submittedAt: expect.any(Number) },
					output: {
						...{ downloadImages: expect.any(Boolean), includeRaw: expect.any(Boolean) },
						...{ binaryName: expect.any(String), maxFileSize: expect.any(Number) },
						outputItems: expect.stringMatching(/^per(Image|Task)$/),
					},
				});
			}
			expect([ordered.deadline, ordered.intervalMs].every(Number.isFinite)).toBe(true);
			for (const { failure } of ordered.failures) expectTold(failure);
			for (const { rings } of ordered.orphans) expect(typeof rings.secret).toBe('string');
			for (const ended of ordered.ended) {
				expect(['success', 'failed']).toContain(ended.status);
				expect(ended.imageUrls.every((url) => typeof url === 'string')).toBe(true);
				if (ended.status === 'failed') expectTold(taskFailureOf(ended));
			}
		},
		long: {
			'many orders': (size) => ({
				...noted,
				state: stateOf(
					{ executionId: 'x', id: 'rest' },
					many(size).map((id) => orderOf(id)),
				),
			}),
			'many that ended': (size) => ({
				...noted,
				state: stateOf({ executionId: 'x', id: 'rest' }, [orderOf('t')], many(size)),
			}),
			'many hints': (size) => ({
				...noted,
				state: { ...state, hints: many(size).map((message) => ({ message })) },
			}),
		},
	},
	{
		name: 'the memory of earlier tries',
		of: [],
		valid: [context],
		read(given) {
			const entry = within(given, 'submitted', '0', `0 ${REQUEST}`);
			const memory = new SubmissionMemory(Object(given) as IContextObject, 0);
			const earlier = memory.earlier(0, REQUEST);
			const left = memory.left();
			memory.noteTask(0, REQUEST, task);
			return { entry, earlier, left, again: memory.earlier(0, REQUEST) };
		},
		sound({ entry, earlier, left, again }: ReadMemory) {
			// Whatever lies there was sent; and the ID of a task that can still be read is not lost.
			expect(earlier === null).toBe(entry === undefined);
			const taskId = within(entry, 'task', 'taskId');
			const isId = typeof taskId === 'string' && taskId !== '';
			expect(earlier && 'task' in earlier ? earlier.task.taskId : undefined).toBe(
				isId ? taskId : undefined,
			);
			if (earlier && 'task' in earlier) expect(typeof earlier.task.taskId).toBe('string');
			if (earlier && 'unclear' in earlier) expectTold(earlier.unclear);
			expect(aboutEarlierTries(left).join(' ')).not.toMatch(/undefined|\[object/);
			expect(again).toEqual({ task });
		},
		long: {
			'many tasks': (size) => ({
				submitted: {
					'0': Object.fromEntries(many(size).map((id, nth) => [`${nth} ${id}`, { task }])),
				},
			}),
			'many runs': (size) => ({
				submitted: Object.fromEntries(
					many(size).map((id, nth) => [nth, { [`0 ${id}`]: { task } }]),
				),
			}),
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
		long: { 'many tasks': (size) => ({ startedTasks: many(size).join(' ') }) },
	},
];

/** What lies so far in, if all on the way are objects. */
function within(value: unknown, ...names: string[]): unknown {
	const [name, ...further] = names;
	if (name === undefined) return value;
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
	return within(Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined, ...further);
}

/** The tasks of a state that say what they are, whatever else of them is damaged; null where none is kept. */
function paidIn(given: unknown): string[] | null {
	const orders = within(given, 'state', 'ordered', 'orders');
	const isOurs = within(given, 'state', 'version') === STATE_VERSION;
	if (!isOurs || !Array.isArray(orders)) return null;
	return orders.flatMap((order) => {
		const [itemIndex, api] = [within(order, 'itemIndex'), within(order, 'api')];
		const taskId = within(order, 'task', 'taskId');
		const isItem = Number.isSafeInteger(itemIndex) && Number(itemIndex) >= 0;
		const isWhole = isItem && API_NAMES.some((name) => name === api);
		return isWhole && typeof taskId === 'string' && taskId !== '' ? [taskId] : [];
	});
}

interface ReadMemory {
	/** As it lay there. */
	entry: unknown;
	earlier: ReturnType<SubmissionMemory['earlier']>;
	left: Remembered[];
	again: unknown;
}
