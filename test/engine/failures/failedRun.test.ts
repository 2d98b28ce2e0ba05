import type { NodeApiError } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { errorOf, runWorkflow } from '../../helpers/engine.ts';
import type { Answer } from '../../helpers/kie.ts';
import { created, done, failed, IMAGE_HOST, KieWire, refused, running } from '../../helpers/kie.ts';
import { run } from '../../helpers/run.ts';
import { byPrompt, oneAtATime, prompts, workflow } from '../../helpers/workflows.ts';

// What the error of a run says where some of it is made and paid for.

useFakedClock();

const DECLINED = 'Your content was flagged by OpenAI as violating content policies';
// The words of the editor, in which test/e2e/browser/failed-run.test.ts follows them.
const NEW_RUN =
	'Executing the workflow or this step again would pay for the same images a second time.';
const RETRY =
	"open this execution under 'Executions', click the arrow 'Retry execution', and choose 'Retry with currently saved workflow'";
const CONTINUE =
	"set 'On Error' in the settings of this node to 'Continue (using error output)'. After saving";
const WHERE = "listed under 'Error details' > 'From KIE'";

/** As many items as there are answers; what a text stands for is refused or lost, a task fails so. */
async function errorAfter(
	answers: Array<{ create?: Answer; read?: Answer }>,
	parameters: Record<string, unknown> = {},
): Promise<NodeApiError> {
	const wire = new KieWire().onCreate(({ prompt }) => {
		const nth = Number(String(prompt).slice(1));
		return answers[nth]?.create ?? created(`${String(prompt)}.`);
	});
	for (const [nth, { read }] of answers.entries()) {
		wire.onRead(`p${nth}\\.`, [read ?? done(`p${nth}.`)]);
	}
	const items = answers.map((_, nth) => ({ prompt: `p${nth}` }));
	const json = workflow({ prompt: '={{ $json.prompt }}', ...parameters } as never, { items });
	return errorOf(await runClock(runWorkflow(json)));
}

const fine = (count: number) => Array.from({ length: count }, () => ({}));
const declined = (nth: number) => ({ read: failed(`p${nth}.`, 400, DECLINED) });

test('first what is made and paid for, then how to get it without paying again', async () => {
	const answers = [...fine(4), declined(4), declined(5), ...fine(14)];

	const { message, description } = await errorAfter(answers);

	expect(message).toBe('KIE declined the request because of its content [item 4]');
	expect(description).toMatch(/^The images for 18 of 20 items are ready and paid for\./);
	expect(description).toContain('KIE declined the request because of its content: items 4 and 5.');
	expect(description).toContain(
		`To get the paid images without paying again, ${CONTINUE}, ${RETRY}`,
	);
	expect(description).toContain(NEW_RUN);
	expect(description!.indexOf(NEW_RUN)).toBeLessThan(description!.indexOf("Reword 'Prompt'"));
});

test('a long run has a short text; its tasks are in the context, which n8n shows', async () => {
	const answers = [...fine(70), declined(70), ...fine(69), declined(140), ...fine(59)];

	const { description, context } = await errorAfter(answers, {
		options: { batching: { batch: { batchSize: -1 } } },
		downloadImages: false,
	});

	expect(description!.length).toBeLessThan(900);
	expect(description).toContain(WHERE);
	expect(context.tasks).toHaveLength(200);
	expect(context.tasks).toContainEqual({
		itemIndex: 199,
		taskId: 'p199.',
		status: 'success',
		imageUrls: [`${IMAGE_HOST}/p199..png`],
	});
	// The one part of the context that the editor shows.
	expect(context.data).toEqual({ tasks: context.tasks });
});

test('many items that fail alike are told once', async () => {
	const answers = Array.from({ length: 20 }, () => ({ create: refused(402, 'no credits') }));

	const { message, description } = await errorAfter(answers);

	expect(message).toBe('The KIE account has too few credits [item 0]');
	expect(description!.match(/too few credits/g)).toHaveLength(1);
	expect(description).toContain('items 0, 1, 2, 3, 4 and 15 more.');
	expect(description).not.toContain('paying again');
	expect(description!.length).toBeLessThan(400);
});

