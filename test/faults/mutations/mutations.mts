// Deliberate faults of the node, one at a time. The campaign has to notice each: one that it does not
// notice tells of a promise that nobody watches over.

export interface Mutation {
	name: string;
	file: string;
	/** Stands in the file exactly once. */
	find: string;
	replace: string;
	/** The promise that it breaks, as its invariant is named. */
	breaks: string;
}

const BILLING = 'nothing is billed beyond what was intended';
const IDS = 'every ID that the node received reaches the user';
const UNCLEAR = 'every create of unknown outcome is told';
const LINKING = 'no item is lost, doubled or linked wrongly';
const TRUTH = 'every end is a result or an error that names what happened';
const UNHARMED = 'what no fault has touched goes well';
const SECRECY = 'no secret in an error, a log or the data of an execution';
const AFTER_END = 'no request after the end';
const IN_TIME = 'the end comes in time';
const PACE = 'no task is looked at more often than KIE allows';

const CREATE = 'nodes/Kie/actions/create';
const FAILURES = 'nodes/Kie/actions/failures';

export const mutations: Mutation[] = [
	{
		name: 'a create is sent twice where the connection broke',
		file: `${CREATE}/submit.ts`,
		find: 'const reply = await apis[api].submit(transport, request.bodyWith(inputs), callBackUrl);',
		replace: `let reply = await apis[api].submit(transport, request.bodyWith(inputs), callBackUrl);
			if (!reply.ok && reply.fault.kind === 'disconnect') {
				reply = await apis[api].submit(transport, request.bodyWith(inputs), callBackUrl);
			}`,
		breaks: BILLING,
	},
	{
		name: 'a further try forgets what was ordered',
		file: `${CREATE}/memory.ts`,
		find: 'if (!entry) return null;',
		replace: 'if (!entry || entry) return null;',
		breaks: BILLING,
	},
	{
		name: 'a further try sends again what may have been made',
		file: `${CREATE}/submit.ts`,
		find: 'memory.noteUnclear(itemIndex, identity, failure, images);',
		replace: '',
		breaks: BILLING,
	},
	{
		name: 'a further try buys again what KIE will not make',
		file: `${CREATE}/wait/settle.ts`,
		find: 'if (failure.retryable) memory.forget(itemIndex, identity);',
		replace: 'if (failure) memory.forget(itemIndex, identity);',
		breaks: BILLING,
	},
	{
		name: 'an error does not name the tasks that still run',
		file: `${FAILURES}/knownTasks.ts`,
		find: 'if (!task) return [];',
		replace: "if (!task || task.status === 'pending') return [];",
		breaks: IDS,
	},
	{
		name: 'a task is not in the log',
		file: `${CREATE}/submit.ts`,
		find: 'logTaken(ctx, request, task.taskId);',
		replace: '',
		breaks: IDS,
	},
	{
		name: 'earlier tries are not told of',
		file: 'nodes/Kie/actions/router.ts',
		find: 'hintAtEarlierTries(run, result.left);',
		replace: '',
		breaks: IDS,
	},
	{
		name: 'an unknown outcome is told as a plain refusal',
		file: 'nodes/shared/kie/advice.ts',
		find: 'if (!mayHaveBeenBilled(fault)) return failureOf(fault);',
		replace: 'if (fault) return failureOf(fault);',
		breaks: UNCLEAR,
	},
	{
		name: 'an item is linked to the input after its own',
		file: 'nodes/shared/output/items.ts',
		find: 'pairedItem: { item: itemIndex },',
		replace: 'pairedItem: { item: itemIndex + 1 },',
		breaks: LINKING,
	},
	{
		name: 'a failed item is left out',
		file: 'nodes/Kie/actions/router.ts',
		find: '[toFailureItem(ctx, outcome)]',
		replace: '[]',
		breaks: LINKING,
	},
	{
		name: 'each image of a task is its first one',
		file: 'nodes/shared/output/items.ts',
		find: 'item(url, index, [files[index] ?? null])',
		replace: 'item(task.imageUrls[0] ?? url, index, [files[index] ?? null])',
		breaks: LINKING,
	},
	{
		name: 'a failed task is shown as a success',
		file: `${CREATE}/wait/settle.ts`,
		find: 'const task = completed(order, result.task);',
		replace: "const task: KieTask = { ...completed(order, result.task), status: 'success' };",
		breaks: TRUTH,
	},
	{
		name: 'a success without images passes for one',
		file: 'nodes/shared/kie/task.ts',
		find: "status === 'success' && imageUrls.length === 0;",
		replace: "status === 'success' && imageUrls.length < 0;",
		breaks: TRUTH,
	},
	{
		name: 'a success is believed before it names its images',
		file: 'nodes/shared/kie/earlySuccess.ts',
		find: 'isWithoutImage(task) || task.errorMessage === SUCCESS_WITHOUT_IMAGE;',
		replace: "task.taskId === '';",
		breaks: UNHARMED,
	},
	{
		name: 'one look without an answer ends the watch',
		file: `${CREATE}/wait/poll.ts`,
		find: 'if (isFinalForReading(fault)) {',
		replace: `if (fault) {
					refusals = REFUSALS_TO_BELIEVE - 1;`,
		breaks: UNHARMED,
	},
	{
		name: 'a key that KIE repeats is passed on',
		file: 'nodes/shared/kie/transport.ts',
		find: ': withoutKey(reply, apiKey);',
		replace: ': apiKey === undefined ? withoutKey(reply, apiKey) : reply;',
		breaks: SECRECY,
	},
	{
		name: 'the address of the call stays in what KIE says',
		file: 'nodes/shared/kie/json.ts',
		find: "if (typeof value === 'string') return change.text(value, level);",
		replace: "if (typeof value === 'string') return value;",
		breaks: SECRECY,
	},
	{
		name: 'a task is looked at once more after its end',
		file: `${CREATE}/wait/poll.ts`,
		find: "if (task.status !== 'pending' && !isEarly) return { kind: 'done', task };",
		replace: `if (task.status !== 'pending' && !isEarly) {
			const later = Date.now() + 60_000;
			void pauseUntil(() => later, undefined).then(
				async () => await apis[watched.api].read(this.transport, watched.task.taskId),
			);
			return { kind: 'done', task };
		}`,
		breaks: AFTER_END,
	},
	{
		name: "'Max Wait' counts for nothing",
		file: `${CREATE}/placeOrders.ts`,
		find: 'deadline: Date.now() + maxWait * 1000,',
		replace: 'deadline: Date.now() + maxWait * 10_000,',
		breaks: IN_TIME,
	},
	{
		name: 'tasks are looked at ten times as often',
		file: `${CREATE}/placeOrders.ts`,
		find: 'intervalMs: pollInterval * 1000,',
		replace: 'intervalMs: pollInterval * 100,',
		breaks: PACE,
	},
];
