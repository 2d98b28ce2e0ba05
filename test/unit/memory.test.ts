import type { IContextObject } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { SubmissionMemory } from '../../nodes/shared/memory.ts';

const request = { prompt: 'A cat', size: '1:1' };
const task = { taskId: 'ee9c2715375b7837f8bb51d641ff5863', submittedAt: 1_700_000_000_000 };

function remembered(): IContextObject {
	const context: IContextObject = {};
	new SubmissionMemory(context, 0).noteTask(0, request, task);
	return context;
}

test('a fresh context remembers nothing', () => {
	expect(new SubmissionMemory({}, 0).earlier(0, request)).toBe('nothing');
});

test('the next try, a new instance on the same context, finds the task', () => {
	expect(new SubmissionMemory(remembered(), 0).earlier(0, request)).toEqual(task);
});

test('a context that went through the database is as good', () => {
	const context = JSON.parse(JSON.stringify(remembered())) as IContextObject;
	expect(new SubmissionMemory(context, 0).earlier(0, request)).toEqual(task);
});

test('what was sent and not answered is unclear, also after the database', () => {
	const context: IContextObject = {};
	new SubmissionMemory(context, 0).noteSending(0, request);
	expect(new SubmissionMemory(context, 0).earlier(0, request)).toBe('unclear');
	const restored = JSON.parse(JSON.stringify(context)) as IContextObject;
	expect(new SubmissionMemory(restored, 0).earlier(0, request)).toBe('unclear');
});

test.each<[string, number, number, unknown]>([
	['another run, such as the next round of a loop', 1, 0, request],
	['another item', 0, 1, request],
	['an edited request', 0, 0, { ...request, prompt: 'A dog' }],
	['a request with one more field', 0, 0, { ...request, nVariants: 2 }],
])('%s is a new request', (_, runIndex, itemIndex, asked) => {
	expect(new SubmissionMemory(remembered(), runIndex).earlier(itemIndex, asked)).toBe('nothing');
});

test('runs and items keep their own tasks', () => {
	const context = remembered();
	const other = { taskId: 'other', submittedAt: 1 };
	new SubmissionMemory(context, 0).noteTask(1, request, other);
	new SubmissionMemory(context, 1).noteTask(0, request, other);
	const memory = new SubmissionMemory(context, 0);
	expect([memory.earlier(0, request), memory.earlier(1, request)]).toEqual([task, other]);
});

test('forget opens the way for one item alone', () => {
	const context = remembered();
	const memory = new SubmissionMemory(context, 0);
	memory.noteTask(1, request, task);
	memory.forget(0);
	expect(new SubmissionMemory(context, 0).earlier(0, request)).toBe('nothing');
	expect(new SubmissionMemory(context, 0).earlier(1, request)).toEqual(task);
});

test('forgetAll is for one run alone', () => {
	const context = remembered();
	const second = new SubmissionMemory(context, 1);
	second.noteTask(0, request, task);
	second.forgetAll();
	expect(new SubmissionMemory(context, 1).earlier(0, request)).toBe('nothing');
	expect(new SubmissionMemory(context, 0).earlier(0, request)).toEqual(task);
});

test('two instances at once, as when an agent calls the node twice, lose nothing', () => {
	const context: IContextObject = {};
	const first = new SubmissionMemory(context, 0);
	const second = new SubmissionMemory(context, 1);
	first.noteTask(0, request, task);
	second.noteTask(0, request, { taskId: 'other', submittedAt: 1 });
	expect(new SubmissionMemory(context, 0).earlier(0, request)).toEqual(task);
	expect(new SubmissionMemory(context, 1).earlier(0, request)).toMatchObject({ taskId: 'other' });
});

test.each<[string, IContextObject]>([
	['of another shape', { submitted: { 0: { 0: { taskId: 'a' } } } }],
	['of no shape', { submitted: 'text' }],
	['that is null', { submitted: null }],
])('a store %s, by an older version, is set aside', (_, context) => {
	const memory = new SubmissionMemory(context, 0);
	expect(memory.earlier(0, request)).toBe('nothing');
	memory.noteTask(0, request, task);
	expect(new SubmissionMemory(context, 0).earlier(0, request)).toEqual(task);
});

test('neither the prompt nor the URLs of a request lie in the context', () => {
	expect(JSON.stringify(remembered())).not.toContain('A cat');
});

test('other entries of the context stay', () => {
	const context: IContextObject = { mine: 1 };
	new SubmissionMemory(context, 0).noteTask(0, request, task);
	expect(context.mine).toBe(1);
});
