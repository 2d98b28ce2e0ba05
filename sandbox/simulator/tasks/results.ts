import type { FileType } from '../catalogue/index.ts';
import { durations } from '../durations.ts';
import { mimeOf } from '../files/fileTypes.ts';
import type { Hosting } from '../files/hosting.ts';
import { drawPicture } from '../pictures/picture.ts';
import type { PictureSpec } from '../pictures/picture.ts';
import { resultSize } from '../pictures/size.ts';
import { inputFiles } from './inputs.ts';
import type { InputImage } from './inputs.ts';
import type { Made, Task } from './task.ts';

function fileTypeOf({ model, values }: Task): FileType {
	if (typeof model.fileType === 'string') return model.fileType;
	const { field, otherwise } = model.fileType;
	const asked = values[field];
	return asked === 'png' || asked === 'jpeg' || asked === 'jpg' ? asked : otherwise;
}

/** The parameters as they stand in the picture: not the prompt, not the files. */
function describe({ model, values }: Task): string {
	const unsaid = new Set([
		...['prompt', 'callBackUrl', 'model'],
		...inputFiles(model, values).map(({ field }) => field),
	]);
	const said = ([name, value]: [string, unknown]) =>
		`${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;
	return Object.entries(values)
		.filter(([name]) => !unsaid.has(name))
		.map((parameter) => said(parameter).slice(0, 80))
		.join(' · ');
}

const partNames = ['background', 'subject', 'face'];

/** Puts the pictures of a task up. They are drawn when somebody fetches them. */
export class Results {
	readonly #hosting: Hosting;

	constructor(hosting: Hosting) {
		this.#hosting = hosting;
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
		const { model, values, prompt, plan } = task;
		const type = fileTypeOf(task);
		const path = `results/${task.id}/${name}.${type}`;
		const image = inputs.find(({ role }) => role === 'image');
		const mask = inputs.find(({ role }) => role === 'mask');
		const which = plan.count > 1 ? `  ${variant + 1} / ${plan.count}` : '';
		const spec: PictureSpec = {
			caption: [prompt, model.id + which, describe(task)],
			seed: `${prompt}#${variant}`,
			size: resultSize(model, values, image),
			type,
			image: image?.bytes,
			mask: mask?.bytes,
		};
		return this.#hosting.publish({
			path,
			mime: mimeOf(type),
			lifeMs,
			padTo: plan.padTo,
			taskId: task.id,
			content: () => drawPicture(spec),
		});
	}
}
