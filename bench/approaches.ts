/** The ways in which people have images made from a list of prompts, as workflows. */
import { CREDENTIAL_TYPE } from '../sandbox/account.ts';
import { KIE_TYPE } from '../test/e2e/helpers/constants.ts';
import type { Link, NodeJson } from '../test/e2e/helpers/workflows.ts';
import { node } from '../test/e2e/helpers/workflows.ts';
import { PROMPTS } from './promptedWorkflow.ts';

/** Where KIE is, and how many times faster than life everything goes. */
export interface World {
	kieUrl: string;
	speed: number;
}

export const LIFE: World = { kieUrl: 'https://api.kie.ai', speed: 1 };

export interface Approach {
	title: string;
	/** What stands behind a list of prompts. */
	build(world: World): { nodes: NodeJson[]; links: Link[] };
	/** The most images that it can be asked for within reason. */
	most: number;
}

// KIE's limit, and n8n's default of its Wait node.
const BATCH_SIZE = 20;
const BATCH_MS = 10_000;
const WAIT_S = 5;
const MODEL = 'nano-banana-2-1';

const ACCOUNT = { credentials: { [CREDENTIAL_TYPE]: { id: '', name: '' } } };
const WITH_ACCOUNT = {
	authentication: 'predefinedCredentialType',
	nodeCredentialType: CREDENTIAL_TYPE,
};

/** Our node: what is not given is as a new node has it. */
function kieNode({ speed }: World, parameters: Record<string, unknown>): NodeJson {
	const asFastAsKie = {
		options: {
			batching: { batch: { batchSize: BATCH_SIZE, batchInterval: BATCH_MS / speed } },
			pollInterval: WAIT_S / speed,
		},
	};
	const all = {
		model: MODEL,
		prompt: '={{ $json.prompt }}',
		...parameters,
		...(speed !== 1 && asFastAsKie),
	};
	return node('KIE', KIE_TYPE, 1.1, all, ACCOUNT);
}

const loopOver = () => node('Loop Over Items', 'n8n-nodes-base.splitInBatches', 3, {});

/** The nodes that KIE's public templates have for one image or, without a loop around them, for all. */
function chainOfRequests({ kieUrl, speed }: World, paced: boolean): NodeJson[] {
	const batching = {
		options: { batching: { batch: { batchSize: BATCH_SIZE, batchInterval: BATCH_MS / speed } } },
	};
	return [
		node(
			'Create',
			'n8n-nodes-base.httpRequest',
			4.2,
			{
				method: 'POST',
				url: `${kieUrl}/api/v1/jobs/createTask`,
				...WITH_ACCOUNT,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: `={{ JSON.stringify({ model: '${MODEL}', input: { prompt: $json.prompt } }) }}`,
				...(paced && batching),
			},
			ACCOUNT,
		),
		node('Wait', 'n8n-nodes-base.wait', 1.1, speed === 1 ? {} : { amount: WAIT_S / speed }),
		node(
			'Read',
			'n8n-nodes-base.httpRequest',
			4.2,
			{
				url: `=${kieUrl}/api/v1/jobs/recordInfo?taskId={{ $json.data.taskId }}`,
				...WITH_ACCOUNT,
			},
			ACCOUNT,
		),
		node('If', 'n8n-nodes-base.if', 2.2, {
			conditions: {
				options: { version: 2 },
				conditions: [
					{
						leftValue: '={{ $json.data.state }}',
						rightValue: 'success',
						operator: { type: 'string', operation: 'equals' },
					},
				],
			},
		}),
		node('Download', 'n8n-nodes-base.httpRequest', 4.2, {
			url: '={{ JSON.parse($json.data.resultJson).resultUrls[0] }}',
			options: { response: { response: { responseFormat: 'file' } } },
		}),
	];
}

const LINKS_OF_REQUESTS: Link[] = [
	['Create', 'Wait'],
	['Wait', 'Read'],
	['Read', 'If'],
	['If', 'Download', 0],
	['If', 'Wait', 1],
];

const ALL = 200;
const FEW = 50;
const LOOP = 1;

export const approaches = {
	polling: {
		title: 'KIE node, Check Regularly',
		most: ALL,
		build: (world) => ({ nodes: [kieNode(world, {})], links: [[PROMPTS, 'KIE']] }),
	},
	resting: {
		title: 'KIE node, Rest Until KIE Calls',
		most: ALL,
		build: (world) => ({
			nodes: [kieNode(world, { waitMethod: 'callback' })],
			links: [[PROMPTS, 'KIE']],
		}),
	},
	atOnce: {
		title: 'HTTP Request, Wait, If; all items at once',
		most: ALL,
		build: (world) => ({
			nodes: chainOfRequests(world, true),
			links: [[PROMPTS, 'Create'], ...LINKS_OF_REQUESTS],
		}),
	},
	loop: {
		title: 'The same in a loop over items',
		most: FEW,
		build: (world) => ({
			nodes: [loopOver(), ...chainOfRequests(world, false)],
			links: [
				[PROMPTS, 'Loop Over Items'],
				['Loop Over Items', 'Create', LOOP],
				...LINKS_OF_REQUESTS,
				['Download', 'Loop Over Items'],
			],
		}),
	},
	oneByOne: {
		title: 'A node that waits item by item',
		most: FEW,
		build: (world) => ({
			nodes: [loopOver(), kieNode(world, {})],
			links: [
				[PROMPTS, 'Loop Over Items'],
				['Loop Over Items', 'KIE', LOOP],
				['KIE', 'Loop Over Items'],
			],
		}),
	},
} satisfies Record<string, Approach>;

/** How much somebody has to build: nodes, and values to fill in beside the credential. */
export function effortOf({ build }: Approach): { nodes: number; settings: number } {
	const { nodes } = build(LIFE);
	return { nodes: nodes.length, settings: leavesIn(nodes.map(({ parameters }) => parameters)) };
}

/** What n8n notes by itself, and what is chosen by default. */
const NOT_FILLED_IN = ['version', 'operator'];

function leavesIn(value: unknown): number {
	if (typeof value !== 'object' || value === null) return 1;
	return Object.entries(value)
		.filter(([name]) => !NOT_FILLED_IN.includes(name))
		.reduce((sum, [, one]) => sum + leavesIn(one), 0);
}
