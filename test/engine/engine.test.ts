import { ExecuteContext } from 'n8n-core';
import { expect, test } from 'vitest';
import { isOldestEngine } from '../helpers/engineFolder.ts';

// Every test here runs in two engines. Were the one not there, the other would stand in for it unseen.

test('the engine is the one that these tests mean', () => {
	expect('isToolExecution' in ExecuteContext.prototype).toBe(!isOldestEngine);
});