test('many reasons are told in few words', async () => {
	const answers = [
		{ create: refused(422, 'a') },
		{ create: refused(505, 'b') },
		{ create: refused(404, 'c') },
		{ create: refused(451, 'd') },
		{ create: refused(550, 'e') },
		{ create: 'reset' as const },
		...fine(2),
	];

	const { description } = await errorAfter(answers);

	expect(description).toContain('The images for 2 of 8 items are ready and paid for.');
	expect(description).toContain('KIE has disabled this feature: item 1.');
	expect(description).toContain('Other reasons: items 4 and 5.');
});

test('what was not sent is counted', async () => {
	const answers = [{}, { create: refused(422, 'no') }, ...fine(3)];

	const { description } = await errorAfter(answers, { options: oneAtATime });

	expect(description).toContain('The images for 1 of 5 items are ready and paid for.');
	expect(description).toContain('Not sent: items 2, 3 and 4.');
});

describe('the way on', () => {
	test.each<[string, { create?: Answer; read?: Answer }]>([
		['what KIE could not make this time', { read: failed('p0.', 500, 'try again later') }],
		['a queue that is full', { create: refused(550, 'full') }],
		['too few credits, once there are some', { create: refused(402, 'no') }],
		['what never arrived', { create: 'refused' }],
		['a task that takes long', { read: running('p0.') }],
	])('is a plain Retry for %s', async (_, answer) => {
		const { description } = await errorAfter([answer, {}], { options: { maxWait: 60 } });

		expect(description).toContain(`To continue without paying again, ${RETRY}`);
		expect(description).toContain(NEW_RUN);
		expect(description).not.toContain("'On Error'");
	});

	test.each<[string, { create?: Answer; read?: Answer }]>([
		['what KIE declines', { read: failed('p0.', 400, DECLINED) }],
		['what may have been billed', { create: 'reset' }],
		['a value that KIE does not accept', { create: refused(422, 'size') }],
	])('leads around %s, at which every Retry stops', async (_, answer) => {
		const { description } = await errorAfter([answer, {}]);

		expect(description).toContain(CONTINUE);
		expect(description).toContain(RETRY);
	});

	test.each<[string, { create?: Answer; read?: Answer }]>([
		['a declined picture', { read: failed('p0.', 400, DECLINED) }],
		['a lost answer', { create: 'reset' }],
		['a task that takes long', { read: running('p0.') }],
	])('has no place in a run of one item: %s', async (_, answer) => {
		const { description } = await errorAfter([answer], { options: { maxWait: 60 } });

		expect(description).not.toMatch(/paying again|Executions|of 1 items|Error details/);
		expect(description!.length).toBeLessThan(400);
	});

	test('has no place in a run that only looks', async () => {
		new KieWire()
			.onRead('t1', [done('t1')])
			.onRead('t2', [refused(422, 'The record does not exist')])
			.unknownElsewhere();
		const json = workflow(
			{ operation: 'getStatus', taskId: '={{ $json.id }}' },
			{ items: [{ id: 't1' }, { id: 't2' }] },
		);

		const { description } = errorOf(await runClock(runWorkflow(json)));

		expect(description).toMatch(/^Check 'Task ID'/);
		expect(description).not.toMatch(/paid|paying/);
	});
});

test('tasks that are ordered and not done count as paid for', async () => {
	const { description } = await errorAfter([{ create: refused(422, 'no') }, ...fine(3)], {
		waitUntilDone: false,
	});

	expect(description).toMatch(
		/^The images for 3 of 4 items have been requested and will be billed, but are not ready yet\./,
	);
});

test('of a handful the tasks are in the text, too', async () => {
	const { description } = await errorAfter([declined(0), ...fine(2), { read: running('p3.') }], {
		options: { maxWait: 60 },
	});

	expect(description).toContain(
		'Other tasks of this run: [item 1] p1. (success), [item 2] p2. (success), [item 3] p3. (pending).',
	);
	expect(description).toContain(WHERE);
	expect(description).toContain('Task: p0..');
	// The panel cuts off what is as long as a link is.
	for (const word of description!.split(' ')) expect(word.length).toBeLessThan(40);
});

test('the error is what went wrong, not that a neighbor was still running', async () => {
	new KieWire()
		.onCreate(({ prompt }) => (prompt === 'b' ? refused(422, 'bad size') : created('a')))
		.onRead('a', [running('a')]);

	const options = { ...oneAtATime, maxWait: 30 };
	const error = errorOf(await run({ ...byPrompt, options }, { items: prompts('a', 'b') }));

	expect(error.message).toBe('KIE did not accept a value [item 1]');
	expect(error.description).toContain('bad size');
	expect(error.description).toContain('[item 0] a (pending)');
});
