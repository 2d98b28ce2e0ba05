import type { INode, INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { jsonOf } from '../../helpers/engine.ts';
import {
	byUrl,
	edit,
	expectRefused,
	HOST,
	MASK,
	PNG,
	ready,
	SMALL,
} from '../../helpers/imageFiles.ts';
import { served } from '../../helpers/kie.ts';
import { runWithFiles } from '../../helpers/run.ts';
import type { GivenFile } from '../../helpers/workflows.ts';

useFakedClock();

const text: GivenFile = { bytes: Buffer.from('Hello'), name: 'photo.png', type: 'image/png' };
const cannot = "'Input Data Field Name' contains photo.png, which cannot be used:";

describe('a file that cannot be used: nothing is uploaded, nothing ordered', () => {
	test.each<[string, INodeParameters, Record<string, GivenFile>, string]>([
		[
			'a field without a file',
			{ ...edit, inputDataFieldName: 'photo' },
			{ data: PNG },
			"The input has no file in the field 'photo'",
		],
		[
			'a mask without a file',
			{ ...edit, maskSource: 'binary' },
			{ data: PNG },
			"The input has no file in the field 'mask'",
		],
		[
			'an object that is no file',
			{ ...edit, inputDataFieldName: '={{ $binary }}' },
			{ data: PNG },
			"'Input Data Field Name' contains an object that is not a file",
		],
		[
			'a file that n8n has no longer',
			{
				...edit,
				inputDataFieldName: "={{ ({ ...$binary.data, id: $binary.data.id + '0' }) }}",
			},
			{ data: PNG },
			"n8n no longer has the file in 'Input Data Field Name'",
		],
		[
			'no field named',
			{ ...edit, inputDataFieldName: ' , ' },
			{ data: PNG },
			"'Input Data Field Name' is empty",
		],
		[
			'too many fields',
			{ ...edit, inputDataFieldName: 'a,b,c,d,e,f' },
			{ a: PNG },
			"'Input Data Field Name' lists 6 files, but at most 5 can be used",
		],
		['an empty file', edit, { data: { ...PNG, bytes: Buffer.alloc(0) } }, `${cannot} it is empty`],
		[
			'text named .png',
			edit,
			{ data: text },
			`${cannot} it is text, but KIE accepts only PNG, JPEG and WebP images`,
		],
		[
			'a web page named .png',
			edit,
			{ data: { ...text, bytes: Buffer.from('<!doctype html>') } },
			`${cannot} it is a web page, but KIE accepts only PNG, JPEG and WebP images`,
		],
		[
			'a GIF',
			edit,
			{ data: { ...PNG, bytes: Buffer.from('GIF89a....') } },
			`${cannot} it is a file of type GIF, but KIE accepts only PNG, JPEG and WebP images`,
		],
		[
			'bytes that say nothing',
			edit,
			{ data: { ...PNG, bytes: Buffer.alloc(100) } },
			`${cannot} it is not a PNG, JPEG or WebP image`,
		],
		[
			'a file over the limit',
			edit,
			{ data: { ...PNG, bytes: Buffer.concat([PNG.bytes, Buffer.alloc(26_214_400)]) } },
			`${cannot} it is 25.1 MB, but KIE accepts at most 25 MB`,
		],
		[
			'a mask of another size',
			{ ...edit, maskSource: 'binary' },
			{ data: PNG, mask: SMALL },
			'The mask and the image differ in size: the mask is 20 × 30 pixels, the image is 40 × 30 pixels',
		],
	])('%s', async (_name, parameters, files, message) => {
		const wire = ready();

		expectRefused(await runWithFiles(parameters, files), wire, message);
	});

	test('a field without a file: the files that there are', async () => {
		const parameters = { ...edit, inputDataFieldName: 'photo' };
		ready();

		const some = await runWithFiles(parameters, { data: PNG, mask: MASK });
		const none = await runWithFiles(parameters, {}, { items: [{}] });

		expect(some.data.resultData.error?.description).toBe(
			"Change 'Input Data Field Name' to a field that contains a file: the item has 'data', 'mask'.",
		);
		expect(none.data.resultData.error?.description).toContain('has no files at all');
	});

	test.each<[string, INodeParameters, Record<string, GivenFile>, Buffer, string]>([
		[
			'url and url',
			{ ...byUrl, maskSource: 'url', maskUrl: `${HOST}/m.png` },
			{},
			SMALL.bytes,
			'The mask and the image differ in size: the mask is 20 × 30 pixels, the image is 40 × 30 pixels',
		],
		[
			'file and url, of another model',
			{
				...{ ...edit, model: 'ideogram-v3' },
				...{ maskSource: 'url', maskUrl: `${HOST}/m.png` },
			},
			{ data: PNG },
			SMALL.bytes,
			'The mask and the image differ in size: the mask is 20 × 30 pixels, the image is 40 × 30 pixels',
		],
	])('a mask that does not fit: %s', async (_name, parameters, files, mask, message) => {
		const wire = ready()
			.at(`${HOST}/a.png`, [served(PNG.bytes)])
			.at(`${HOST}/m.png`, [served(mask)]);

		const more = Object.keys(files).length > 0 ? {} : { items: [{}] };
		expectRefused(await runWithFiles(parameters, files, more), wire, message);
	});

	test('one bad item of many', async () => {
		const wire = ready();
		const items = [{ binary: { data: 'good' } }, { binary: { data: 'bad' } }];

		const run = await runWithFiles(edit, { good: PNG, bad: text }, { items });

		expect(run.data.resultData.error?.message).toContain('it is text');
		expect(run.data.resultData.error?.message).toMatch(/ \[item 1\]$/);
		expect(wire.uploads).toEqual([]);
		expect(wire.creates).toEqual([]);
	});

	test('with Continue On Fail the bad items are reported and the good ones go', async () => {
		const wire = ready();
		const items = [{ binary: { data: 'bad' } }, { binary: { data: 'good' } }, {}];
		const settings: Partial<INode> = { onError: 'continueErrorOutput' };

		const run = await runWithFiles(edit, { good: PNG, bad: text }, { items, settings });

		expect(wire.uploads).toHaveLength(1);
		expect(wire.creates).toHaveLength(1);
		expect(jsonOf(run, 'Next')).toMatchObject([{ status: 'success' }]);
		expect(jsonOf(run, 'Failed')).toMatchObject([
			{ error: expect.stringMatching(/it is text.* \[item 0\]$/) },
			{ error: "The input has no file in the field 'data' [item 2]" },
		]);
	});
});
