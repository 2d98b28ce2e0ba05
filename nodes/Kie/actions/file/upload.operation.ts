import { randomUUID } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { UploadedFile } from '../../../shared/files/upload';
import { uploadFile, uploadFromUrl } from '../../../shared/files/upload';
import { failureOf } from '../../../shared/kie/advice';
import { inputFailure, KieFailure } from '../../../shared/kie/failure';
import type { Reply } from '../../../shared/kie/fault';
import type { Transport } from '../../../shared/kie/transport';
import { labelsOf } from '../../../shared/parameters/labels';
import {
	choiceParameter,
	fieldsOf,
	optionsOf,
	parameter,
	schemaOf,
} from '../../../shared/parameters/parameter';
import { readParameters } from '../../../shared/parameters/read';
import { optionalText, webAddress } from '../../../shared/parameters/values';
import { perRun } from '../../../shared/perRun';
import { isPrivateHost } from '../../../shared/privateHost';
import { anything } from '../../../shared/schemas';
import { givenFile, requireBinaryFile } from '../binaryInput';
import type { Operation } from '../operation';
import { forEachItem } from '../operation';

const parameters = {
	fileSource: choiceParameter({
		displayName: 'File Source',
		name: 'fileSource',
		type: 'options',
		default: 'binary',
		description: 'Where the file comes from',
		options: [
			{
				name: 'Binary File',
				value: 'binary',
				description: 'A file of the input item, for example from a form or a cloud drive',
			},
			{ name: 'URL', value: 'url', description: 'A file on the internet that KIE fetches' },
		],
	}),
	inputDataFieldName: parameter(
		{
			displayName: 'Input Data Field Name',
			name: 'inputDataFieldName',
			type: 'string',
			default: 'data',
			required: true,
			placeholder: 'e.g. data',
			hint: 'The name of the input binary field that contains the file',
			displayOptions: { show: { fileSource: ['binary'] } },
		},
		anything,
	),
	fileUrl: parameter(
		{
			displayName: 'File URL',
			name: 'fileUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://example.com/photo.png',
			description: 'The file must be publicly accessible without a login',
			displayOptions: { show: { fileSource: ['url'] } },
		},
		webAddress,
	),
	options: optionsOf({
		fileName: parameter(
			{
				displayName: 'File Name',
				name: 'fileName',
				type: 'string',
				default: '',
				placeholder: 'e.g. photo.png',
				description:
					'The name of the file at KIE. KIE overwrites files with the same name, so each upload gets a unique name unless you set one.',
			},
			optionalText.transform((name) => name?.trim()),
		),
	}),
};

const fields = fieldsOf(parameters);
const labels = labelsOf(fields);

const sourceSchema = schemaOf({
	fileSource: parameters.fileSource,
	options: parameters.options,
});
const urlSchema = schemaOf({ fileUrl: parameters.fileUrl });

interface Source {
	/** The same for the same file, in every try of a run. */
	key: string;
	send(): Promise<Reply<UploadedFile>>;
}

/** What an earlier try has uploaded. */
const uploadedFiles = perRun(() => new Map<string, UploadedFile>());

export const upload: Operation = {
	option: {
		name: 'Upload',
		value: 'upload',
		action: 'Upload file',
		description: 'Upload a file to KIE, which keeps it for at least 24 hours',
	},
	fields,
	async run(run) {
		const { ctx } = run;
		const transport = await run.connect();
		const known = uploadedFiles(ctx);
		return await forEachItem(run, async (itemIndex) => {
			const { fileSource, options } = readParameters(
				ctx,
				itemIndex,
				Object.keys(sourceSchema.shape),
				sourceSchema,
				labels,
			);
			const find = fileSource === 'url' ? sourceByUrl : binarySource;
			const source = await find(ctx, transport, itemIndex, options.fileName);
			const key = JSON.stringify([itemIndex, source.key, options.fileName]);
			const uploaded = known.get(key) ?? (await valueOf(source.send()));
			known.set(key, uploaded);
			return [{ json: { ...uploaded }, pairedItem: { item: itemIndex } }];
		});
	},
};

async function valueOf<T>(sending: Promise<Reply<T>>): Promise<T> {
	const reply = await sending;
	if (!reply.ok) throw new KieFailure(failureOf(reply.fault));
	return reply.value;
}

async function sourceByUrl(
	ctx: IExecuteFunctions,
	transport: Transport,
	itemIndex: number,
	fileName: string | undefined,
): Promise<Source> {
	const { fileUrl } = readParameters(ctx, itemIndex, ['fileUrl'], urlSchema, labels);
	if (!transport.isPrivate && isPrivateHost(new URL(fileUrl).hostname)) {
		throw new KieFailure(
			inputFailure(
				`'${labels.fileUrl}' points to an address on a local network, which KIE cannot open`,
				"Fetch the file with an HTTP Request node and set 'File Source' to 'Binary File'.",
			),
		);
	}
	const ownName = new URL(fileUrl).pathname.split('/').at(-1) ?? '';
	// Without an ending the type is for KIE to find out.
	const name = fileName ?? (ownName.includes('.') ? unique(ownName) : undefined);
	return {
		key: fileUrl,
		send: async () => await uploadFromUrl(transport, fileUrl, name, ctx.getExecutionCancelSignal()),
	};
}

async function binarySource(
	ctx: IExecuteFunctions,
	transport: Transport,
	itemIndex: number,
	fileName: string | undefined,
): Promise<Source> {
	const label = labels.inputDataFieldName ?? '';
	const given = givenFile(ctx.getNodeParameter('inputDataFieldName', itemIndex, ''), label);
	const file = await requireBinaryFile(ctx, itemIndex, given, label);
	if (file.bytes === 0) {
		throw new KieFailure(
			inputFailure(
				`'${label}' contains ${file.name ?? 'a file'}, which is empty`,
				'Check the node that provides the file. Nothing was sent to KIE.',
			),
		);
	}
	const name = fileName ?? unique(file.name ?? 'file');
	return {
		key: file.key,
		send: async () => await uploadFile(transport, file, name, ctx.getExecutionCancelSignal()),
	};
}

/** KIE keeps one file of a name: the same name would replace what a task is still to read. */
function unique(fileName: string): string {
	const plain = fileName.replace(/[^\w.-]+/g, '-');
	const [, stem = '', ending = ''] = /^(.*?)(\.[a-z0-9]+)?$/i.exec(plain) ?? [];
	return `${stem}-${randomUUID().slice(0, 8)}${ending}`;
}
