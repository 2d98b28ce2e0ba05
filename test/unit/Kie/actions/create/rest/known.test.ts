import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Known } from '../../../../../../nodes/Kie/actions/create/rest/known.ts';
import { orderOf, stateOf, taskOf } from './fixtures.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

let made = 0;
const anew = () => ({ executionId: `known-${made++}`, id: `rest-${made}` });

test('what one call learned the next one knows', () => {
	const of = anew();
	new Known(of).noteEnd('a', taskOf('a'));
	new Known(of).noteLook('b');

	expect(new Known(of).hasEnded('a')).toBe(true);
	expect(new Known(of).hasEnded('b')).toBe(false);
	expect(new Known(of).lookedAt('b')).toBeGreaterThan(0);
	expect(new Known(of).lookedAt('a')).toBe(0);
});

test('also in a later rest of the execution, but not in another execution', () => {
	const of = anew();
	new Known(of).noteLook('a');

	expect(new Known({ ...of, id: `${of.id}-later` }).lookedAt('a')).toBeGreaterThan(0);
	expect(new Known(anew()).lookedAt('a')).toBe(0);
});

test('a state is given the ends that are known, but for those to be looked at again', () => {
	const of = anew();
	const state = stateOf(of, [orderOf('a'), orderOf('b'), orderOf('c'), orderOf('d')], ['d']);
	const known = new Known(of);
	known.noteEnd('a', taskOf('a'));
	known.noteEnd('b', null);

	expect(known.complete(state).ordered.ended.map(({ taskId }) => taskId)).toEqual(['d', 'a']);
	expect(state.ordered.ended.map(({ taskId }) => taskId)).toEqual(['d']);
	known.forgetEnds(state);
	expect(known.hasEnded('a')).toBe(false);
});

test('one wakes a rest, and no other for as long as a call may take', () => {
	const of = anew();
	const answers = [new Known(of).claimWake(), new Known(of).claimWake()];
	vi.advanceTimersByTime(20_000);
	answers.push(new Known(of).claimWake());

	expect(answers).toEqual([true, false, false]);
	// n8n may have failed to: then a later call wakes it.
	vi.advanceTimersByTime(11_000);
	expect(new Known(of).claimWake()).toBe(true);
	// A later rest is another.
	expect(new Known({ ...of, id: `${of.id}-later` }).claimWake()).toBe(true);
});

test('what n8n itself woke no call wakes', () => {
	const of = anew();
	new Known(of).noteWake();
	expect(new Known(of).claimWake()).toBe(false);
});

test('the oldest is dropped, so that it never grows without end', () => {
	const [old, young] = [anew(), anew()];
	new Known(old).noteEnd('a', taskOf('a'));
	new Known(old).noteLook('a');
	for (let nth = 0; nth < 20_000; nth++) {
		new Known(young).noteEnd(`t${nth}`, null);
		new Known(young).noteLook(`t${nth}`);
	}

	expect(new Known(old).hasEnded('a')).toBe(false);
	expect(new Known(old).lookedAt('a')).toBe(0);
	expect(new Known(young).hasEnded('t19999')).toBe(true);
	new Known(old).noteHome();
	for (let nth = 0; nth < 10_000; nth++) new Known(anew()).noteHome();
	expect(new Known(old).isHome).toBe(false);
});
