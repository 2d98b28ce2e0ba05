import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { runClock, useFakedClock } from '../helpers/clock.ts';
import { API_KEY, errorOf, hintsOf, jsonOf, runWorkflow } from '../helpers/engine.ts';
import { created, done, KieWire } from '../helpers/kie.ts';
import { run } from '../helpers/run.ts';
import { workflow } from '../helpers/workflows.ts';

useFakedClock();

const url = 'https://example.com/a.png';
const edit = { operation: 'edit', imageUrls: url };
const variants = { operation: 'variants', imageUrls: url };

// What is refused, and how the message begins. The item number always follows.
const cases: Array<[string, INodeParameters, string]> = [
	['no prompt', { prompt: '={{ "" }}' }, "'Prompt' is empty"],
	['a prompt of blanks', { prompt: '  ' }, "'Prompt' is empty"],
	[
		'a prompt that is an object',
		{ prompt: '={{ ({ a: 1 }) }}' },
		"'Prompt' must be text, but it is an object",
	],
	[
		'an unknown size',
		{ prompt: 'x', size: '={{ "16:9" }}' },
		"'Aspect Ratio' must be 1:1, 3:2 or 2:3, not '16:9'",
	],
	[
		'3 variants',
		{ prompt: 'x', nVariants: '={{ 3 }}' },
		"'Number of Images' must be 1, 2 or 4, not '3'",
	],
	[
		'an unknown model',
		{ prompt: 'x', model: '={{ "dall-e" }}' },
		"'Model' cannot be 'dall-e' for this operation",
	],
	['no image to edit', { ...edit, imageUrls: '={{ "" }}' }, "'Image URLs' is empty"],
	[
		'an image that an expression did not find',
		{ ...edit, imageUrls: '={{ $json.nothing }}' },
		"'Image URLs' is empty",
	],
	['no image to vary', { ...variants, imageUrls: ' \n ' }, "'Image URLs' is empty"],
	[
		'6 images',
		{ ...edit, imageUrls: Array(6).fill(url).join('\n') },
		"'Image URLs' contains 6 images, but at most 5 can be used",
	],
	[
		'a URL that is not http(s)',
		{ ...edit, imageUrls: 'ftp://example.com/a.png' },
		"'Image URLs' must contain URLs that start with https:// or http://",
	],
	[
		'a data URL',
		{ ...edit, imageUrls: 'data:image/png;base64,AAAA' },
		"'Image URLs' must contain URLs that start with https:// or http://",
	],
	...['gif', 'bmp', 'tiff', 'svg', 'heic', 'avif', 'pdf', 'mp4'].map(
		(type): [string, INodeParameters, string] => [
			`a .${type} file`,
			{ ...edit, imageUrls: `https://example.com/a.${type}?x=1.png` },
			`'Image URLs' contains a .${type} file, which KIE does not accept`,
		],
	),
	[
		'a mask with two images',
		{ ...edit, imageUrls: `${url}\n${url}`, maskSource: 'url', maskUrl: url },
		"'Mask URL' works with exactly one image, but there are 2",
	],
	[
		'a mask that is missing',
		{ ...edit, maskSource: 'url', maskUrl: '={{ "" }}' },
		"'Mask URL' is empty",
	],
	[
		'a mask that an expression did not find',
		{ ...edit, maskSource: 'url', maskUrl: '={{ $json.nothing }}' },
		"'Mask URL' is empty",
	],
	['no task ID', { operation: 'getStatus', taskId: '={{ "" }}' }, "'Task ID' is empty"],
	[
		'nothing to link to',
		{ operation: 'getDownloadUrl' },
		"'Image URL' and 'Task ID' are both empty",
	],
	[
		'a link to nowhere',
		{ operation: 'getDownloadUrl', imageUrl: 'nowhere' },
		"'Image URL' must be a URL that starts with https://",
	],
	[
		'a wait of 0',
		{ prompt: 'x', options: { maxWait: 0 } },
		"'Max Wait (Seconds)' must be more than 0 seconds",
	],
	[
		'looks too often',
		{ prompt: 'x', options: { pollInterval: 0.3 } },
		"'Poll Interval (Seconds)' must be at least 0.35 seconds",
	],
	[
		'half a batch',
		{ prompt: 'x', options: { batching: { batch: { batchSize: 0.5 } } } },
		"'Items per Batch' must be a whole number above 0",
	],
	[
		'a callback URL that is none',
		{ prompt: 'x', waitUntilDone: false, callBackUrl: 'here' },
		"'Callback URL' must be a URL that starts with https://",
	],
];

