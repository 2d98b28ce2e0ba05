import type { IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../../shared/failure';
import { inputFailure, KieFailure } from '../../shared/failure';
import type { BinaryFile } from '../../shared/files/binaryFile';
import { binaryFile } from '../../shared/files/binaryFile';

/** The file that a field of the node names; throws what the user must mend. */
export async function requireBinaryFile(
	ctx: IExecuteFunctions,
	itemIndex: number,
	name: string,
	label: string,
): Promise<BinaryFile> {
	if (name === '') throw new KieFailure(noFieldNamed(label));
	const file = await binaryFile(ctx, itemIndex, name);
	if (file) return file;
	const present = Object.keys(ctx.getInputData()[itemIndex]?.binary ?? {});
	const has =
		present.length === 0
			? 'The input item has no files at all: put a node before this one that gives the file.'
			: `The input item has: ${present.map((field) => `'${field}'`).join(', ')}.`;
	throw new KieFailure(inputFailure(`'${label}' names '${name}', where there is no file`, has));
}

export const noFieldNamed = (label: string): Failure =>
	inputFailure(`'${label}' is empty`, 'Name the binary field of the input item with the file.');
