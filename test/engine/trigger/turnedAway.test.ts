import { describe, expect, test } from 'vitest';
import { anonymous, call, make, told, UNCONFIRMED, useTriggers } from '../../helpers/callbacks.ts';
import { jsonIn, SECRET } from '../../helpers/trigger.ts';

// Callbacks that start nothing, since there is no telling what they are about, and what the log says.

useTriggers();

test('the text of a warning says all that there is to find the callback by', async () => {
	const trigger = make({}, SECRET);

	await call(trigger, told());
	await call(trigger, anonymous);

	// n8n's console prints nothing else of a line.
	const text =
		/^KIE Trigger rejected a callback: The signature of the callback is missing\. \((task t1, )?node 'KIE Trigger', workflow workflow-\d+, answered with 401\) \{/;
	expect(trigger.warnings.map((warning) => text.exec(warning)?.[1])).toEqual([
		'task t1, ',
		undefined,
	]);
	expect(trigger.warnings[1]).toMatch(text);
});

describe('a callback that names no task', () => {
	test('400 where KIE is to confirm it', async () => {
		expect(await call(make(), anonymous)).toMatchObject({ status: 400, items: null });
	});

	test('is one item without an ID where nothing is checked', async () => {
		const trigger = make(UNCONFIRMED);

		for (let time = 0; time < 2; time++) {
			const delivered = await call(trigger, anonymous);
			expect(delivered.status).toBe(200);
			expect(jsonIn(delivered)).toMatchObject([
				{ taskId: null, status: 'failed', errorCode: 400, errorMessage: 'Generation failed' },
			]);
		}
	});
});

test.each([[undefined], ['hello'], [[]], [{}], [{ hello: 'world' }], [{ code: 200, data: 'x' }]])(
	'400 for a body of no known shape: %j',
	async (body) => {
		for (const parameters of [{}, UNCONFIRMED]) {
			expect(await call(make(parameters), body)).toMatchObject({ status: 400, items: null });
		}
	},
);

test('503 for a parameter that an expression spoiled', async () => {
	const trigger = make({ options: { toleranceSeconds: '={{ "soon" }}' } });

	expect(await call(trigger, told())).toMatchObject({ status: 503, items: null });
	expect(trigger.warnings[0]).toContain("'Signature Tolerance (Seconds)' must be more than 0");
});
