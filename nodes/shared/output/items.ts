import type {
	GenericValue,
	IBinaryData,
	IBinaryKeyData,
	IDataObject,
	INodeExecutionData,
} from 'n8n-workflow';
import type { KieTask } from '../kie/task';
import { ownModelName } from '../models';

type OutputItems = 'perImage' | 'perTask';

export interface ItemSettings {
	outputItems: OutputItems;
	includeRaw: boolean;
	/** Where the files go; the first under this name, further ones of one item with a number. */
	binaryName: string;
}

/** The fields of one task, in the order that a person reads them. */
export function taskJson(
	task: Partial<KieTask>,
	image: { imageUrl: string | null; imageIndex: number | null },
): IDataObject {
	return {
		imageUrl: image.imageUrl,
		prompt: task.prompt ?? null,
		status: task.status ?? null,
		model: task.model ? ownModelName(task.model) : null,
		taskId: task.taskId ?? null,
		imageIndex: image.imageIndex,
		imageUrls: task.imageUrls ?? [],
		progress: task.progress ?? 0,
		creditsUsed: task.creditsUsed ?? null,
		createdAt: task.createdAt ?? null,
		completedAt: task.completedAt ?? null,
		api: task.api ?? null,
		errorCode: task.errorCode ?? null,
		errorMessage: task.errorMessage ?? null,
	};
}

/** One item for each image; one for the task where asked for, or where there is no image. */
export function taskItems(
	task: KieTask,
	itemIndex: number,
	settings: ItemSettings,
	files: Array<IBinaryData | null>,
): INodeExecutionData[] {
	const more = {
		...(task.result !== undefined && { result: task.result as GenericValue }),
		...(settings.includeRaw && { raw: task.raw as IDataObject }),
	};
	const item = (
		imageUrl: string | null,
		imageIndex: number | null,
		ownFiles: Array<IBinaryData | null>,
	): INodeExecutionData => {
		const binary = binaryOf(ownFiles, settings.binaryName);
		return {
			json: { ...taskJson(task, { imageUrl, imageIndex }), ...more },
			...(binary && { binary }),
			pairedItem: { item: itemIndex },
		};
	};

	if (settings.outputItems === 'perTask' || task.imageUrls.length === 0) {
		return [item(task.imageUrls[0] ?? null, null, files)];
	}
	return task.imageUrls.map((url, index) => item(url, index, [files[index] ?? null]));
}

function binaryOf(files: Array<IBinaryData | null>, name: string): IBinaryKeyData | undefined {
	const entries = files.flatMap((file, index) =>
		file ? [[index === 0 ? name : `${name}_${index}`, file] as const] : [],
	);
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
