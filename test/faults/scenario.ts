import type { CreateFate, OrderFate, TaskFate, UploadFault } from './kie/fates.ts';

export const OPERATIONS = [
	'generate',
	'edit',
	'variants',
	'upscale',
	'removeBackground',
	'getStatus',
	'getDownloadUrl',
	'upload',
	'getCredits',
] as const;
export type OperationName = (typeof OPERATIONS)[number];

export const ON_ERROR = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;

/** What a person built, and what happens to it: plain data, so that it can be printed and shrunk. */
export interface Scenario {
	operation: OperationName;
	model: string;
	/** Where images come from that go in. */
	source: 'url' | 'binary';
	items: ItemFate[];
	/** How many images each item asks for, where its model lets one choose. */
	images: 1 | 2 | 4;
	onError: (typeof ON_ERROR)[number];
	/** Tries in all; 1 is without Retry On Fail. */
	tries: 1 | 2 | 3;
	/** Each try sends another request, as a prompt with the time in it does. */
	differs: boolean;
	wait: 'polling' | 'resting' | 'none';
	settings: {
		maxWait: number;
		pollInterval: number;
		batch: 'default' | 'oneAtATime' | 'all';
		onTimeout: 'error' | 'returnPending';
		outputItems: 'perImage' | 'perTask';
		downloadImages: boolean;
		includeRaw: boolean;
		isSigned: boolean;
	};
	clock: {
		/** n8n's own clock wakes an execution so much late. */
		lateS: number;
		/** The machine's clock is set, once: so long after the start, by so much. */
		jump: { afterS: number; byS: number } | null;
	};
	/** Somebody cancels the execution so long after its start. */
	cancelAfterS: number | null;
	/** Of the jitter. */
	seed: number;
}

export interface ItemFate {
	/** One after the other; what is ordered after these goes well. */
	orders: OrderFate[];
	/** What becomes of the uploads of its file. */
	uploads: UploadFault[];
	/** Where n8n looks into the image that goes in. */
	photo: 'well' | 'gone' | 'http500';
}

export const CLEAN_CREATE: CreateFate = { is: 'well', names: 'taskId' };
export const CLEAN_TASK: TaskFate = {
	takesS: 12,
	end: 'done',
	spelling: 'documented',
	count: null,
	hiddenS: 0,
};
export const CLEAN_ORDER: OrderFate = {
	create: CLEAN_CREATE,
	task: CLEAN_TASK,
	reads: [],
	files: null,
	call: { isLost: false, delayS: 1, copies: 1, before: null, to: 'same' },
	echo: null,
};

export const orderFate = (scenario: Scenario, item: number, nth: number): OrderFate =>
	scenario.items[item]?.orders[nth] ?? CLEAN_ORDER;

export const isLookup = ({ operation }: Pick<Scenario, 'operation'>): boolean =>
	['getStatus', 'getDownloadUrl', 'upload', 'getCredits'].includes(operation);
