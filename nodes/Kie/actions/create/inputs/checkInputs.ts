import { AskedHosts } from '../../../../shared/files/askedHosts';
import type { FileType } from '../../../../shared/files/fileType';
import type { ImageSize } from '../../../../shared/files/imageSize';
import { FileRefusal } from '../../../../shared/files/incomingFile';
import { TimeAllowance } from '../../../../shared/files/timeAllowance';
import { failureFrom, inputFailure, KieFailure } from '../../../../shared/kie/failure';
import type { InputImages } from '../../../../shared/models';
import { limiter } from '../../../../shared/pacing';
import type { FailedOutcome } from '../../outcome';
import type { Run } from '../../run';
import type { ImageRequest, InputImage } from '../request';
import type { Seen } from './inspect';
import { inspectAnyFile, inspectFile, inspectUrl } from './inspect';

const CONCURRENCY = 8;
// Only a look: what a host does not show soon, KIE gets unchecked.
const SILENT_MS = 5_000;
const STANDSTILL_MS = 30_000;
// KIE does not say which it means; 4096 × 4096 pixels, the longest sides it names, are 16 of these.
const MEGAPIXEL = 1024 * 1024;

export interface Checked {
	failures: FailedOutcome[];
	/** URLs that n8n could not open itself. */
	unseen: string[];
	/** Of masks that are not in the format that their model asks for. */
	maskFormats: MaskFormats[];
	/** Of what could be opened, by URL: a file's stands in for it. */
	types: Map<string, FileType>;
}

export interface MaskFormats {
	mask: FileType;
	image: FileType;
}

/** Looks into every image before anything is uploaded or submitted: what KIE refuses, it may bill. */
export async function checkInputs(
	run: Run,
	requests: ImageRequest[],
	mayBePrivate: boolean,
): Promise<Checked> {
	const slot = limiter(CONCURRENCY);
	const hosts = new AskedHosts();
	const time = new TimeAllowance(STANDSTILL_MS);
	const unseen: string[] = [];
	const maskFormats: MaskFormats[] = [];
	const types: Checked['types'] = new Map();
	const known = new Map<string, Promise<Seen | null>>();
	/** Each image once, however many items use it. */
	const inspect = async ({ url, file, limits }: InputImage) => {
		const { maxBytes, anyType = false } = limits;
		const key = `${maxBytes} ${anyType} ${url}`;
		const looking =
			known.get(key) ??
			slot(async () => {
				if (file && anyType) return await inspectAnyFile(file);
				if (file) return await inspectFile(file, maxBytes);
				const rules = { maxBytes, mayBePrivate, silentMs: SILENT_MS, time, hosts };
				return await inspectUrl(run.ctx, url, rules);
			});
		known.set(key, looking);
		return await looking;
	};

	const fitting = async (input: InputImage) => {
		const seen = await inspect(input);
		if (seen?.size) refuseSize(seen.size, input.limits);
		return seen;
	};

	const check = async ({ itemIndex, inputs }: ImageRequest): Promise<FailedOutcome[]> => {
		try {
			const looked = await Promise.all(
				inputs.map(async (input) => ({ input, seen: await named(input, fitting(input)) })),
			);
			for (const { input, seen } of looked) {
				if (seen) types.set(input.url, seen.type);
				else unseen.push(input.url);
			}
			maskFormats.push(...checkMask(looked));
			return [];
		} catch (cause) {
			return [run.fail(itemIndex, failureFrom(cause))];
		}
	};
	const failures = (await Promise.all(requests.map(check))).flat();
	return { failures, unseen, maskFormats, types };
}

function refuseSize(
	{ width, height }: ImageSize,
	{ megapixels = Infinity, sides }: InputImages,
): void {
	const has = `it has ${shown({ width, height })}`;
	const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
	const refuse = (rule: string) => {
		throw new FileRefusal('content', `${has}, and KIE accepts ${rule}`, false);
	};
	if (sides && shorter < sides.min) refuse(`no side below ${sides.min} pixels`);
	if (sides && longer > sides.max) refuse(`no side above ${sides.max} pixels`);
	if (width * height > megapixels * MEGAPIXEL) refuse(`at most ${megapixels} megapixels`);
}

/** Says of which image it is that KIE would not take it. */
async function named(input: InputImage, looking: Promise<Seen | null>): Promise<Seen | null> {
	const { label, url, file } = input;
	const name = file ? (file.name ?? 'a file without a name') : url;
	return await looking.catch((cause: unknown) => {
		const reason = cause instanceof FileRefusal ? cause.message : 'n8n could not read it';
		throw new KieFailure(
			inputFailure(
				`'${label}' contains ${name}, which cannot be used: ${reason}`,
				'Use another image: PNG, JPEG or WebP. Nothing was sent to KIE.',
			),
		);
	});
}

interface Looked {
	input: InputImage;
	seen: Seen | null;
}

/**
 * A mask of another size would be billed and do nothing. About formats KIE contradicts itself: its rule is
 * broken by its own examples, so that is for a person to decide.
 */
function checkMask(looked: Looked[]): MaskFormats[] {
	const of = (role: InputImage['role']) => looked.find(({ input }) => input.role === role);
	const [mask, image] = [of('mask'), of('image')];
	if (!mask?.seen || !image?.seen) return [];
	const [ofMask, ofImage] = [mask.seen.size, image.seen.size];
	if (ofMask && ofImage && (ofMask.width !== ofImage.width || ofMask.height !== ofImage.height)) {
		throw new KieFailure(
			inputFailure(
				`The mask does not fit the image: it has ${shown(ofMask)}, and the image ${shown(ofImage)}`,
				`Save the mask in '${mask.input.label}' with the width and height of the image. Nothing was sent to KIE.`,
			),
		);
	}
	const formats = { mask: mask.seen.type, image: image.seen.type };
	const differs = mask.input.limits.sameFormat === true && formats.mask !== formats.image;
	return differs ? [formats] : [];
}

const shown = ({ width, height }: ImageSize) => `${width} × ${height} pixels`;
