import { createHash } from 'crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { BinaryFile } from '../../../../shared/files/binaryFile';
import { fileInField } from '../../../../shared/files/binaryFile';
import { inputFailure, KieFailure } from '../../../../shared/kie/failure';
import type { InputImages, InputRole, ModelOperation, NamedFile } from '../../../../shared/models';
import { imageUrlList } from '../../../../shared/parameters/imageUrls';
import { refusedValue, valueFailure } from '../../../../shared/parameters/labels';
import { shown } from '../../../../shared/parameters/values';
import type { GivenFile } from '../../binaryInput';
import { givenFile, givenFiles, requireBinaryFile } from '../../binaryInput';
import { INPUT_NAMES, sourceByDefault } from '../inputFields';
import type { InputImage } from '../request';

/** Finds the images of an item: URLs, and files with URLs that stand in for them until the upload. */
export async function collectInputs(
	ctx: IExecuteFunctions,
	itemIndex: number,
	{ inputs }: ModelOperation,
	labels: Record<string, string>,
): Promise<InputImage[]> {
	const images: InputImage[] = [];
	for (const [key, limits] of Object.entries(inputs)) {
		const role = key as InputRole;
		const names = INPUT_NAMES[role];
		const source = sourceOf(ctx, itemIndex, names.source, limits, labels);
		if (source === 'none') continue;
		const label = labels[names[source]] ?? names[source];
		const given = ctx.getNodeParameter(names[source], itemIndex, '');
		const found =
			source === 'url'
				? urlsIn(given, limits, label).map((url) => ({ role, limits, label, url }))
				: await Promise.all(
						givenFiles(given, limits.max, label).map(async (one) => {
							const file = await requireBinaryFile(ctx, itemIndex, one, label);
							return { role, limits, label, url: standInFor(file), file };
						}),
					);
		images.push(...found);
	}
	checkMask(images);
	return images;
}

/** For market models the node does not know which files KIE accepts, so it does not check them. */
const ANY_FILE: InputImages = {
	required: false,
	max: Infinity,
	maxBytes: Infinity,
	anyType: true,
	description: 'Any file that KIE accepts.',
};

/** Finds the files that stand among the values of a model. */
export async function collectFiles(
	ctx: IExecuteFunctions,
	itemIndex: number,
	files: NamedFile[],
): Promise<InputImage[]> {
	return await Promise.all(
		files.map(async ({ of: role, label, given }) => {
			const one = givenFile(given, label);
			refuseAlmostUrl(ctx, itemIndex, one, label);
			const file = await requireBinaryFile(ctx, itemIndex, one, label);
			return { role, limits: ANY_FILE, label, url: standInFor(file), file };
		}),
	);
}

/** Here a URL may stand, too: one without its beginning, or a file as text, is no name of a field. */
function refuseAlmostUrl(
	ctx: IExecuteFunctions,
	itemIndex: number,
	given: GivenFile,
	label: string,
): void {
	if (typeof given !== 'string' || !given.includes('/')) return;
	if (fileInField(ctx, itemIndex, given)) return;
	const rule = 'must be a URL that starts with https:// or the name of a binary field';
	throw new KieFailure(refusedValue(label, `${rule}, not ${shown(given)}`));
}

function checkMask(images: InputImage[]): void {
	const mask = images.find(({ role }) => role === 'mask');
	const others = images.filter(({ role }) => role === 'image');
	if (mask?.limits.forOneImage !== true || others.length === 1) return;
	throw new KieFailure(
		inputFailure(
			`'${mask.label}' works with exactly one image, but there are ${others.length}`,
			'Use one image, or leave out the mask. Nothing was sent to KIE.',
		),
	);
}

function sourceOf(
	ctx: IExecuteFunctions,
	itemIndex: number,
	name: string,
	images: InputImages,
	labels: Record<string, string>,
): 'url' | 'binary' | 'none' {
	const source = ctx.getNodeParameter(name, itemIndex, sourceByDefault(images));
	if (source === 'url' || source === 'binary') return source;
	if (source === 'none' && !images.required) return source;
	const given = source === 'none' ? 'None' : String(source);
	throw new KieFailure(
		inputFailure(
			`'${labels[name] ?? name}' cannot be '${given}' with this model`,
			'Choose where the image comes from, or another model. Nothing was sent to KIE.',
		),
	);
}

function urlsIn(value: unknown, { max }: InputImages, label: string): string[] {
	const urls = imageUrlList(max).safeParse(value);
	if (urls.success) return urls.data;
	throw new KieFailure(valueFailure(urls.error, {}, label));
}

// Names the file until it is uploaded. The same for the same file in every try, and of this form, since
// it is part of what earlier tries remember.
function standInFor({ key }: BinaryFile): string {
	return `https://upload.invalid/${createHash('sha256').update(key).digest('hex')}.png`;
}
