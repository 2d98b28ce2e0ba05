/** The examples that talk to foreign services: everything in them but those runs, in the real n8n. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { Execution } from '../../sandbox/n8n/client.ts';
import { itemsOf, itemsOfRun, runsOf } from '../../sandbox/n8n/client.ts';
import { listen } from '../helpers/localServer.ts';
import { examplePicture, readExample } from './helpers/files.ts';
import { addFault, tasksAbout } from './helpers/kie.ts';
import { filesOf, jsonOf, n8n, runWorkflow, sizeOfPng } from './helpers/n8n.ts';
import { failing, giving, givingFile, noting, withStandIns } from './helpers/standIns.ts';
import type { NodeJson, WorkflowFile } from './helpers/workflows.ts';
import { noOp, START } from './helpers/workflows.ts';

function nodeOf({ nodes }: WorkflowFile, name: string): NodeJson {
	const found = nodes.find((one) => one.name === name);
	if (!found) throw new Error(`There is no node '${name}'.`);
	return found;
}

const ended: Array<() => unknown> = [];
afterEach(async () => {
	for (const end of ended.splice(0)) await end();
});

const run = async (file: WorkflowFile, trigger = START): Promise<Execution> =>
	await runWorkflow(file, { trigger });

test('09: a text becomes an image, a photo is edited, a refusal is answered, and nothing else costs', async () => {
	const file = readExample('09');
	const send = async (message: object) =>
		await run(
			withStandIns(
				file,
				giving('When a message arrives', { message: { chat: { id: 7 }, ...message } }),
				givingFile('Get the photo', readFileSync(examplePicture('photo.png'))),
				noting(nodeOf(file, 'Send the image')),
				noting(nodeOf(file, 'Say what went wrong')),
				noting(nodeOf(file, 'Say how it works')),
			),
		);
	await addFault({ kind: 'moderation', match: { prompt: 'pipelines: a famous person' } });

	const text = await send({ text: 'pipelines: a lighthouse' });
	const photo = await send({
		photo: [{ file_id: 'small' }, { file_id: 'large' }],
		caption: 'pipelines: at night',
	});
	const refused = await send({ text: 'pipelines: a famous person' });

	for (const execution of [text, photo]) {
		expect(execution.status).toBe('success');
		const [sent, ...more] = itemsOf(execution, 'Send the image');
		expect(more).toEqual([]);
		expect(sent?.json).toMatchObject({ sent_chatId: '7' });
		sizeOfPng((await filesOf(sent))[0]);
	}
	expect(await tasksAbout('pipelines: at night')).toHaveLength(1);
	expect(refused.status).toBe('success');
	expect(itemsOf(refused, 'Send the image')).toEqual([]);
	const [said] = jsonOf(refused, 'Say what went wrong');
	expect(said).toMatchObject({ sent_chatId: '7' });
	expect(said?.sent_text).toMatch(/^I could not make the image\. Your content was flagged/);
	for (const other of [{ text: '/start' }, { photo: [{ file_id: 'large' }] }, { sticker: {} }]) {
		const answered = await send(other);
		expect(jsonOf(answered, 'Say how it works')).toMatchObject([{ sent_chatId: '7' }]);
		expect(itemsOf(answered, 'Generate an image')).toEqual([]);
		expect(itemsOf(answered, 'Edit the photo')).toEqual([]);
	}
});

test('10: every idea becomes a post with its image, but one that KIE declines', async () => {
	const file = readExample('10');
	const posts = ['beans', 'cups', 'roasting'].map((caption) => ({
		caption,
		imagePrompt: `pipelines: ${caption}`,
	}));
	await addFault({ kind: 'moderation', match: { prompt: 'pipelines: cups' } });

	const execution = await run(
		withStandIns(
			file,
			giving('Every Monday', {}),
			giving('Think up posts', { message: { content: { posts } } }),
			noting(nodeOf(file, 'Prepare the post'), { id: 'container' }),
			noOp('Give Instagram a minute'),
			noting(nodeOf(file, 'Publish it')),
		),
	);

	expect(execution.status).toBe('success');
	const parameter = 'sent_options_queryParameters_parameter';
	const prepared = jsonOf(execution, 'Prepare the post');
	expect(prepared.map((sent) => sent[`${parameter}_1_value`])).toEqual(['beans', 'roasting']);
	for (const sent of prepared) expect(sent[`${parameter}_0_value`]).toMatch(/^http/);
	expect(jsonOf(execution, 'Publish it')).toMatchObject(
		Array(2).fill({ [`${parameter}_0_value`]: 'container' }),
	);
	expect(jsonOf(execution, 'Posts that were not published')).toEqual([
		{ caption: 'cups', reason: expect.stringContaining('content') },
	]);
});

describe('11: the rows of a sheet', () => {
	const file = readExample('11');
	const rows = (name: string) =>
		['', '', 'done', ''].map((status, nth) => ({
			...{ sku: `A-${nth}`, prompt: `pipelines: ${name} ${nth}`, status, row_number: nth + 2 },
		}));
	const runRows = async (name: string, drive: NodeJson): Promise<Execution> =>
		await run(
			withStandIns(
				file,
				giving('All rows', ...rows(name)),
				drive,
				// What comes here is what n8n writes: it maps the columns by their names.
				noOp('Update the row'),
			),
			'When you click Execute',
		);
	const updates = (execution: Execution) =>
		runsOf(execution, 'Update the row').map((one) => itemsOfRun(one).map(({ json }) => json));

	test('get a link as soon as the images are there, then their file, or the reason', async () => {
		await addFault({ kind: 'moderation', match: { prompt: 'pipelines: saved 1' } });
		const execution = await runRows(
			'saved',
			noting(nodeOf(file, 'Save it in Drive'), { webViewLink: 'https://drive.example/file' }),
		);

		expect(execution.status).toBe('success');
		const files = itemsOf(execution, 'Save it in Drive');
		expect(files.map(({ json }) => json.sent_name)).toEqual(['A-0.png', 'A-3.png']);
		for (const item of files) sizeOfPng((await filesOf(item))[0]);
		const made = { status: 'made', link: expect.stringMatching(/^http/), reason: '' };
		const done = { status: 'done', link: 'https://drive.example/file' };
		const task = expect.stringMatching(/./);
		expect(updates(execution)).toEqual([
			[2, 5].map((row_number) => ({ row_number, ...made, task })),
			[2, 5].map((row_number) => ({ row_number, ...done })),
			[{ row_number: 3, status: 'failed', task, reason: expect.stringContaining('content') }],
		]);
	});

	test('are not paid again when Drive fails', async () => {
		const execution = await runRows('unsaved', failing('Save it in Drive'));

		expect(execution.status).toBe('error');
		const [made] = updates(execution);
		expect(made?.map(({ row_number, status }) => [row_number, status])).toEqual(
			[2, 3, 5].map((row) => [row, 'made']),
		);
	});

	test('that fail for a temporary reason have no status, so that the next run takes them', async () => {
		await addFault({ kind: 'taskFails', match: { prompt: 'pipelines: later 0' } });
		const execution = await runRows('later', noting(nodeOf(file, 'Save it in Drive')));

		expect(updates(execution).flat()).toContainEqual({
			...{ row_number: 2, status: '', task: expect.any(String) },
			reason: expect.stringMatching(/./),
		});
	});
});

test.each([
	[true, 'Publish it', 'It stays a draft'],
	[false, 'It stays a draft', 'Publish it'],
])('12: approved: %s', async (approved, comes, comesNot) => {
	const file = readExample('12');
	const onTheSite = 'https://blog.example/tulips.png';

	const execution = await run(
		withStandIns(
			file,
			giving('Describe the image', { Title: 'Spring', Prompt: 'pipelines: tulips' }),
			noting(nodeOf(file, 'Upload the image'), { source_url: onTheSite }),
			noting(nodeOf(file, 'Save a draft'), { id: '12' }),
			giving('Ask for approval', { data: { approved } }),
			noting(nodeOf(file, 'Publish it')),
		),
	);

	expect(execution.status).toBe('success');
	const [uploaded] = itemsOf(execution, 'Upload the image');
	sizeOfPng((await filesOf(uploaded))[0]);
	expect(JSON.stringify(uploaded?.json)).toMatch(/filename=[^}]*\.png/);
	expect(jsonOf(execution, 'Save a draft')).toMatchObject([
		{
			sent_title: 'Spring',
			sent_additionalFields_content: expect.stringContaining(onTheSite),
			sent_additionalFields_status: 'draft',
		},
	]);
	expect(itemsOf(execution, comes)).toHaveLength(1);
	expect(itemsOf(execution, comesNot)).toEqual([]);
	if (approved) {
		expect(jsonOf(execution, comes)).toMatchObject([
			{ sent_postId: '12', sent_updateFields_status: 'publish' },
		]);
	}
});

test('13: the agent calls the tool, and answers with what it gave', async () => {
	const file = readExample('13');
	const asked: Array<{ messages: Array<{ role: string; content: unknown }>; tools?: unknown[] }> =
		[];
	// OpenAI's interface, as far as an agent needs it: first a call of the tool, then an answer.
	const server = createServer((request, response) => {
		let text = '';
		request.on('data', (chunk) => (text += String(chunk)));
		request.on('end', () => {
			const body = JSON.parse(text || '{}') as (typeof asked)[0] & {
				tools?: Array<{ function: { name: string } }>;
			};
			asked.push(body);
			const isAnswered = body.messages.some(({ role }) => role === 'tool');
			const call = {
				id: 'call_1',
				type: 'function',
				function: {
					name: body.tools?.[0]?.function.name,
					arguments: JSON.stringify({ prompt: 'pipelines: an owl', aspectRatio: '16:9' }),
				},
			};
			const message = isAnswered
				? { role: 'assistant', content: 'Here is your owl.' }
				: { role: 'assistant', content: null, tool_calls: [call] };
			const finish = isAnswered ? 'stop' : 'tool_calls';
			response.setHeader('content-type', 'application/json');
			response.end(
				JSON.stringify({
					...{ id: 'x', object: 'chat.completion', created: 0, model: 'gpt-4.1-mini' },
					choices: [{ index: 0, message, finish_reason: finish }],
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				}),
			);
		});
	});
	const url = `http://${await listen(server)}/v1`;
	ended.push(
		() => server.closeAllConnections(),
		() => server.close(),
	);
	const client = await n8n();
	const openAi = await client.createCredential('Stand-in model', 'openAiApi', {
		apiKey: 'x',
		url,
	});
	ended.push(async () => await client.deleteCredential(openAi.id));
	const nodes = file.nodes.map((one) =>
		one.name === 'OpenAI Chat Model'
			? { ...one, credentials: { openAiApi: { id: openAi.id, name: openAi.name } } }
			: one,
	);

	const execution = await run(
		withStandIns(
			{ ...file, nodes },
			giving('When chat message received', {
				...{ sessionId: 's', action: 'sendMessage', chatInput: 'Make me an owl' },
			}),
		),
	);

	expect(execution.status).toBe('success');
	expect(jsonOf(execution, 'Image assistant')).toMatchObject([{ output: 'Here is your owl.' }]);
	const [task, ...more] = await tasksAbout('pipelines: an owl');
	expect(more).toEqual([]);
	expect(task?.params).toMatchObject({ input: { aspect_ratio: '16:9' } });
	const [answer] = asked.at(-1)?.messages.filter(({ role }) => role === 'tool') ?? [];
	expect(JSON.stringify(answer?.content)).toContain('imageUrl');
});

test('14: finished, still running and declined images part', async () => {
	const file = readExample('14');
	await addFault(
		{ kind: 'moderation', match: { prompt: 'ramen' } },
		{ kind: 'neverEnds', match: { prompt: 'paper boat' } },
	);
	const text = JSON.stringify(file).replace(
		'"onTimeout":"returnPending"',
		'"onTimeout":"returnPending","maxWait":8',
	);

	const execution = await run(JSON.parse(text) as WorkflowFile, 'When you click Execute');

	expect(execution.status).toBe('success');
	expect(itemsOf(execution, 'Finished images')).toHaveLength(1);
	expect(jsonOf(execution, 'Look up later')).toMatchObject([
		{ taskId: expect.any(String), prompt: expect.stringContaining('paper boat') },
	]);
	expect(jsonOf(execution, 'Failed, with the reason')).toMatchObject([
		{ prompt: expect.stringContaining('ramen'), reason: expect.stringContaining('content') },
	]);
});
