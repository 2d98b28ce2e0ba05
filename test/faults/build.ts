import type { INode, INodeParameters } from 'n8n-workflow';
import { models } from '../../nodes/shared/models/index.ts';
import type { WorkflowJson } from '../helpers/engine.ts';
import { fileWorkflow } from '../helpers/workflows.ts';
import { photoOf, PHOTOS } from './kie/files.ts';
import type { Scenario } from './scenario.ts';
import { isLookup } from './scenario.ts';

// The workflow of a scenario, as a person would save it.

const FIELDS = {
	image: ['imageSource', 'imageUrls', 'inputDataFieldName'],
	reference: ['referenceImageSource', 'referenceImageUrls', 'referenceDataFieldName'],
	mask: ['maskSource', 'maskUrl', 'maskDataFieldName'],
} as const;

/** Which field says how many images, where there is one. */
const COUNTED: Record<string, { field: string; operations: readonly string[] }> = {
	'gpt4o-image': { field: 'nVariants', operations: ['generate', 'edit', 'variants'] },
	'ideogram-v3': { field: 'numImages', operations: ['variants'] },
	'ideogram-character': { field: 'numImages', operations: ['generate', 'edit', 'variants'] },
	'seedream-v4': { field: 'maxImages', operations: ['generate', 'edit', 'variants'] },
};

const countField = ({ model, operation }: Scenario): string | undefined =>
	COUNTED[model]?.operations.includes(operation) ? COUNTED[model].field : undefined;

/** How many images each item pays for. */
export const imagesWanted = (scenario: Scenario): number =>
	countField(scenario) ? scenario.images : 1;

export function build(scenario: Scenario, taskIds: string[]): WorkflowJson {
	const { onError, tries } = scenario;
	const settings: Partial<INode> = {
		onError,
		...(tries > 1 && { retryOnFail: true, maxTries: tries, waitBetweenTries: 1_000 }),
	};
	const files = Object.fromEntries(
		scenario.items.map((_, item) => [`file-${item}`, { bytes: photoOf(item), type: 'image/png' }]),
	);
	const items = scenario.items.map((_, item) => ({
		json: {
			prompt: `A picture of item-${item}`,
			url: `${PHOTOS}/item-${item}.png`,
			...(taskIds[item] !== undefined && { taskId: taskIds[item] }),
		},
		binary: { data: `file-${item}`, mask: `file-${item}`, reference: `file-${item}` },
	}));
	const parameters = isLookup(scenario) ? lookup(scenario) : making(scenario);
	return fileWorkflow(parameters, files, { items, settings });
}

function making(scenario: Scenario): INodeParameters {
	const { operation, model, wait, source, differs, images } = scenario;
	const { maxWait, pollInterval, batch, onTimeout, outputItems, ...settings } = scenario.settings;
	const { downloadImages, includeRaw } = settings;
	const inputs = models.find(({ value }) => value === model)?.operations[operation as never] as
		{ inputs: Record<string, { required: boolean }> } | undefined;
	const given = Object.entries(inputs?.inputs ?? {})
		.filter(([, { required }]) => required)
		.map(([role]) => {
			const [from, url, field] = FIELDS[role as keyof typeof FIELDS];
			return {
				[from]: source,
				[source === 'url' ? url : field]:
					source === 'url' ? '={{ $json.url }}' : role === 'image' ? 'data' : role,
			};
		});
	const prompt = `={{ $json.prompt }}${differs ? ' at {{ $now.toMillis() }}' : ''}`;
	const count = countField(scenario);
	const batching = { oneAtATime: { batchSize: 1, batchInterval: 0 }, all: { batchSize: -1 } };
	return {
		...{ resource: 'image', operation, model, prompt },
		...(model === 'gpt4o-image' && { size: '1:1' }),
		...(model === 'other' && {
			...{ marketModel: 'acme/any-image', marketInputMode: 'json' },
			marketInput: `={{ ({ prompt: $json.prompt${differs ? ' + " at " + $now.toMillis()' : ''} }) }}`,
		}),
		...Object.assign({}, ...given),
		...(count !== undefined && { [count]: images }),
		...(wait === 'none'
			? { waitUntilDone: false, callBackUrl: 'https://example.com/hook' }
			: { waitMethod: wait === 'resting' ? 'callback' : 'polling', downloadImages }),
		options: {
			...(wait !== 'none' && { maxWait, onTimeout, outputItems }),
			...(wait === 'polling' && { pollInterval }),
			...(batch !== 'default' && { batching: { batch: batching[batch] } }),
			includeRaw,
		},
	};
}

function lookup({ operation, source, settings }: Scenario): INodeParameters {
	const { downloadImages, outputItems, includeRaw } = settings;
	const taskId = '={{ $json.taskId }}';
	switch (operation) {
		case 'getStatus': {
			const options = { outputItems, includeRaw };
			return { resource: 'image', operation, taskId, downloadImages, options };
		}
		case 'getDownloadUrl':
			return { resource: 'image', operation, taskId };
		case 'upload':
			return {
				...{ resource: 'file', operation, fileSource: source },
				...(source === 'url' && { fileUrl: '={{ $json.url }}' }),
			};
		default:
			return { resource: 'account', operation };
	}
}
