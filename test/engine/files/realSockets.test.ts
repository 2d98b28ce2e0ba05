import { beforeEach, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { hintsOf, jsonOf, outputOf, runWorkflow } from '../../helpers/engine.ts';
import { uploaded } from '../../helpers/kie.ts';
import type { Handler } from '../../helpers/localKie.ts';
import { UPLOAD, useLocalKie } from '../../helpers/localKie.ts';
import { picture } from '../../helpers/pictures.ts';
import { fileWorkflow, workflow } from '../../helpers/workflows.ts';

// Files over real sockets, which break, rest and carry bytes in ways that no mock does.

useFakedClock();
const kie = useLocalKie();

const PHOTO = Buffer.concat([picture('png', 30, 20), Buffer.alloc(3_000_000, 7)]);

beforeEach(() => {
	kie.handlers['/made.png'] = (_, response) => response.end(PHOTO);
});

const generate = async () =>
	await runClock(runWorkflow(workflow({ prompt: 'x' }), { credentials: kie.credentials }));
const upload = async () => {
	const file = { data: { bytes: PHOTO, name: 'photo.png', type: 'image/png' } };
	const parameters = { resource: 'file', operation: 'upload' };
	return await runClock(
		runWorkflow(fileWorkflow(parameters, file), { credentials: kie.credentials }),
	);
};

test.each<[string, number, Handler]>([
	['before its first byte is asked no more', 1, () => {}],
	[
		'after its first bytes is asked again, and then given up',
		2,
		(_, response) => {
			response.writeHead(200, { 'content-length': PHOTO.length });
			response.write(PHOTO.subarray(0, 1000));
		},
	],
])('a host that falls silent %s', async (_name, times, silent) => {
	let asked = 0;
	kie.handlers['/made.png'] = (request, response, nth) => {
		asked++;
		silent(request, response, nth);
	};

	const run = await generate();

	expect(run.status).toBe('success');
	expect(jsonOf(run, 'Next')).toMatchObject([{ imageUrl: `${kie.origin}/made.png` }]);
	expect(outputOf(run, 'Next')[0]?.binary).toBeUndefined();
	expect(hintsOf(run, 'KIE')).toEqual([
		expect.stringContaining('its server sent nothing for 30 seconds'),
	]);
	expect(asked).toBe(times);
});

test('an upload says how long it is, and arrives byte by byte', async () => {
	const run = await upload();

	expect(run.data.resultData.error).toBeUndefined();
	const [{ headers, body }] = kie.sent as [(typeof kie.sent)[0]];
	expect(headers['content-length']).toBe(String(body.length));
	expect(headers['transfer-encoding']).toBeUndefined();
	const form = await new Response(new Uint8Array(body), {
		headers: { 'content-type': String(headers['content-type']) },
	}).formData();
	const file = form.get('file') as File;
	expect(Buffer.from(await file.arrayBuffer()).equals(PHOTO)).toBe(true);
	expect(file.type).toBe('image/png');
	expect(form.get('fileName')).toBe(file.name);
});

test('an upload that breaks midway begins anew, with the whole file', async () => {
	const whole = kie.json(uploaded(0));
	kie.handlers[UPLOAD] = (request, response, nth) => {
		if (nth > 0) return whole(request, response, nth);
		request.once('data', () => request.socket.resetAndDestroy());
	};

	const run = await upload();

	expect(run.data.resultData.error).toBeUndefined();
	expect(kie.sent).toHaveLength(1);
	expect(kie.sent[0]?.body.includes(PHOTO)).toBe(true);
});
