import type { FileType } from './catalogue/index.ts';
import { durations } from './durations.ts';
import type { Hosting } from './hosting.ts';
import { inputFiles } from './inputs.ts';
import type { InputImage } from './inputs.ts';
import type { PictureSpec } from './pictures/draw.ts';
import { mimeOf } from './pictures/fileTypes.ts';
import type { Gallery } from './pictures/gallery.ts';
import { resultSize } from './pictures/shape.ts';
import { promptOf } from './task.ts';
import type { Made, Task } from './task.ts';

function fileTypeOf({ model, values }: Task): FileType {
	if (typeof model.fileType === 'string') return model.fileType;
	const { field, otherwise } = model.fileType;
	const asked = values[field];
	return asked === 'png' || asked === 'jpeg' || asked === 'jpg' ? asked : otherwise;
}

/** The parameters as they stand under the picture: not the prompt, not the files. */
function describe({ model, values }: Task): string {
	const unsaid = new Set([
		...['prompt', 'callBackUrl', 'model'],
		...inputFiles(model, values).map(({ field }) => field),
	]);
	return Object.entries(values)
		.filter(([name]) => !unsaid.has(name))
		.map(
			([name, value]) =>
				`${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
		)
		.join('  ·  ');
}

const partNames = ['background', 'subject', 'face'];

/** Puts the pictures of a task up. They are drawn when somebody fetches them. */
export class Results {
	readonly #hosting: Hosting;
	readonly #gallery: Gallery;

	constructor(hosting: Hosting, gallery: Gallery) {
		this.#hosting = hosting;
		this.#gallery = gallery;
	}

	publish(task: Task, inputs: readonly InputImage[]): Made {
		const { api, makes } = task.model;
		const { count } = task.plan;
		const lifeMs = api === 'market' ? durations.marketResultLife : durations.resultLife;
		if (makes === 'segments') {
			const segments = Array.from({ length: count }, (_, index) => ({
				maskUrl: this.#put(task, inputs, index, `seg_${index}`, lifeMs),
				name: partNames[index % partNames.length] ?? '',
				index,
			}));
			return { resultUrls: [], segments };
		}
		const resultUrls = Array.from({ length: count }, (_, variant) =>
			this.#put(task, inputs, variant, String(variant + 1), lifeMs),
		);
		// Flux also hands out what it made before it was stored: the same picture, for ten minutes.
		const hasOrigin = api === 'fluxKontext' && count > 0;
		const originUrl = hasOrigin
			? this.#put(task, inputs, 0, 'origin', durations.fluxOriginLife)
			: undefined;
		return { resultUrls, originUrl };
	}

	#put(
		task: Task,
		inputs: readonly InputImage[],
		variant: number,
		name: string,
		lifeMs: number,
	): string {
		const { model, values, plan } = task;
		const type = fileTypeOf(task);
		const path = `results/${task.id}/${name}.${type}`;
		const image = inputs.find(({ role }) => role === 'image');
		const spec: PictureSpec = {
			text: {
				prompt: promptOf(values),
				model: model.id,
				parameters: describe(task),
				variant: plan.count > 1 ? `${variant + 1} / ${plan.count}` : '',
			},
			variant,
			size: resultSize(model, values, image),
			type,
			inputs,
		};
		return this.#hosting.publish({
			path,
			mime: mimeOf(type),
			lifeMs,
			padTo: plan.padTo,
			taskId: task.id,
			content: () => this.#gallery.picture(path, spec),
		});
	}
}
