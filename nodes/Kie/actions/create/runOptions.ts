import { fileName, includeRaw, maxFileSize, outputItems } from '../../../shared/parameters/output';
import type { Parameter } from '../../../shared/parameters/parameter';
import {
	choiceParameter,
	numberParameter,
	parameter,
	shownWhen,
} from '../../../shared/parameters/parameter';
import { numberAbove, numberAtLeast, numberWhere } from '../../../shared/parameters/values';
import { collectionOf } from '../../../shared/schemas';

// The options of a run that makes images, whatever the model.

const batchSize = numberParameter(
	{
		displayName: 'Items per Batch',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: -1 },
		default: 20,
		description: 'How many items to submit per interval. -1 for no limit.',
	},
	numberWhere(
		(value) => Number.isInteger(value) && (value === -1 || value > 0),
		'a whole number above 0, or -1 for no limit',
	),
);

const batchInterval = numberParameter(
	{
		displayName: 'Batch Interval (Ms)',
		name: 'batchInterval',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 10_000,
		description:
			"The length of an interval, in milliseconds. The first item's value applies to the whole run.",
	},
	numberAtLeast(0, 'milliseconds'),
);

const batching = parameter(
	{
		displayName: 'Batching',
		name: 'batching',
		type: 'fixedCollection',
		placeholder: 'Add Batching',
		default: { batch: {} },
		typeOptions: { multipleValues: false },
		description:
			'How fast to submit many items. KIE accepts 20 requests per 10 seconds for each account.',
		options: [
			{ displayName: 'Batching', name: 'batch', values: [batchSize.field, batchInterval.field] },
		],
	},
	collectionOf({
		batch: collectionOf({ batchSize: batchSize.schema, batchInterval: batchInterval.schema }),
	}),
);

const maxWait = numberParameter(
	{
		displayName: 'Max Wait (Seconds)',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 900,
		description:
			"How long to wait for the images, counted from the last request. The first item's value applies to the whole run.",
	},
	numberAbove(0, 'seconds'),
);

const onTimeout = choiceParameter({
	displayName: 'On Timeout',
	name: 'onTimeout',
	type: 'options',
	default: 'error',
	description: "What to do if an image is not ready when 'Max Wait (Seconds)' is over",
	options: [
		{
			name: 'Return the Pending Task',
			value: 'returnPending',
			description:
				"Return the task ID with the status 'pending', so that you can look it up later with Get Status",
		},
		{
			name: 'Stop With an Error',
			value: 'error',
			description: 'Stop with an error whose details list every task ID',
		},
	],
});

const spendingLimit = numberParameter(
	{
		displayName: 'Spending Limit (Images)',
		name: 'spendingLimit',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description:
			"The maximum number of images that one run of this node can request, including retries. Each iteration of a loop and each call by an agent counts as a separate run. If a run would request more, nothing is sent. 0 for no limit. The first item's value applies to the whole run.",
	},
	numberAtLeast(0, 'images'),
);

const stopBelow = numberParameter(
	{
		displayName: 'Stop Below (Credits)',
		name: 'stopBelow',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			"Submit nothing if the KIE account has fewer credits than this. The balance is checked once, before the first request. 0 for no check. The first item's value applies to the whole run.",
	},
	numberAtLeast(0, 'credits'),
);

const MIN_POLL_SECONDS = 0.35;

const pollInterval = numberParameter(
	{
		displayName: 'Poll Interval (Seconds)',
		name: 'pollInterval',
		type: 'number',
		typeOptions: { minValue: MIN_POLL_SECONDS, numberPrecision: 2 },
		default: 5,
		description:
			"How often to check whether an image is done. Checks are free. The first item's value applies to the whole run.",
	},
	numberAtLeast(MIN_POLL_SECONDS, 'seconds', 'KIE allows 3 status checks per second'),
);

const whenWaiting = <T>({ field, schema }: Parameter<T>): Parameter<T> => ({
	field: shownWhen({ '/waitUntilDone': [true] }, field),
	schema,
});

const whenChecking = <T>({ field, schema }: Parameter<T>): Parameter<T> => ({
	field: shownWhen({ '/waitUntilDone': [true], '/waitMethod': ['polling'] }, field),
	schema,
});

export const runOptions = {
	batching,
	fileName: whenWaiting(fileName),
	includeRaw,
	maxFileSize: whenWaiting(maxFileSize),
	maxWait: whenWaiting(maxWait),
	onTimeout: whenWaiting(onTimeout),
	outputItems: whenWaiting(outputItems),
	pollInterval: whenChecking(pollInterval),
	spendingLimit,
	stopBelow,
};
