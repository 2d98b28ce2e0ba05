import { expect, inject, test } from 'vitest';
import type { Execution } from '../../../sandbox/n8n/client.ts';
import { itemsOf } from '../../../sandbox/n8n/client.ts';
import { picture } from '../../helpers/pictures.ts';
import { addFault, ledger, tasksAbout } from '../helpers/kie.ts';
import { errorOf, filesOf, jsonOf, n8n, runWorkflow, save } from '../helpers/n8n.ts';
import { until } from '../helpers/until.ts';
import type { NodeJson } from '../helpers/workflows.ts';
import { chain, kie, node, noOp, workflow } from '../helpers/workflows.ts';

const PHOTO = picture('png', 320, 200);
const MASK = picture('png', 320, 200, 'black');

/** Publishes form → nodes, fills the form in with files as a browser does, and waits for the run. */
async function submitForm(files: Record<string, Buffer>, ...nodes: NodeJson[]): Promise<Execution> {
	const client = await n8n();
	const webhookId = crypto.randomUUID();
	const values = Object.keys(files).map((fieldLabel) => ({
		fieldLabel,
		fieldType: 'file',
		multipleFiles: false,
	}));
	const form = node(
		'Form',
		'n8n-nodes-base.formTrigger',
		2.2,
		{ formTitle: 'Edit', formFields: { values }, options: {} },
		{ webhookId },
	);
	const links = nodes.map((one, index): [string, string] => [
		nodes[index - 1]?.name ?? 'Form',
		one.name,
	]);
	const { id } = await save(workflow([form, ...nodes], links, 'form'));
	await client.activateWorkflow(id);
	const body = new FormData();
	Object.entries(files).forEach(([name, bytes], index) => {
		const file = new File([new Uint8Array(bytes)], `${name}.png`, { type: 'image/png' });
		body.append(`field-${index}`, file);
	});
	const response = await fetch(`${inject('n8nUrl')}/form/${webhookId}`, { method: 'POST', body });
	expect(response.ok).toBe(true);
	const executionId = await until(async () => (await client.executions(id))[0]?.id);
	const execution = await client.waitForExecution(String(executionId));
	await client.deactivateWorkflow(id);
	return execution;
}

const editFiles = (prompt: string, more: Record<string, unknown> = {}) =>
	kie('Edit', {
		operation: 'edit',
		prompt,
		imageSource: 'binary',
		inputDataFieldName: 'Photo',
		maskSource: 'binary',
		maskDataFieldName: 'Mask',
		...more,
	});

const bytesAt = async (url: unknown) => Buffer.from(await (await fetch(String(url))).arrayBuffer());

async function uploadsSince(before: number) {
	return (await ledger()).uploads.slice(before);
}

test('a form with a photo and a mask → Edit → the next node has the picture', async () => {
	const before = (await ledger()).uploads.length;

	const execution = await submitForm(
		{ Photo: PHOTO, Mask: MASK },
		editFiles('files-form'),
		noOp('Next'),
	);

	expect(errorOf(execution)).toBeUndefined();
	const [task] = await tasksAbout('files-form');
	const { filesUrl, maskUrl } = task!.params as { filesUrl: string[]; maskUrl: string };
	expect((await bytesAt(filesUrl[0])).equals(PHOTO)).toBe(true);
	expect((await bytesAt(maskUrl)).equals(MASK)).toBe(true);
	expect(await uploadsSince(before)).toHaveLength(2);
	const [item] = itemsOf(execution, 'Next');
	expect(item?.binary?.data).toMatchObject({
		mimeType: 'image/png',
		fileName: `gpt4o-image-${task?.id}-1.png`,
	});
	const [file] = await filesOf(item && { ...item, binary: { data: item.binary!.data! } });
	expect(file?.equals(await bytesAt(item?.json.imageUrl))).toBe(true);
});

test('a mask of another size: nothing is uploaded, nothing billed', async () => {
	const before = (await ledger()).uploads.length;

	const execution = await submitForm(
		{ Photo: PHOTO, Mask: picture('png', 32, 20) },
		editFiles('files-mask'),
	);

	expect(errorOf(execution)?.message).toBe(
		'The mask and the image differ in size: the mask is 32 × 20 pixels, the image is 320 × 200 pixels [item 0]',
	);
	expect(await uploadsSince(before)).toEqual([]);
	expect(await tasksAbout('files-mask')).toEqual([]);
});

