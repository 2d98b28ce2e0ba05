import { describe, expect, test } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf } from '../../helpers/engine.ts';
import { IMAGE_HOST, KieWire, refused } from '../../helpers/kie.ts';
import { run } from '../../helpers/run.ts';

useFakedClock();

describe('Get Credits', () => {
	const credits = { resource: 'account', operation: 'getCredits' };

	test('gives the number', async () => {
		new KieWire().on('GET', /chat\/credit$/, [{ code: 200, msg: 'success', data: 5916.25 }]);

		expect(jsonOf(await run(credits), 'Next')).toEqual([{ credits: 5916.25 }]);
	});

	test.each([
		['in the body', refused(401, 'Unauthorized')],
		['as an HTTP status', { httpStatus: 401, body: { code: 401, msg: 'Unauthorized' } }],
	])('says that the key is not accepted, told so %s', async (_name, answer) => {
		new KieWire().on('GET', /chat\/credit$/, [answer]);

		expect(errorOf(await run(credits)).message).toBe('KIE does not accept the API key [item 0]');
	});

	test.each([[null], [''], [true], [[]], [undefined]])(
		'credits that are %j are no number',
		async (data) => {
			new KieWire().on('GET', /chat\/credit$/, [{ code: 200, msg: 'success', data }]);

			const result = await run(credits);

			expect(errorOf(result).message).toContain('did not come from KIE');
		},
	);
});

test('a redirect is not followed with the key', async () => {
	const wire = new KieWire().on('GET', /chat\/credit$/, [
		{ httpStatus: 302, body: '', headers: { location: `${IMAGE_HOST}/stolen` } },
	]);

	const result = await run({ resource: 'account', operation: 'getCredits' });

	expect(errorOf(result).message).toContain('redirected');
	expect(wire.requests.map(({ path }) => path)).toEqual(['/api/v1/chat/credit']);
});
