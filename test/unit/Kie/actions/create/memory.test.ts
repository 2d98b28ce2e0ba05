import type { IContextObject } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { inputFailure } from '../../../../../nodes/shared/kie/failure.ts';
import { SubmissionMemory } from '../../../../../nodes/Kie/actions/create/memory.ts';

const request = 'the fingerprint of a request';
const otherRequest = 'that of another';
const task = { taskId: 'ee9c2715375b7837f8bb51d641ff5863', submittedAt: 1_700_000_000_000 };

function remembered(): IContextObject {
	const context: IContextObject = {};
	new SubmissionMemory(context, 0).noteTask(0, request, task);
	return context;
}

test('a fresh context remembers nothing', () => {
	expect(new SubmissionMemory({}, 0).earlier(0, request)).toBeNull();
});

test('the next try, a new instance on the same context, finds the task', () => {
	expect(new SubmissionMemory(remembered(), 0).earlier(0, request)).toEqual({ task });
});

test('a context that went through the database is as good', () => {
	const context = JSON.parse(JSON.stringify(remembered())) as IContextObject;
	expect(new SubmissionMemory(context, 0).earlier(0, request)).toEqual({ task });
});

test('why a request is unclear is kept, also through the database', () => {
	const context: IContextObject = {};
	const unclear = inputFailure('The connection broke', 'Look for it in the log.');
	new SubmissionMemory(context, 0).noteUnclear(0, request, unclear);
	expect(new SubmissionMemory(context, 0).earlier(0, request)).toEqual({ unclear });
	const restored = JSON.parse(JSON.stringify(context)) as IContextObject;
	expect(new SubmissionMemory(restored, 0).earlier(0, request)).toEqual({ unclear });
});

test('as a tool the request alone counts, since every try is a run of its own', () => {
	const context: IContextObject = {};
	new SubmissionMemory(context, 'tool').noteTask(0, request, task);
	expect(new SubmissionMemory(context, 'tool').earlier(0, request)).toEqual({ task });
	expect(new SubmissionMemory(context, 'tool').earlier(0, otherRequest)).toBeNull();
});

test('forgetAll of one call of a tool leaves those of another', () => {
	const context: IContextObject = {};
	const first = new SubmissionMemory(context, 'tool');
	const second = new SubmissionMemory(context, 'tool');
	first.noteTask(0, request, task);
	second.noteTask(0, otherRequest, task);
	first.forgetAll();
	expect(new SubmissionMemory(context, 'tool').earlier(0, request)).toBeNull();
	expect(new SubmissionMemory(context, 'tool').earlier(0, otherRequest)).toEqual({ task });
});

test('thousands of rounds that went well leave nothing and stay fast', () => {
	const context: IContextObject = {};
	for (let round = 0; round < 10_000; round++) {
		const memory = new SubmissionMemory(context, round);
		memory.earlier(0, request);
		memory.noteTask(0, request, task);
		memory.forgetAll();
	}
	expect(context).toEqual({});
});

test.each<[string, number, number, string]>([
	['another run, such as the next round of a loop', 1, 0, request],
	['another item', 0, 1, request],
	['an edited request', 0, 0, otherRequest],
])('%s is a new request', (_, runIndex, itemIndex, asked) => {
	expect(new SubmissionMemory(remembered(), runIndex).earlier(itemIndex, asked)).toBeNull();
});

test('runs and items keep their own tasks', () => {
	const context = remembered();
	const other = { taskId: 'other', submittedAt: 1 };
	new SubmissionMemory(context, 0).noteTask(1, request, other);
	new SubmissionMemory(context, 1).noteTask(0, request, other);
	const memory = new SubmissionMemory(context, 0);
	expect([memory.earlier(0, request), memory.earlier(1, request)]).toEqual([
		{ task },
		{ task: other },
	]);
});

describe('left', () => {
	const changed = otherRequest;
	const later = { taskId: 'later', submittedAt: 2 };

	test('is what earlier tries submitted and this one did not ask for', () => {
		const context = remembered();
		const memory = new SubmissionMemory(context, 0);
		memory.noteUnclear(1, request, inputFailure('The connection broke', 'Look for it.'));
		const next = new SubmissionMemory(context, 0);
		expect(next.earlier(0, changed)).toBeNull();
		next.noteTask(0, changed, later);
		expect(next.left()).toMatchObject([
			{ itemIndex: 0, task },
			{ itemIndex: 1, unclear: {} },
		]);
		expect(next.earlier(0, request)).toEqual({ task });
		expect(next.left()).toMatchObject([{ itemIndex: 1 }]);
	});

	test('is gone with all else once nothing will be tried again', () => {
		const context = remembered();
		const next = new SubmissionMemory(context, 0);
		next.noteTask(0, changed, later);
		next.forgetAll();
		expect(context).toEqual({});
	});

	test('tells nothing of other runs, nor of other calls of a tool', () => {
		const context = remembered();
		expect(new SubmissionMemory(context, 1).left()).toEqual([]);
		new SubmissionMemory(context, 'tool').noteTask(0, request, task);
		expect(new SubmissionMemory(context, 'tool').left()).toEqual([]);
	});

	test('knows nothing of what an older version kept', () => {
		const context: IContextObject = { submitted: { 0: { 0: { taskId: 'a' }, 1: null } } };
		expect(new SubmissionMemory(context, 0).left()).toEqual([]);
	});
});

