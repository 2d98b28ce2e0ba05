import fc from 'fast-check';
import { models } from '../../nodes/shared/models/index.ts';
import type { Echo } from './kie/echo.ts';
import { ECHOES } from './kie/echo.ts';
import type { CreateFate, OrderFate, TaskFate } from './kie/fates.ts';
import { ENDS, FILE_FAULTS, READ_FAULTS, SPELLINGS, UNCLEAR, UPLOAD_FAULTS } from './kie/fates.ts';
import type { ItemFate, OperationName, Scenario } from './scenario.ts';
import { CLEAN_CREATE, CLEAN_ORDER, CLEAN_TASK, ON_ERROR } from './scenario.ts';

// fast-check draws scenarios from these, and shrinks one that broke a promise towards the first values.

const of = fc.constantFrom;

/** Mostly without a fault, so that there are others to be harmed by one. */
const seldom = <T>(clean: T, fault: fc.Arbitrary<T>, weight = 1): fc.Arbitrary<T> =>
	fc.oneof(
		{ withCrossShrink: true },
		{ weight: 3, arbitrary: fc.constant(clean) },
		{ weight, arbitrary: fault },
	);

const REFUSALS = [422, 400, 401, 402, 403, 404, 433, 451, 455, 505, 550];

const create: fc.Arbitrary<CreateFate> = fc.oneof(
	fc.record({
		is: fc.constant('well' as const),
		names: of('taskId', 'task_id', 'recordId', 'text', 'number'),
	}),
	fc.record({
		is: fc.constant('refused' as const),
		code: of(...REFUSALS),
		as: of('body', 'http'),
	}),
	fc.record({
		is: fc.constant('limited' as const),
		times: fc.integer({ min: 1, max: 4 }),
		retryAfter: of(null, 5, 40),
	}),
	fc.constant({ is: 'unreached' as const }),
	{
		weight: 3,
		arbitrary: fc.record({
			is: fc.constant('unclear' as const),
			how: of(...UNCLEAR),
			made: fc.boolean(),
		}),
	},
	fc.constant({ is: 'praisedLate' as const }),
);

const task: fc.Arbitrary<TaskFate> = fc.record({
	takesS: of(12, 0, 3, 45, 100, 250, 700),
	// What the node is made for, more often than what it can only tell of.
	end: seldom('done', of('emptyAtFirst', 'emptyAtFirst', ...ENDS), 3),
	spelling: seldom('documented', of(...SPELLINGS)),
	count: seldom(null, of<number | null>(1, 2, 3)),
	hiddenS: seldom(0, of(2, 20, 80, 200)),
});

const reads = fc.array(of(...READ_FAULTS), { maxLength: 6 });
const files = fc.record({ fault: of(...FILE_FAULTS), times: of(1, 2, 3, 9) });
/** Quoting shows with another fault alone. */
const echo = fc.oneof(
	{ withCrossShrink: true },
	{ weight: 2, arbitrary: fc.constant(null) },
	{ weight: 1, arbitrary: of<Echo | null>(...ECHOES) },
);
const call = fc.record({
	isLost: seldom(false, fc.constant(true)),
	delayS: of(1, 0, 5, 40, 400),
	copies: of(1, 2, 3),
	before: seldom(null, of('forged', 'unsigned', 'stranger', 'garbage')),
	to: of('same', 'other'),
});

/** All may go wrong. */
const order: fc.Arbitrary<OrderFate> = fc.record({
	create: seldom(CLEAN_CREATE, create, 2),
	task: seldom(CLEAN_TASK, task, 3),
	reads: seldom([], reads, 2),
	files: seldom(null, files),
	call,
	echo,
});

/** One thing goes wrong, so that it shows what that alone does. */
const oneFault: fc.Arbitrary<OrderFate> = fc
	.oneof(
		fc.record({ create, echo }),
		fc.record({ task, echo }),
		fc.record({ reads, echo }),
		fc.record({ files }),
		fc.record({ call }),
	)
	.map((fault) => ({ ...CLEAN_ORDER, ...fault }));

const itemOf = (orders: fc.Arbitrary<OrderFate>): fc.Arbitrary<ItemFate> =>
	seldom(
		{ orders: [CLEAN_ORDER], uploads: [], photo: 'well' },
		fc.record({
			orders: fc.array(orders, { minLength: 1, maxLength: 3 }),
			uploads: seldom([], fc.array(of(...UPLOAD_FAULTS), { maxLength: 4 })),
			photo: seldom('well', of('gone', 'http500')),
		}),
		4,
	);

const items = fc.oneof(
	...[order, oneFault].map((orders) => fc.array(itemOf(orders), { minLength: 1, maxLength: 5 })),
);

/** Every operation with every model that has it. */
const MAKING: Array<{ operation: OperationName; model: string }> = models.flatMap((model) =>
	Object.keys(model.operations).map((operation) => ({
		operation: operation as OperationName,
		model: model.value,
	})),
);

// 4o Image and Flux Kontext have APIs of their own: drawn by chance alone, they would be rare.
const OWN_API = MAKING.filter(({ model }) => /^(gpt4o-image|flux-kontext)/.test(model));

const what = fc.oneof(
	{ weight: 4, arbitrary: of(...OWN_API) },
	{ weight: 6, arbitrary: of(...MAKING) },
	{
		weight: 1,
		arbitrary: fc.record({
			operation: of<OperationName>('getStatus', 'getDownloadUrl', 'upload', 'getCredits'),
			model: of('gpt4o-image', 'flux-kontext-pro', 'nano-banana'),
		}),
	},
);

const rest = fc.record({
	source: of<Scenario['source']>('url', 'binary'),
	items,
	images: of<Scenario['images']>(1, 2, 4),
	onError: of(...ON_ERROR),
	tries: of<Scenario['tries']>(1, 2, 3),
	differs: seldom(false, fc.constant(true)),
	wait: fc.oneof(
		{ weight: 5, arbitrary: fc.constant<Scenario['wait']>('polling') },
		{ weight: 5, arbitrary: fc.constant<Scenario['wait']>('resting') },
		{ weight: 1, arbitrary: fc.constant<Scenario['wait']>('none') },
	),
	settings: fc.record({
		maxWait: of(900, 900, 300, 60, 4),
		pollInterval: of(20, 30, 5, 2),
		batch: of<Scenario['settings']['batch']>('default', 'oneAtATime', 'all'),
		onTimeout: of<Scenario['settings']['onTimeout']>('error', 'returnPending'),
		outputItems: of<Scenario['settings']['outputItems']>('perImage', 'perTask'),
		downloadImages: fc.boolean(),
		includeRaw: fc.boolean(),
		isSigned: fc.boolean(),
	}),
	clock: fc.record({
		lateS: of(0, 1, 70),
		jump: seldom(null, fc.record({ afterS: of(1, 10, 60, 250), byS: of(30, 3_600, -30, -600) })),
	}),
	cancelAfterS: fc.oneof(
		{ withCrossShrink: true },
		{ weight: 19, arbitrary: fc.constant(null) },
		{ weight: 1, arbitrary: of<number | null>(0, 1, 8, 30) },
	),
	seed: fc.nat(),
});

export const scenarios: fc.Arbitrary<Scenario> = fc
	.tuple(what, rest)
	.map(([chosen, others]) => ({ ...chosen, ...others }));
