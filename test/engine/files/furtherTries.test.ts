import type { INode } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { bytesOf } from '../../helpers/binaryStore.ts';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { jsonOf, outputOf, runWorkflow } from '../../helpers/engine.ts';
import { created, done, failed, IMAGE_HOST, KieWire, refused } from '../../helpers/kie.ts';
import { picture } from '../../helpers/pictures.ts';
import { fileWorkflow, retry, workflow } from '../../helpers/workflows.ts';

// Under Continue, n8n runs the whole node again when its first item failed, for good or not, as often as
// Retry On Fail says. What is in n8n's store already must not be fetched with every try.

useFakedClock();

const settings: Partial<INode> = {
	...retry,
	onError: 'continueRegularOutput',
};
const fetched = (wire: KieWire) => wire.to(new URL(IMAGE_HOST).host).map(({ path }) => path);
const urlsOf = (taskId: string) => [0, 1, 2, 3].map((n) => `${IMAGE_HOST}/${taskId}-${n}.png`);
const pathsOf = (taskId: string) => [0, 1, 2, 3].map((n) => `/${taskId}-${n}.png`);

/** The first item is declined for good, and the two others have four images each. */
const wireOf = () =>
	new KieWire()
		.onCreate(({ prompt }) => created(String(prompt)))
		.onRead('no', [failed('no', 400, 'violating content policies')])
		.onRead('b', [done('b', urlsOf('b'))])
		.onRead('c', [done('c', urlsOf('c'))]);

const items = ['no', 'b', 'c'].map((prompt) => ({ prompt }));

async function expectAllFiles(run: Awaited<ReturnType<typeof runWorkflow>>): Promise<void> {
	const [first, ...others] = outputOf(run, 'Next');
	expect(first?.json.error).toBeTruthy();
	expect(others.map(({ json }) => json.imageUrl)).toEqual([...urlsOf('b'), ...urlsOf('c')]);
	for (const { binary } of others) expect((await bytesOf(binary?.data)).length).toBeGreaterThan(0);
	expect(new Set(others.map(({ binary }) => binary?.data?.id)).size).toBe(8);
}

test('a first item that failed for good: the files of the others are fetched once', async () => {
	const wire = wireOf();
	const parameters = { prompt: '={{ $json.prompt }}', nVariants: 4 };

	const run = await runClock(runWorkflow(workflow(parameters, { items, settings })));

	await expectAllFiles(run);
	expect(wire.creates).toHaveLength(3);
	expect(wire.readsOf('no')).toHaveLength(3);
	expect(fetched(wire).sort()).toEqual([...pathsOf('b'), ...pathsOf('c')]);
});

test('a first item that cannot even be sent', async () => {
	const wire = wireOf();
	const parameters = { prompt: '={{ $json.prompt }}', nVariants: 4 };
	const given = [{ prompt: '' }, ...items.slice(1)];

	const run = await runClock(runWorkflow(workflow(parameters, { items: given, settings })));

	await expectAllFiles(run);
	expect(fetched(wire).sort()).toEqual([...pathsOf('b'), ...pathsOf('c')]);
});

test('Get Status of a task that KIE does not know, and of others', async () => {
	const wire = wireOf()
		.onRead('gone', [refused(422, 'record is null')])
		.unknownElsewhere();
	const parameters = {
		...{ operation: 'getStatus', taskId: '={{ $json.taskId }}', downloadImages: true },
		options: { api: 'gpt4oImage' },
	};
	const given = ['gone', 'b', 'c'].map((taskId) => ({ taskId }));

	const run = await runClock(runWorkflow(workflow(parameters, { items: given, settings })));

	await expectAllFiles(run);
	expect(wire.readsOf('gone')).toHaveLength(3);
	expect(fetched(wire).sort()).toEqual([...pathsOf('b'), ...pathsOf('c')]);
});

test('only what came is kept: the rest is fetched by the next try', async () => {
	const wire = wireOf().at('https://cdn.example.com/slow.png', (_, nth) =>
		nth < 3
			? { httpStatus: 503, body: '' }
			: { httpStatus: 200, body: Buffer.from('89504e470d0a1a0a', 'hex') },
	);
	wire.onRead('d', [done('d', ['https://cdn.example.com/slow.png'])]);
	const given = ['no', 'd'].map((prompt) => ({ prompt }));

	const run = await runClock(
		runWorkflow(workflow({ prompt: '={{ $json.prompt }}' }, { items: given, settings })),
	);

	expect(jsonOf(run, 'Next').map(({ status }) => status)).toEqual(['failed', 'success']);
	expect(outputOf(run, 'Next')[1]?.binary?.data).toBeDefined();
	expect(wire.to('cdn.example.com')).toHaveLength(4);
});

test('another execution fetches its own files', async () => {
	const wire = wireOf();
	const json = workflow({ prompt: 'b' }, { settings });

	const first = await runClock(runWorkflow(json));
	const second = await runClock(runWorkflow(json));

	expect(fetched(wire)).toHaveLength(8);
	const ids = [first, second].map((run) => outputOf(run, 'Next')[0]?.binary?.data?.id);
	expect(new Set(ids).size).toBe(2);
});

const png = { bytes: picture('png', 4, 3), name: 'photo.png', type: 'image/png' };

test('files that were uploaded by an earlier try are not sent again', async () => {
	const wire = new KieWire().onUpload();
	const parameters = { resource: 'file', operation: 'upload' };
	const given = [{}, { binary: { data: 'a' } }, { binary: { data: 'b' } }];
	const files = { a: png, b: { ...png, bytes: picture('png', 5, 3) } };

	const run = await runClock(
		runWorkflow(fileWorkflow(parameters, files, { items: given, settings })),
	);

	expect(outputOf(run, 'Next')).toHaveLength(3);
	expect(new Set(jsonOf(run, 'Next').map(({ url }) => url)).size).toBe(3);
	expect(wire.uploads).toHaveLength(2);
});

test('nor are those of an image that KIE will not make', async () => {
	const wire = new KieWire().onUpload().onCreate([refused(400, 'flagged')]);
	const parameters = { operation: 'edit', prompt: 'x', imageSource: 'binary' };

	const run = await runClock(runWorkflow(fileWorkflow(parameters, { data: png }, { settings })));

	expect(jsonOf(run, 'Next')[0]?.error).toBeTruthy();
	expect(wire.creates).toHaveLength(3);
	expect(wire.uploads).toHaveLength(1);
});
