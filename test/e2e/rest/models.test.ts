import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { INodePropertyOptions } from 'n8n-workflow';
import { itemsOf } from '../../../sandbox/n8n/client.ts';
import { ARTEFACTS } from '../helpers/constants.ts';
import { examplePicture } from '../helpers/files.ts';
import { host, tasksAbout } from '../helpers/kie.ts';
import { errorOf, n8n, runWorkflow } from '../helpers/n8n.ts';
import { descriptionOf } from '../helpers/parameters.ts';
import { chain, kie } from '../helpers/workflows.ts';

interface Case {
	operation: string;
	model: string;
}

interface Row extends Case {
	kieModel: string;
	status: string;
	pictures: number;
	types: string;
	file: string;
}

const CONCURRENCY = 4;

/** Every model of every operation, as the installed node offers them. */
async function offered(): Promise<Case[]> {
	const { properties } = descriptionOf(await (await n8n()).nodeTypes());
	// One model alone removes backgrounds, so there is no list of them.
	const removal = { operation: 'removeBackground', model: 'recraft-remove-background' };
	const listed = properties
		.filter(({ name }) => name === 'model')
		.flatMap(({ options, displayOptions }) => {
			const operation = String(displayOptions?.show?.operation?.[0]);
			return (options as INodePropertyOptions[]).map(({ value }) => ({
				operation,
				model: String(value),
			}));
		});
	return [...listed, removal];
}

async function run(
	{ operation, model }: Case,
	images: { photo: Buffer; mask: string },
): Promise<Row> {
	const prompt = `models: ${operation} with ${model}`;
	// Where there is no prompt, the name of the file tells the task.
	const file = `models-${operation}-${model}.png`;
	const photo = await host(file, images.photo);
	const isWithoutPrompt = ['removeBackground', 'upscale'].includes(operation);
	const isWith = (list: string[]) => list.includes(`${operation} ${model}`);
	const parameters = {
		operation,
		...(operation !== 'removeBackground' && { model }),
		...(model === 'other'
			? {
					marketModel: { __rl: true, mode: 'id', value: 'qwen/text-to-image' },
					marketInputMode: 'json',
					marketInput: JSON.stringify({ prompt }),
				}
			: !isWithoutPrompt && { prompt }),
		...(operation !== 'generate' && { imageUrls: photo }),
		...(operation === 'edit' &&
			['gpt4o-image', 'ideogram-v3', 'ideogram-character', 'qwen-image-2-1'].includes(model) && {
				maskSource: 'url',
				maskUrl: images.mask,
			}),
		...((model === 'ideogram-character' ||
			isWith(['generate nano-banana-pro', 'generate nano-banana-2-1'])) && {
			referenceImageSource: 'url',
			referenceImageUrls: photo,
		}),
	};
	const execution = await runWorkflow(chain([{}], kie('KIE', parameters)));
	const items = itemsOf(execution, 'KIE');
	const [task] = await tasksAbout(isWithoutPrompt ? file : prompt);
	const files = items.flatMap(({ binary }) => Object.values(binary ?? {}));
	return {
		operation,
		model,
		kieModel: task?.model ?? 'none',
		status: errorOf(execution)?.message ?? String(items[0]?.json.status),
		pictures: files.length,
		types: [...new Set(files.map(({ mimeType }) => mimeType))].join(' '),
		file: files[0]?.fileName ?? 'none',
	};
}

function toTable(rows: Row[]): string {
	const cells = rows.map(({ operation, model, kieModel, status, pictures, types }) => [
		model,
		operation,
		kieModel,
		status,
		String(pictures),
		types,
	]);
	const all = [['model', 'operation', "KIE's name", 'status', 'pictures', 'type'], ...cells];
	const widths =
		all[0]?.map((_, nth) => Math.max(...all.map((row) => row[nth]?.length ?? 0))) ?? [];
	return all
		.map((row) => row.map((cell, nth) => cell.padEnd(widths[nth] ?? 0)).join('  '))
		.join('\n');
}

test('every model in every operation makes its pictures', async () => {
	const read = (file: string) => readFileSync(examplePicture(file));
	const images = {
		photo: read('photo.png'),
		mask: await host('models-mask.png', read('mask.png')),
	};
	const left = await offered();
	const cases = left.length;
	const rows: Row[] = [];
	const work = async () => {
		for (let one = left.shift(); one; one = left.shift()) rows.push(await run(one, images));
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, work));

	rows.sort((a, b) => `${a.model} ${a.operation}`.localeCompare(`${b.model} ${b.operation}`));
	const table = toTable(rows);
	console.log(table);
	await writeFile(join(ARTEFACTS, 'models.txt'), `${table}\n`);
	expect(rows).toHaveLength(cases);
	for (const { operation, model, status, pictures, file } of rows) {
		const what = `${operation} with ${model}`;
		expect(status, what).toBe('success');
		expect(pictures, what).toBe(operation === 'variants' ? 2 : 1);
		const name = model === 'other' ? 'qwen-text-to-image' : model;
		expect(file, what).toMatch(new RegExp(`^${name}-[0-9a-f]+-1\\.(png|jpg)$`));
	}
});

test('the model may come with the item', async () => {
	const items = ['flux-kontext-pro', 'gpt4o-image', 'imagen4-fast'].map((model) => ({ model }));
	const parameters = {
		operation: 'generate',
		model: '={{ $json.model }}',
		prompt: 'models: mixed',
	};

	const execution = await runWorkflow(chain(items, kie('KIE', parameters)));

	expect(itemsOf(execution, 'KIE').map(({ json }) => json.model)).toEqual(
		items.map(({ model }) => model),
	);
});
