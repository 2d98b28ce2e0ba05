import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import { newNotes } from '../shared/files/downloadNotes';
import { imageDownloader, NO_DOWNLOADS } from '../shared/output/download';
import { taskItems } from '../shared/output/items';
import { isRecord } from '../shared/kie/task';
import type { TriggerSettings } from './parameters';
import type { Verdict } from './verdict';

/** The items of a task, as the KIE node gives them, with what the callback URL carried along. */
export async function deliver(
	ctx: IWebhookFunctions,
	{ downloadImages, outputDataFieldName, options }: TriggerSettings,
	{ taskId, task }: Extract<Verdict, { kind: 'start' }>,
	mayBePrivate: boolean,
): Promise<INodeExecutionData[]> {
	const { maxFileSize, outputItems } = options;
	const download = imageDownloader(ctx, mayBePrivate, newNotes());
	const { files } = downloadImages ? await download(task, maxFileSize) : NO_DOWNLOADS;
	const output = { outputItems, includeRaw: false, binaryName: outputDataFieldName };
	const query = readQuery(ctx.getQueryData());
	return taskItems(task, 0, output, files).map(({ json, binary }) => ({
		json: { ...json, taskId, query },
		...(binary && { binary }),
	}));
}

/** Texts, and lists of texts where a name came several times; whatever else a parser makes is left out. */
function readQuery(query: unknown): IDataObject {
	if (!isRecord(query)) return {};
	const isText = (value: unknown): value is string => typeof value === 'string';
	return Object.fromEntries(
		Object.entries(query).flatMap(([name, value]): Array<[string, string | string[]]> => {
			if (isText(value)) return [[name, value]];
			return Array.isArray(value) && value.every(isText) ? [[name, [...value]]] : [];
		}),
	);
}
