import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { errorOf, jsonOf, runWorkflow } from '../../helpers/engine.ts';
import { created, done, failed } from '../../helpers/kie.ts';
import type { Handler } from '../../helpers/localKie.ts';
import { CREATE, READ, useLocalKie } from '../../helpers/localKie.ts';
import { workflow } from '../../helpers/workflows.ts';

// Answers over real sockets. What unpacks them works beside the clock, so none is faked here, and
// nothing waits: a task is made, or looked up.

const kie = useLocalKie();

const create = async () =>
	await runWorkflow(workflow({ prompt: 'x', waitUntilDone: false }), {
		credentials: kie.credentials,
	});
const lookUp = async () =>
	await runWorkflow(
		workflow({ operation: 'getStatus', taskId: 't1', options: { api: 'gpt4oImage' } }),
		{ credentials: kie.credentials },
	);

const gzipped =
	(body: object): Handler =>
	(_, response) => {
		response.writeHead(200, { 'content-encoding': 'gzip' });
		response.end(gzipSync(JSON.stringify(body)));
	};

const inPieces =
	(body: object): Handler =>
	(_, response) => {
		const bytes = Buffer.from(`\ufeff${JSON.stringify(body)}`);
		const cut = Math.max(1, bytes.indexOf('é') + 1);
		response.write(bytes.subarray(0, cut));
		setTimeout(() => response.end(bytes.subarray(cut)), 20);
	};

describe.each([
	['compressed', gzipped],
	['in pieces, cut within a letter, and after a byte order mark', inPieces],
])('an answer %s is read', (_name, handler) => {
	test('of a create', async () => {
		kie.handlers[CREATE] = handler({ ...created('t1'), msg: 'café' });

		expect(jsonOf(await create(), 'Next')).toMatchObject([{ taskId: 't1', status: 'pending' }]);
	});

	test('of a look', async () => {
		const { data } = done('t1') as { data: object };
		const record = { ...data, paramJson: JSON.stringify({ prompt: 'café' }) };
		kie.handlers[READ] = handler({ code: 200, data: record });

		expect(jsonOf(await lookUp(), 'Next')).toMatchObject([{ taskId: 't1', prompt: 'café' }]);
	});
});

test.each<[string, Handler]>([
	[
		'breaks while it comes',
		(_, response) => {
			response.writeHead(200, { 'content-length': 1000 });
			response.write('{"code":200,');
			setTimeout(() => response.socket?.resetAndDestroy(), 20);
		},
	],
	[
		'is not what its header says',
		(_, response) => {
			response.writeHead(200, { 'content-encoding': 'gzip' });
			response.end('{"code":200}');
		},
	],
])('the answer to a create that %s: it may have been billed', async (_name, handler) => {
	kie.handlers[CREATE] = handler;

	expect(errorOf(await create()).message).toContain('may have been billed');
});

test('a small answer that unpacks to a huge one counts as none', async () => {
	const bomb = gzipSync(`${' '.repeat(50_000_000)}${JSON.stringify(failed('t1', 400, 'no'))}`);
	expect(bomb.length).toBeLessThan(100_000);
	kie.handlers[READ] = (request, response, nth) => {
		if (nth > 0) return kie.json(done('t1'))(request, response, nth);
		response.writeHead(200, { 'content-encoding': 'gzip' });
		response.end(bomb);
	};

	expect(jsonOf(await lookUp(), 'Next')).toMatchObject([{ taskId: 't1', status: 'success' }]);
});
