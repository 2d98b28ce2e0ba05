import { describe, expect, test } from 'vitest';
import { readProgress, readStatus } from '../../../../../nodes/shared/kie/apis/status.ts';

describe('readStatus', () => {
	test.each<[Record<string, unknown>, string]>([
		[{ successFlag: 0 }, 'pending'],
		[{ successFlag: 1 }, 'success'],
		[{ successFlag: 2 }, 'failed'],
		[{ successFlag: 3 }, 'failed'],
		[{ successFlag: '0' }, 'pending'],
		[{ successFlag: '1' }, 'success'],
		[{ successFlag: '2' }, 'failed'],
		[{ successFlag: '3' }, 'failed'],
		[{ status: 'GENERATING' }, 'pending'],
		[{ status: 'SUCCESS' }, 'success'],
		[{ status: 'CREATE_TASK_FAILED' }, 'failed'],
		[{ status: 'GENERATE_FAILED' }, 'failed'],
		[{ status: 'Generate_Failed' }, 'failed'],
		[{ status: 'completed' }, 'success'],
		[{ status: 'failed' }, 'failed'],
		[{ status: 'fail' }, 'failed'],
		[{ status: 'pending' }, 'pending'],
		[{ status: 'processing' }, 'pending'],
		[{ status: 'a word of next year' }, 'pending'],
		[{ successFlag: 17 }, 'pending'],
		[{ successFlag: null, status: null }, 'pending'],
		[{}, 'pending'],
		// Two accounts of one task: failed outweighs success, success outweighs the rest.
		[{ successFlag: 1, status: 'GENERATE_FAILED' }, 'failed'],
		[{ successFlag: 2, status: 'SUCCESS' }, 'failed'],
		[{ successFlag: 0, status: 'SUCCESS' }, 'success'],
		[{ successFlag: 1, status: 'GENERATING' }, 'success'],
		[{ successFlag: 1, status: 'unheard of' }, 'success'],
	])('%j → %s', (record, status) => {
		expect(readStatus(record)).toBe(status);
	});
});

describe('readProgress', () => {
	test.each<[unknown, 'pending' | 'success' | 'failed', number]>([
		['0.00', 'pending', 0],
		['0.50', 'pending', 0.5],
		['1.00', 'pending', 1],
		[0.5, 'pending', 0.5],
		[2, 'pending', 0.02],
		[40, 'pending', 0.4],
		['40', 'pending', 0.4],
		[100, 'pending', 1],
		[250, 'pending', 1],
		[-1, 'pending', 0],
		[null, 'pending', 0],
		['soon', 'pending', 0],
		['0.50', 'failed', 0.5],
		['0.50', 'success', 1],
		[undefined, 'success', 1],
	])('%j of a %s task is %d', (value, status, progress) => {
		expect(readProgress(value, status)).toBe(progress);
	});
});
