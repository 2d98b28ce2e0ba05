import type { INodeExecutionData } from 'n8n-workflow';
import type { KieContext } from '../context';
import type { KieTask } from '../kie/task';
import { imageDownloader } from './download';
import type { DownloadNotes } from './downloadNotes';
import type { ItemSettings } from './items';
import { taskItems } from './items';

export interface OutputSettings extends ItemSettings {
	downloadImages: boolean;
	/** In bytes. */
	maxFileSize: number;
	/** What the files are called; empty for the model and the task. */
	fileName?: string;
}

/** Turns tasks into the items that people get, with their files: the same wherever a task comes from. */
export class Delivery {
	private readonly download: ReturnType<typeof imageDownloader>;

	private readonly missed: string[] = [];

	constructor(ctx: KieContext, mayBePrivate: boolean, notes: DownloadNotes) {
		this.download = imageDownloader(ctx, mayBePrivate, notes);
	}

	async itemsOf(
		task: KieTask,
		itemIndex: number,
		settings: OutputSettings,
	): Promise<INodeExecutionData[]> {
		if (!settings.downloadImages) return taskItems(task, itemIndex, settings, []);
		const { files, missed } = await this.download(task, settings);
		this.missed.push(...missed);
		return taskItems(task, itemIndex, settings, files);
	}

	/** Which files did not come, and why, for a person; null where all came. */
	get missedFiles(): string | null {
		const { length } = this.missed;
		if (length === 0) return null;
		const images = length === 1 ? 'One image' : `${length} images`;
		return `${images} could not be downloaded: ${[...new Set(this.missed)].join('; ')}`;
	}
}