describe('refused before any request', () => {
	test.each(cases)('%s', async (_name, parameters, message) => {
		const wire = new KieWire();

		const run = await runClock(runWorkflow(workflow(parameters)));

		const error = run.data.resultData.error;
		expect(error?.message).toContain(message);
		expect(error?.message).toMatch(/ \[item 0\]$/);
		expect(error?.message).not.toMatch(/error|problem|failure|mistake/i);
		expect(error?.description).toBeTruthy();
		expect(wire.requests).toEqual([]);
	});

	test.each([
		['empty', '', "'Base URL' in the KIE API credential is empty"],
		['malformed', 'api.kie.ai', "'Base URL' in the KIE API credential is not a web address"],
		[
			'of another kind',
			'ftp://api.kie.ai',
			"'Base URL' in the KIE API credential is not a web address",
		],
	])('a base URL that is %s', async (_name, baseUrl, message) => {
		const wire = new KieWire();

		const run = await runClock(
			runWorkflow(workflow({ prompt: 'x' }), { credentials: { apiKey: API_KEY, baseUrl } }),
		);

		expect(run.data.resultData.error?.message).toContain(message);
		expect(wire.requests).toEqual([]);
	});

	test('an empty key', async () => {
		const wire = new KieWire();
		const credentials = { apiKey: ' ', baseUrl: 'https://api.kie.ai' };

		const run = await runClock(runWorkflow(workflow({ prompt: 'x' }), { credentials }));

		expect(run.data.resultData.error?.message).toContain(
			"'API Key' in the KIE API credential is empty",
		);
		expect(wire.requests).toEqual([]);
	});

	test('a typo in the last item, so that nothing of the run is billed', async () => {
		const wire = new KieWire();
		const items = Array.from({ length: 50 }, (_, index) => ({
			prompt: index === 49 ? '' : `p${index}`,
		}));

		const run = await runClock(runWorkflow(workflow({ prompt: '={{ $json.prompt }}' }, { items })));

		expect(run.data.resultData.error?.message).toBe("'Prompt' is empty [item 49]");
		expect(wire.requests).toEqual([]);
	});

	test('two URLs with a blank between them are not sent as one', async () => {
		const wire = new KieWire();

		const imageUrls = 'https://a.test/x.png https://a.test/y.png';
		const result = await run({ operation: 'edit', prompt: 'x', imageUrls });

		expect(errorOf(result).message).toContain('must contain one URL per line');
		expect(wire.requests).toEqual([]);
	});
});

test('with Continue On Fail the bad item is reported and the good ones go', async () => {
	const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1')]);
	const items = [{ prompt: '' }, { prompt: 'good' }];

	const json = workflow(
		{ prompt: '={{ $json.prompt }}' },
		{ items, settings: { onError: 'continueRegularOutput' } },
	);
	const run = await runClock(runWorkflow(json));

	expect(wire.creates).toHaveLength(1);
	expect(jsonOf(run, 'Next')).toMatchObject([
		{ status: 'failed', error: "'Prompt' is empty [item 0]", retryable: false },
		{ status: 'success', taskId: 't1' },
	]);
});

test.each([
	['a slash at the end of the base URL', { apiKey: API_KEY, baseUrl: 'https://api.kie.ai/' }],
	['blanks around it', { apiKey: API_KEY, baseUrl: ' https://api.kie.ai ' }],
])('%s is fine', async (_name, credentials) => {
	new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1')]);

	const run = await runClock(runWorkflow(workflow({ prompt: 'x' }), { credentials }));

	expect(run.status).toBe('success');
});

test('an image URL that n8n cannot open gets a hint, and goes', async () => {
	const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1')]);

	const run = await runClock(
		runWorkflow(workflow({ ...edit, imageUrls: 'https://example.com/image?id=1' })),
	);

	expect(wire.creates).toHaveLength(1);
	expect(hintsOf(run, 'KIE')).toEqual([
		expect.stringContaining('could not check https://example.com/image?id=1'),
	]);
});
