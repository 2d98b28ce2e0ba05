import type { IExecuteFunctions } from 'n8n-workflow';
import type { BinaryFile, HeldFile } from '../../shared/files/binaryFile';
import { binaryFile, fileInField, heldFileSchema } from '../../shared/files/binaryFile';
import type { Failure } from '../../shared/kie/failure';
import { inputFailure, KieFailure } from '../../shared/kie/failure';
import { isRecord } from '../../shared/kie/json';

/** What a parameter for files holds: the name of a binary field, or by expression the file itself. */
export type GivenFile = string | HeldFile;

/** The files of a parameter: names separated by commas, a file, or a list of both. */
export function givenFiles(value: unknown, max: number, label: string): GivenFile[] {
	const list =
		typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [value];
	const files = list.map((entry) => fileIn(entry, label)).filter((file) => file !== '');
	if (files.length === 0) throw new KieFailure(noFieldNamed(label));
	if (files.length > max) throw new KieFailure(tooMany(files.length, max, label));
	return files;
}

/** The one file of a parameter; the name of its field may hold commas. */
export function givenFile(value: unknown, label: string): GivenFile {
	if (!Array.isArray(value)) return fileIn(value, label);
	if (value.length > 1) throw new KieFailure(tooMany(value.length, 1, label));
	return fileIn(value[0], label);
}

function fileIn(value: unknown, label: string): GivenFile {
	if (!isRecord(value) && !Array.isArray(value)) return String(value ?? '').trim();
	const held = heldFileSchema.safeParse(value);
	if (held.success) return held.data;
	throw new KieFailure(
		inputFailure(
			`'${label}' contains ${Array.isArray(value) ? 'a list' : 'an object'} that is not a file`,
			'Enter the name of a binary field, such as data, or pass a file with an expression. Nothing was sent to KIE.',
		),
	);
}

/** The file, ready to be read; throws what the user must mend. */
export async function requireBinaryFile(
	ctx: IExecuteFunctions,
	itemIndex: number,
	given: GivenFile,
	label: string,
): Promise<BinaryFile> {
	const held = typeof given === 'string' ? heldIn(ctx, itemIndex, given, label) : given;
	return await binaryFile(ctx, held).catch(() => {
		throw new KieFailure(
			inputFailure(
				`n8n no longer has the file in '${label}'`,
				'Run the node that provides the file again. Nothing was sent to KIE.',
			),
		);
	});
}

function heldIn(ctx: IExecuteFunctions, itemIndex: number, field: string, label: string): HeldFile {
	if (field === '') throw new KieFailure(noFieldNamed(label));
	const held = fileInField(ctx, itemIndex, field);
	if (held) return held;
	const present = Object.keys(ctx.getInputData()[itemIndex]?.binary ?? {});
	throw new KieFailure(
		inputFailure(
			`The input has no file in the field '${field}'`,
			present.length === 0
				? `'${label}' points to it, but the item has no files at all. Add a node before this one that provides the file.`
				: `Change '${label}' to a field that contains a file: the item has ${present.map((name) => `'${name}'`).join(', ')}.`,
		),
	);
}

const tooMany = (count: number, max: number, label: string): Failure =>
	inputFailure(
		`'${label}' lists ${count} files, but at most ${max} can be used`,
		'Enter fewer files. Nothing was sent to KIE.',
	);

const noFieldNamed = (label: string): Failure =>
	inputFailure(`'${label}' is empty`, 'Enter the name of the binary field that contains the file.');
