import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { runsOf, type Binary, type Execution, type N8nClient } from './n8n/client.ts';

/** Saves the first picture of the node that ran last with one; undefined when there is none. */
export async function savePicture(
	client: N8nClient,
	execution: Execution,
	folder: string,
): Promise<string | undefined> {
	const picture = lastPicture(execution);
	if (picture === undefined) return undefined;
	const file = join(
		folder,
		basename(picture.fileName ?? `picture.${picture.fileExtension ?? 'png'}`),
	);
	await mkdir(folder, { recursive: true });
	await writeFile(file, await client.binary(picture));
	return file;
}

function lastPicture(execution: Execution): Binary | undefined {
	const nodes = Object.keys(execution.data?.resultData.runData ?? {});
	return nodes
		.flatMap((node) => runsOf(execution, node))
		.sort((one, other) => other.startTime - one.startTime)
		.flatMap((run) => (run.data?.main ?? []).flatMap((items) => items ?? []))
		.flatMap((item) => Object.values(item.binary ?? {}))
		.find(({ mimeType }) => mimeType.startsWith('image/'));
}