test('forget opens the way for one item alone', () => {
	const context = remembered();
	const memory = new SubmissionMemory(context, 0);
	memory.noteTask(1, request, task);
	memory.forget(0, request);
	expect(new SubmissionMemory(context, 0).earlier(0, request)).toBeNull();
	expect(new SubmissionMemory(context, 0).earlier(1, request)).toEqual({ task });
});

test('forgetAll is for one run alone', () => {
	const context = remembered();
	const second = new SubmissionMemory(context, 1);
	second.noteTask(0, request, task);
	second.forgetAll();
	expect(new SubmissionMemory(context, 1).earlier(0, request)).toBeNull();
	expect(new SubmissionMemory(context, 0).earlier(0, request)).toEqual({ task });
});

test('two instances at once, as when an agent calls the node twice, lose nothing', () => {
	const context: IContextObject = {};
	const first = new SubmissionMemory(context, 0);
	const second = new SubmissionMemory(context, 1);
	first.noteTask(0, request, task);
	second.noteTask(0, request, { taskId: 'other', submittedAt: 1 });
	expect(new SubmissionMemory(context, 0).earlier(0, request)).toEqual({ task });
	expect(new SubmissionMemory(context, 1).earlier(0, request)).toMatchObject({
		task: { taskId: 'other' },
	});
});

test.each<[string, IContextObject]>([
	['of another shape', { submitted: { 0: { 0: { taskId: 'a' } } } }],
	['of no shape', { submitted: 'text' }],
	['that is null', { submitted: null }],
])('a store %s, by an older version, is set aside', (_, context) => {
	const memory = new SubmissionMemory(context, 0);
	expect(memory.earlier(0, request)).toBeNull();
	memory.noteTask(0, request, task);
	expect(new SubmissionMemory(context, 0).earlier(0, request)).toEqual({ task });
});

test('neither the prompt nor the URLs of a request lie in the context', () => {
	expect(JSON.stringify(remembered())).not.toContain('A cat');
});

test('other entries of the context stay', () => {
	const context: IContextObject = { mine: 1 };
	new SubmissionMemory(context, 0).noteTask(0, request, task);
	expect(context.mine).toBe(1);
});

describe('an entry that is damaged', () => {
	const holding = (entry: unknown): IContextObject => ({
		submitted: { 0: { [`0 ${request}`]: entry } },
	});
	const sound = {
		itemIndex: 0,
		images: 2,
		task: { ...task, rings: { executionId: 'x', secret: 's' } },
	};

	test.each<[string, unknown]>([
		['the time', { ...sound, task: { ...sound.task, submittedAt: 'noon' } }],
		['no time', { ...sound, task: { taskId: task.taskId } }],
		['who is called', { ...sound, task: { ...sound.task, rings: 7 } }],
		['whether it failed', { ...sound, task: { ...sound.task, failed: 'no' } }],
		['the item', { ...sound, itemIndex: null }],
		['how many images', { ...sound, images: {} }],
		['a reason beside it', { ...sound, unclear: {} }],
	])('keeps the ID of its task: %s', (_, entry) => {
		const { taskId } = task;
		const memory = new SubmissionMemory(holding(entry), 0);
		expect(memory.left()).toMatchObject([{ itemIndex: 0, task: { taskId } }]);
		expect(memory.earlier(0, request)).toMatchObject({ task: { taskId } });
		expect(memory.left()).toEqual([]);
	});

	test.each<[string, unknown]>([
		['without the ID of its task', { ...sound, task: { submittedAt: 1 } }],
		['with an empty one', { ...sound, task: { taskId: '' } }],
		['with neither task nor reason', { itemIndex: 0 }],
		['that is a text', 'a'],
		['that is nothing', null],
	])('is never sent again: %s', (_, entry) => {
		const memory = new SubmissionMemory(holding(entry), 0);
		expect(memory.earlier(0, request)).toMatchObject({ unclear: { cause: 'unclear' } });
	});
});

describe('claim', () => {
	test('takes what is known, and leaves a task of which no more is known to be told', () => {
		const context = remembered();
		const first = new SubmissionMemory(context, 0);
		first.noteTask(1, request, { ...task, taskId: 'known' });
		first.noteUnclear(2, request, inputFailure('The connection broke', 'Look for it.'));
		const next = new SubmissionMemory(context, 0);
		next.claim(
			[0, 1, 2].map((nth) => `${nth} ${request}`),
			(taskId) => taskId === 'known',
		);
		expect(next.left()).toMatchObject([{ itemIndex: 0, task }]);
	});
});
