import type { Order } from '../../../../../../nodes/Kie/actions/create/order.ts';
import type { RestState } from '../../../../../../nodes/Kie/actions/create/rest/state.ts';
import { STATE_VERSION } from '../../../../../../nodes/Kie/actions/create/rest/state.ts';
import type { KieTask } from '../../../../../../nodes/shared/kie/task.ts';

export const taskOf = (taskId: string, changes: Partial<KieTask> = {}): KieTask => ({
	taskId,
	api: 'market',
	model: 'some/model',
	status: 'success',
	progress: 1,
	imageUrls: [`https://example.com/${taskId}.png`],
	prompt: null,
	createdAt: null,
	completedAt: null,
	creditsUsed: null,
	errorCode: null,
	errorMessage: null,
	raw: { taskId, much: 'more' },
	...changes,
});

export const orderOf = (taskId: string, changes: Partial<Order> = {}): Order => ({
	itemIndex: 0,
	api: 'market',
	identity: `request of ${taskId}`,
	asked: { model: 'some/model' },
	givesImages: true,
	images: 1,
	waitUntilDone: true,
	onTimeout: 'error',
	output: {
		downloadImages: false,
		maxFileSize: 1,
		outputItems: 'perImage',
		includeRaw: false,
		binaryName: 'data',
	},
	task: { taskId, submittedAt: 0, rings: { executionId: 'x', secret: 's' } },
	...changes,
});

export const stateOf = (
	{ executionId, id }: Pick<RestState, 'executionId' | 'id'>,
	orders: Order[],
	ended: string[] = [],
): RestState => ({
	version: STATE_VERSION,
	executionId,
	id,
	ordered: {
		orders,
		failures: [],
		orphans: [],
		intervalMs: 5_000,
		deadline: 900_000,
		rests: true,
		ended: ended.map((taskId) => taskOf(taskId)),
	},
	remembered: [],
	hints: [],
});
