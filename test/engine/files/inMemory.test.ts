import { expect, test } from 'vitest';
import { bytesOf, keepFilesInMemory } from '../../helpers/binaryStore.ts';
import { runClock, useFakedClock } from '../../helpers/clock.ts';
import { outputOf, runWorkflow } from '../../helpers/engine.ts';
import { created, done, IMAGE_HOST, KieWire, uploadedUrl } from '../../helpers/kie.ts';
import { picture } from '../../helpers/pictures.ts';
import { fileWorkflow } from '../../helpers/workflows.ts';

useFakedClock();
keepFilesInMemory();

test('files go in and come out where n8n keeps them inside the data of the execution', async () => {
	const photo = picture('png', 30, 20);
	const mask = picture('png', 30, 20, 'black');
	const wire = new KieWire()
		.onUpload()
		.onCreate((_, nth) => created(`t${nth}`))
		.on('GET', /record-info/, [done('t0')]);
	const edit = {
		operation: 'edit',
		prompt: 'x',
		imageSource: 'binary',
		maskSource: 'binary',
	};
	const files = { photo: { bytes: photo, name: 'photo.png' }, mask: { bytes: mask } };
	const binary = { data: 'photo', mask: 'mask' };

	const run = await runClock(
		runWorkflow(fileWorkflow(edit, files, { items: [{ binary }, { binary }] })),
	);

	expect(run.data.resultData.error).toBeUndefined();
	expect(wire.uploads.map(({ bytes }) => bytes.toString('hex')).sort()).toEqual(
		[photo, mask].map((bytes) => bytes.toString('hex')).sort(),
	);
	const at = (bytes: Buffer) => uploadedUrl(wire.uploads.findIndex((up) => up.bytes.equals(bytes)));
	expect(wire.creates.map(({ body }) => [body.filesUrl, body.maskUrl])).toEqual([
		[[at(photo)], at(mask)],
		[[at(photo)], at(mask)],
	]);
	const [item] = outputOf(run, 'Next');
	expect(item?.binary?.data).toMatchObject({ mimeType: 'image/png' });
	expect(item?.binary?.data?.id).toBeUndefined();
	expect(sizeOf(await bytesOf(item?.binary?.data))).toBe(sizeOf(await servedBy(IMAGE_HOST)));
});

test.each([
	['with its bytes', "$('Start').item.binary.data", undefined],
	// n8n leaves the bytes out there, and then its own nodes do not take it either.
	[
		'without',
		'$binary.data',
		"'Input Data Field Name' contains an object that is not a file [item 0]",
	],
])('a file by expression, %s', async (_name, expression, message) => {
	const photo = picture('png', 30, 20);
	const wire = new KieWire().onUpload().onCreate([created('t0')]);
	const edit = {
		...{ operation: 'edit', prompt: 'x', imageSource: 'binary', waitUntilDone: false },
		inputDataFieldName: `={{ ${expression} }}`,
	};

	const run = await runClock(runWorkflow(fileWorkflow(edit, { data: { bytes: photo } })));

	expect(run.data.resultData.error?.message).toBe(message);
	expect(wire.uploads.map(({ bytes }) => bytes.equals(photo))).toEqual(message ? [] : [true]);
});

const sizeOf = (bytes: Buffer) => bytes.length;
const servedBy = async (host: string) =>
	Buffer.from(await (await fetch(`${host}/any.png`)).arrayBuffer());
