import type { FileType } from '../catalogue/index.ts';
import { durations } from '../durations.ts';
import { emptyFiles } from '../files/emptyFiles.ts';
import { mimeOf } from '../files/fileTypes.ts';
import type { Hosting } from '../files/hosting.ts';
import { drawPicture } from '../pictures/picture.ts';
import type { PictureSpec } from '../pictures/picture.ts';
import { enlarged, resultSize } from '../pictures/size.ts';
import { inputFiles } from './inputs.ts';
import type { InputImage } from './inputs.ts';
import type { Made, Task } from './task.ts';

const fileTypes: readonly unknown[] = ['png', 'jpeg', 'jpg', 'webp'] satisfies FileType[];
const isFileType = (value: unknown): value is FileType => fileTypes.includes(value);

function fileTypeOf({ model, values }: Task): FileType {
	if (typeof model.fileType === 'string') return model.fileType;
	const { field, otherwise } = model.fileType;
	const asked = values[field];
	return isFileType(asked) ? asked : otherwise;
}

/** The parameters as they stand in the picture: not the prompt, not the files. */
function describe({ model, values }: Pick<Task, 'model' | 'values'>): string {
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

/** One file of a result. */
interface Wanted {
	/** Its number among the files of its task, from 0. */
	index: number;
	/** Its name, without the ending; the number from 1 where nothing is said. */
	name?: string;
	type?: FileType;
	/** A layer: the middle of what it leaves of the image. */
	spot?: number;
	lifeMs?: number;
}

const partNames = ['background', 'subject', 'face'];

/** Puts the files of a task up. Pictures are drawn when somebody fetches them. */
export class Results {
	readonly #hosting: Hosting;

	constructor(hosting: Hosting) {
		this.#hosting = hosting;
	}

	publish(task: Task, inputs: readonly InputImage[]): Made {
		const { api, makes } = task.model;
		const { count } = task.plan;
		const put = (wanted: Wanted) => this.#put(task, inputs, wanted);
		const every = <T>(make: (index: number) => T): T[] =>
			Array.from({ length: count }, (_, index) => make(index));
		switch (makes) {
			case 'segments': {
				const segments = every((index) => ({
					maskUrl: put({ index, name: `seg_${index}` }),
					name: partNames[index % partNames.length],
					index,
				}));
				return own({ resultObject: { segments_count: count, segments } });
			}
			case 'masks':
				return own({ resultObject: { mask_urls: every((index) => put({ index })) } });
			case 'songs':
				return own({ code: 200, msg: 'success', data: every((index) => song(task, index, put)) });
			case 'layers':
				// The base image in the format asked for; the layers above it, which are see-through, in PNG.
				return {
					resultUrls: every((index) =>
						index === 0 ? put({ index }) : put({ index, type: 'png', spot: index / count }),
					),
				};
			default: {
				const resultUrls = every((index) => put({ index }));
				// Flux also hands out what it made before it was stored: the same picture, for ten minutes.
				if (api !== 'fluxKontext' || count === 0) return { resultUrls };
				const lifeMs = durations.fluxOriginLife;
				return { resultUrls, originUrl: put({ index: 0, name: 'origin', lifeMs }) };
			}
		}
	}

	#put(task: Task, inputs: readonly InputImage[], wanted: Wanted): string {
		const { model, plan } = task;
		const { index, name = String(index + 1), type = fileTypeOf(task) } = wanted;
		const life = model.api === 'market' ? durations.marketResultLife : durations.resultLife;
		return this.#hosting.publish({
			path: `results/${task.id}/${name}.${type}`,
			mime: mimeOf(type),
			lifeMs: wanted.lifeMs ?? life,
			padTo: plan.padTo,
			taskId: task.id,
			content: () =>
				type === 'mp4' || type === 'mp3'
					? Promise.resolve(emptyFiles[type])
					: drawPicture(specOf(task, inputs, { ...wanted, type })),
		});
	}
}

/** What a model gives in place of result URLs. */
const own = (result: Record<string, unknown>): Made => ({ resultUrls: [], own: result });

/** As Suno writes it down. */
function song({ id, prompt, values }: Task, index: number, put: (wanted: Wanted) => string) {
	return {
		id: `${id.slice(0, 8)}-${index}`,
		audio_url: put({ index, type: 'mp3' }),
		image_url: put({ index, name: `cover_${index + 1}`, type: 'jpeg' }),
		prompt,
		title: typeof values.title === 'string' ? values.title : 'Untitled',
		tags: typeof values.style === 'string' ? values.style : '',
		duration: 38.4 + index,
	};
}

function specOf(
	{ model, values, prompt, plan }: Task,
	inputs: readonly InputImage[],
	{ index, type, spot }: Wanted & Pick<PictureSpec, 'type'>,
): PictureSpec {
	const image = inputs.find(({ role }) => role === 'image');
	const mask = inputs.find(({ role }) => role === 'mask');
	const which = plan.count > 1 ? `  ${index + 1} / ${plan.count}` : '';
	const { makes } = model;
	const isCutOut = makes === 'cutOut' || values.background === 'transparent';
	return {
		caption: [prompt, model.id + which, describe({ model, values })],
		seed: `${prompt}#${index}`,
		size:
			makes === 'larger' && image
				? enlarged(image, values.upscale_factor)
				: resultSize(model, values, image),
		type,
		image: image?.bytes,
		mask: mask?.bytes,
		maskChanges: model.maskChanges ?? 'black',
		unpainted: ['larger', 'cutOut', 'layers'].includes(makes),
		spot: spot ?? (isCutOut ? 0.5 : undefined),
	};
}
