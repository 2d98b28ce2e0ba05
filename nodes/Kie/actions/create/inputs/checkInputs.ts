import { AskedHosts } from '../../../../shared/files/askedHosts';
import type { FileType } from '../../../../shared/files/fileType';
import { FileRefusal } from '../../../../shared/files/incomingFile';
import { TimeAllowance } from '../../../../shared/files/timeAllowance';
import type { ImageSize } from '../../../../shared/imageShape';
import { failureFrom, inputFailure, KieFailure } from '../../../../shared/kie/failure';
import type { InputImages } from '../../../../shared/models';
import { limiter } from '../../../../shared/pacing';
import type { FailedOutcome } from '../../outcome';
import type { Run } from '../../run';
import type { ImageRequest, InputImage } from '../request';
import { mainImage } from '../request';
import type { Seen } from './inspect';
import { inspectAnyFile, inspectFile, inspectUrl } from './inspect';

const CONCURRENCY = 8;
// Only a look: what a host does not show soon, KIE gets unchecked.
const SILENT_MS = 5_000;
const STANDSTILL_MS = 30_000;
// KIE does not say which it means; 4096 × 4096 pixels, the longest sides it names, are 16 of these.
const MEGAPIXEL = 1024 * 1024;

export interface Checked {
	/** Those that KIE may take, with what was seen of their images. */
	requests: ImageRequest[];
	failures: FailedOutcome[];
	/** URLs that n8n could not open itself. */
	unseen: string[];
	/** Of masks that are not in the format that their model asks for. */
	maskFormats: MaskFormats[];
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

	const look = async (input: InputImage): Promise<InputImage> => {
		const seen = await named(input, fitting(input));
		if (!seen) unseen.push(input.url);
		return { ...input, ...seen };
	};

	const check = async (request: ImageRequest): Promise<ImageRequest | FailedOutcome> => {
		try {
			const inputs = await Promise.all(request.inputs.map(look));
			maskFormats.push(...checkMask(inputs));
			return { ...request, inputs };
		} catch (cause) {
			return run.fail(request.itemIndex, failureFrom(cause));
		}
	};
	const checked = await Promise.all(requests.map(check));
	return {
		requests: checked.filter((entry) => 'inputs' in entry),
		failures: checked.filter((entry) => 'failure' in entry),
		unseen,
		maskFormats,
	};
}

function refuseSize(
	{ width, height }: ImageSize,
	{ megapixels = Infinity, sides }: InputImages,
): void {
	const is = `it is ${shown({ width, height })}`;
	const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
	const refuse = (rule: string) => {
		throw new FileRefusal('content', `${is}, but KIE accepts ${rule}`, false);
	};
	if (sides && shorter < sides.min) refuse(`no side shorter than ${sides.min} pixels`);
	if (sides && longer > sides.max) refuse(`no side longer than ${sides.max} pixels`);
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
				'Convert or resize it, or use another one. If it is on a local network, pass it as a binary file. Nothing was sent to KIE.',
			),
		);
	});
}

/**
 * A mask of another size would be billed and do nothing. About formats KIE contradicts itself: its rule is
 * broken by its own examples, so that is for a person to decide.
 */
function checkMask(inputs: InputImage[]): MaskFormats[] {
	const mask = inputs.find(({ role }) => role === 'mask');
	const image = mainImage(inputs);
	if (!mask?.type || !image?.type) return [];
	const [ofMask, ofImage] = [mask.size, image.size];
	if (ofMask && ofImage && (ofMask.width !== ofImage.width || ofMask.height !== ofImage.height)) {
		throw new KieFailure(
			inputFailure(
				`The mask and the image differ in size: the mask is ${shown(ofMask)}, the image is ${shown(ofImage)}`,
				`Save the mask in '${mask.label}' with the width and height of the image. Nothing was sent to KIE.`,
			),
		);
	}
	const formats = { mask: mask.type, image: image.type };
	const differs = mask.limits.sameFormat === true && formats.mask !== formats.image;
	return differs ? [formats] : [];
}

const shown = ({ width, height }: ImageSize) => `${width} × ${height} pixels`;
