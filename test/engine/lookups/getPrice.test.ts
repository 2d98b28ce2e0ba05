import { describe, expect, test } from 'vitest';
import { priceOf, TOO_FAST, UNKNOWN_MODEL } from '../../helpers/catalogue.ts';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { errorOf, jsonOf, runWorkflow } from '../../helpers/engine.ts';
import { KieWire, ok, refused } from '../../helpers/kie.ts';
import { byId, newAccount } from '../../helpers/nodeEditor.ts';
import { workflow } from '../../helpers/workflows.ts';

useFakedClock();

/** With an account of its own: what KIE said of a model is known for minutes. */
const run = async (...given: Parameters<typeof workflow>) =>
	await runClock(runWorkflow(workflow(...given), { credentials: newAccount() }));

describe('Get Price', () => {
	const price = { resource: 'account', operation: 'getPrice' };
	const model = 'maker/model';

	test.each([[byId(model)], [model], [{ __rl: true, mode: 'list', value: model }]])(
		"gives KIE's own words of %j",
		async (marketModel) => {
			const pricingDesc = 'Now 8 credits ($0.04) for 1 K.\nHigh-tier top-ups.';
			const wire = new KieWire().on('GET', priceOf(model), [ok({ model, pricingDesc })]);

			const result = await run({ ...price, marketModel });

			expect(jsonOf(result, 'Next')).toEqual([{ model, price: pricingDesc }]);
			expect(wire.requests.map(({ path }) => path)).toEqual([`/api/v1/models/${model}/price`]);
		},
	);

	test.each([[null], [''], [undefined]])('of which KIE names none (%j)', async (pricingDesc) => {
		new KieWire().on('GET', priceOf(model), [ok({ model, pricingDesc })]);

		expect(jsonOf(await run({ ...price, marketModel: byId(model) }), 'Next')).toEqual([
			{ model, price: null },
		]);
	});

	test('asks once for each model, one a second, and rides out the limit', async () => {
		const wire = new KieWire();
		for (const id of ['a', 'b']) {
			wire.on('GET', priceOf(id), [TOO_FAST, ok({ model: id, pricingDesc: `${id} credits` })]);
		}

		const result = await run(
			{ ...price, marketModel: byId('={{ $json.id }}') },
			{ items: [{ id: 'a' }, { id: 'b' }, { id: 'a' }] },
		);

		expect(jsonOf(result, 'Next').map((json) => json.price)).toEqual([
			'a credits',
			'b credits',
			'a credits',
		]);
		const times = wire.requests.map(({ at }) => at);
		expect(times).toHaveLength(4);
		expect(
			Math.min(...times.slice(1).map((time, nth) => time - times[nth]!)),
		).toBeGreaterThanOrEqual(1_000);
	});

	test.each([
		[byId(''), "'Model' is empty"],
		[byId('a b'), "'Model' must be a name such as qwen/text-to-image, not 'a b'"],
		[byId('../chat/credit'), "'Model' must be a name such as"],
		[byId('nano-banana'), "'Model' cannot be 'nano-banana': use google/nano-banana"],
	])('refuses %j', async (marketModel, message) => {
		const wire = new KieWire();

		const result = await run({
			...price,
			marketModel: { ...marketModel, value: `={{ "${marketModel.value}" }}` },
		});

		expect(errorOf(result).message).toContain(message);
		expect(wire.requests).toEqual([]);
	});

	test.each([
		[UNKNOWN_MODEL, "KIE has no model 'maker/model' [item 0]"],
		[TOO_FAST, 'KIE is limiting requests for its list of models [item 0]'],
		[refused(401, 'Unauthorized'), 'KIE does not accept the API key [item 0]'],
		['refused' as const, 'KIE could not be reached [item 0]'],
		[ok('nonsense'), 'The response did not come from KIE [item 0]'],
	])('says what %j means', async (answer, message) => {
		new KieWire().on('GET', priceOf(model), [answer]);

		expect(errorOf(await run({ ...price, marketModel: byId(model) })).message).toBe(message);
	});
});
