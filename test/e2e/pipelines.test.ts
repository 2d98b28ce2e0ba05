/** The examples that talk to foreign services: everything in them but those runs, in the real n8n. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Execution } from '../../sandbox/n8n/client.ts';
import { itemsOf } from '../../sandbox/n8n/client.ts';
import { listen } from '../helpers/localServer.ts';
import { EXAMPLES, readWorkflow, workflowFiles } from './helpers/files.ts';
import { addFault, tasksAbout } from './helpers/kie.ts';
import { filesOf, jsonOf, n8n, runWorkflow, sizeOfPng } from './helpers/n8n.ts';
import { giving, givingFile, noting, withStandIns } from './helpers/standIns.ts';
import type { NodeJson, WorkflowFile } from './helpers/workflows.ts';
import { START } from './helpers/workflows.ts';

const example = (number: string): WorkflowFile =>
	readWorkflow(EXAMPLES, workflowFiles(EXAMPLES).find((file) => file.startsWith(number)) ?? number);

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

test('09: a text becomes an image, a photo is edited, and a refusal is answered', async () => {
	const file = example('09');
	const send = async (message: object) =>
		await run(
			withStandIns(
				file,
				giving('When a message arrives', { message: { chat: { id: 7 }, ...message } }),
				givingFile('Get the photo', readFileSync(join(EXAMPLES, 'pictures/photo.png'))),
				noting(nodeOf(file, 'Send the image')),
				noting(nodeOf(file, 'Say what went wrong')),
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
	expect(said?.sent_text).toContain('KIE declined the request because of its content');
});

test('10: every idea becomes a post with its image, but one that KIE declines', async () => {
	const file = example('10');
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
	expect(jsonOf(execution, 'Posts without an image')).toEqual([
		{ caption: 'cups', reason: expect.stringContaining('content') },
	]);
});

test('11: a row gets its link, and a row that KIE declines its reason', async () => {
	const file = example('11');
	const rows = ['A-1', 'A-2', 'A-3'].map((sku, nth) => ({
		...{ sku, prompt: `pipelines: ${sku}`, status: '', row_number: nth + 2 },
	}));
	await addFault({ kind: 'moderation', match: { prompt: 'pipelines: A-2' } });

	const execution = await run(
		withStandIns(
			file,
			giving('Rows without a status', ...rows),
			noting(nodeOf(file, 'Save it in Drive'), { webViewLink: 'https://drive.example/file' }),
			noting(nodeOf(file, 'Mark the row as done')),
			noting(nodeOf(file, 'Mark the row as failed')),
		),
		'When you click Execute',
	);

	expect(execution.status).toBe('success');
	const saved = itemsOf(execution, 'Save it in Drive');
	expect(saved.map(({ json }) => json.sent_name)).toEqual(['A-1.png', 'A-3.png']);
	for (const item of saved) sizeOfPng((await filesOf(item))[0]);
	const value = 'sent_columns_value';
	expect(jsonOf(execution, 'Mark the row as done')).toMatchObject(
		['2', '4'].map((row) => ({
			[`${value}_row_number`]: row,
			[`${value}_status`]: 'done',
			[`${value}_link`]: 'https://drive.example/file',
		})),
	);
	expect(jsonOf(execution, 'Mark the row as failed')).toMatchObject([
		{
			[`${value}_row_number`]: '3',
			[`${value}_status`]: 'failed',
			[`${value}_reason`]: expect.stringContaining('content'),
		},
	]);
});

test.each([
	[true, 'Publish it', 'It stays a draft'],
	[false, 'It stays a draft', 'Publish it'],
])('12: approved: %s', async (approved, comes, comesNot) => {
	const file = example('12');
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
	const file = example('13');
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
	const file = example('14');
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
	expect(jsonOf(execution, 'Reword these')).toMatchObject([
		{ prompt: expect.stringContaining('ramen'), reason: expect.stringContaining('content') },
	]);
});
