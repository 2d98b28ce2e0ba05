import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import { isRecord } from '../shared/kie/json';
import { Delivery } from '../shared/output/delivery';
import { newNotes } from '../shared/output/downloadNotes';
import { warn } from './log';
import type { TriggerSettings } from './parameters';
import type { Verdict } from './verdict';

/** The items of a task, as the KIE node gives them, with what the callback URL carried along. */
export async function deliver(
	ctx: IWebhookFunctions,
	{ downloadImages, outputDataFieldName: binaryName, options }: TriggerSettings,
	{ taskId, task }: Extract<Verdict, { kind: 'start' }>,
	mayBePrivate: boolean,
): Promise<INodeExecutionData[]> {
	const { maxFileSize, outputItems } = options;
	const delivery = new Delivery(ctx, mayBePrivate, newNotes());
	const settings = { downloadImages, maxFileSize, outputItems, includeRaw: false, binaryName };
	const items = await delivery.itemsOf(task, 0, settings);
	// A trigger has no hints.
	if (delivery.missedFiles !== null) {
		warn(ctx, `started the workflow with files missing: ${delivery.missedFiles}`, taskId);
	}
	const query = readQuery(ctx.getQueryData());
	return items.map(({ json, binary }) => ({
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