test.each([
	['503', { kind: 'error', on: 'upload', code: 503 }],
	['a reset before the answer', { kind: 'reset', on: 'upload' }],
	['a reset midway', { kind: 'reset', on: 'upload', when: 'midway' }],
	['a slow answer', { kind: 'slow', on: 'upload', delayMs: 50_000 }],
] as const)('the upload meets %s, and goes on', async (name, fault) => {
	await addFault(fault);
	const prompt = `files-upload ${name}`;

	const execution = await submitForm({ Photo: PHOTO, Mask: MASK }, editFiles(prompt));

	expect(errorOf(execution)).toBeUndefined();
	const [task, ...more] = await tasksAbout(prompt);
	expect(more).toEqual([]);
	const { filesUrl } = task!.params as { filesUrl: string[] };
	expect((await bytesAt(filesUrl[0])).equals(PHOTO)).toBe(true);
});

test('an upload that is redirected does not take the key along', async () => {
	await addFault({ kind: 'redirect', on: 'upload', times: 2 });

	const execution = await submitForm({ Photo: PHOTO, Mask: MASK }, editFiles('files-away'));

	expect(execution.status).toBe('error');
	expect(await tasksAbout('files-away')).toEqual([]);
	const { keyLeaks, otherHost } = await ledger();
	expect(keyLeaks).toEqual([]);
	expect(otherHost.filter(({ path }) => path.includes('upload'))).toEqual([]);
});

test.each([
	['503', { kind: 'error', on: 'hosted', code: 503, times: 2 }],
	['a reset midway', { kind: 'reset', on: 'hosted', when: 'midway' }],
	['a slow answer', { kind: 'slow', on: 'hosted', delayMs: 50_000 }],
	['an answer in drops', { kind: 'trickle', on: 'hosted', durationMs: 100_000 }],
	['a web page', { kind: 'html', on: 'hosted', status: 200 }],
] as const)('the download meets %s, and the file comes whole', async (name, fault) => {
	await addFault(fault);
	const generate = kie('KIE', { operation: 'generate', prompt: `files-download ${name}` });

	const execution = await runWorkflow(chain([{}], generate, noOp('Next')));

	expect(execution.status).toBe('success');
	const [item] = itemsOf(execution, 'Next');
	const [file] = await filesOf(item);
	expect(file?.equals(await bytesAt(item?.json.imageUrl))).toBe(true);
});

test('a download that KIE redirects to another host goes there without the key', async () => {
	await addFault({ kind: 'redirect', on: 'hosted' });
	const before = (await ledger()).otherHost.length;

	const execution = await runWorkflow(
		chain([{}], kie('KIE', { operation: 'generate', prompt: 'files-redirect' })),
	);

	expect(execution.status).toBe('success');
	expect(jsonOf(execution, 'KIE')).toMatchObject([{ status: 'success' }]);
	const { keyLeaks, otherHost } = await ledger();
	expect(keyLeaks).toEqual([]);
	const reached = otherHost.slice(before);
	expect(reached.length).toBeGreaterThan(0);
	expect(reached.every(({ carriedKey }) => !carriedKey)).toBe(true);
});

test('File › Upload gives a URL, and Edit takes it', async () => {
	const upload = kie('Upload', {
		resource: 'file',
		operation: 'upload',
		inputDataFieldName: 'Photo',
	});
	const edit = kie('Edit', {
		operation: 'edit',
		prompt: 'files-by-url',
		imageUrls: '={{ $json.url }}',
	});

	const execution = await submitForm({ Photo: PHOTO }, upload, edit);

	expect(errorOf(execution)).toBeUndefined();
	const [file] = jsonOf(execution, 'Upload');
	expect(file).toMatchObject({ mimeType: 'image/png', size: PHOTO.length });
	expect((await bytesAt(file?.url)).equals(PHOTO)).toBe(true);
	const [task] = await tasksAbout('files-by-url');
	expect(task?.params).toMatchObject({ filesUrl: [file?.url] });
	expect(itemsOf(execution, 'Edit')[0]?.binary?.data).toBeDefined();
});
