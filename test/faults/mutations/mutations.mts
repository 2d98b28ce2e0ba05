// Deliberate faults in the built package, one at a time. The campaign has to notice each: one that it
// does not notice tells of a promise that nobody watches over.

export interface Mutation {
	name: string;
	/** In the build. */
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

const PROOF = 'who calls without proof is turned away';

const CREATE = 'nodes/Kie/actions/create';
const FAILURES = 'nodes/Kie/actions/failures';
const OUTPUT = 'nodes/shared/output';

export const mutations: Mutation[] = [
	{
		name: 'a create is sent twice where the connection broke',
		file: `${CREATE}/submit.js`,
		find: 'const reply = await apis_1.apis[api].submit(transport, request.bodyWith(inputs), callBackUrl);',
		replace: `let reply = await apis_1.apis[api].submit(transport, request.bodyWith(inputs), callBackUrl);
			if (!reply.ok && reply.fault.kind === 'disconnect') {
				reply = await apis_1.apis[api].submit(transport, request.bodyWith(inputs), callBackUrl);
			}`,
		breaks: BILLING,
	},
	{
		name: 'a further try forgets what was ordered',
		file: `${CREATE}/submit.js`,
		find: 'const earlier = memory.earlier(request.itemIndex, request.identity);',
		replace: 'const earlier = null;',
		breaks: BILLING,
	},
	{
		name: 'a further try sends again what may have been made',
		file: `${CREATE}/submit.js`,
		find: 'memory.noteUnclear(itemIndex, identity, failure, images);',
		replace: '',
		breaks: BILLING,
	},
	{
		name: 'a further try buys again what KIE will not make',
		file: `${CREATE}/wait/settle.js`,
		find: 'if (failure.retryable)',
		replace: 'if (failure)',
		breaks: BILLING,
	},
	{
		name: 'a woken execution begins anew',
		file: `${CREATE}/rest/rest.js`,
		find: 'const noted = (0, execution_1.takeState)(run.ctx);',
		replace: `(0, execution_1.takeState)(run.ctx);
			const noted = null;`,
		breaks: BILLING,
	},
	{
		name: 'an error does not name the tasks that still run',
		file: `${FAILURES}/knownTasks.js`,
		find: 'if (!task)',
		replace: "if (!task || task.status === 'pending')",
		breaks: IDS,
	},
	{
		name: 'a task is not in the log',
		file: `${CREATE}/submit.js`,
		find: '(0, log_1.logTaken)(ctx, request, task.taskId);',
		replace: '',
		breaks: IDS,
	},
	{
		name: 'a task that a call tells of is not in the log',
		file: `${CREATE}/rest/callForOrphan.js`,
		find: '(0, log_1.logTaken)(ctx, wanted, taskId);',
		replace: '',
		breaks: IDS,
	},
	{
		name: 'earlier tries are not told of',
		file: 'nodes/Kie/actions/router.js',
		find: '(0, earlierTries_1.hintAtEarlierTries)(run, result.left);',
		replace: '',
		breaks: IDS,
	},
	{
		name: 'an unknown outcome is told as a plain refusal',
		file: 'nodes/shared/kie/advice.js',
		find: 'if (!(0, fault_1.mayHaveBeenBilled)(fault))',
		replace: 'if (fault)',
		breaks: UNCLEAR,
	},
	{
		name: 'an item is linked to the input after its own',
		file: `${OUTPUT}/items.js`,
		find: 'pairedItem: { item: itemIndex },',
		replace: 'pairedItem: { item: itemIndex + 1 },',
		breaks: LINKING,
	},
	{
		name: 'a failed item is left out',
		file: 'nodes/Kie/actions/router.js',
		find: '[(0, failureOutput_1.toFailureItem)(ctx, outcome)]',
		replace: '[]',
		breaks: LINKING,
	},
	{
		name: 'what failed before a rest is forgotten',
		file: `${CREATE}/rest/rest.js`,
		find: 'ordered: { ...ordered, ended },',
		replace: 'ordered: { ...ordered, ended, failures: [] },',
		breaks: TRUTH,
	},
	{
		name: 'a task that a call tells of gets no item',
		file: `${CREATE}/rest/callForOrphan.js`,
		find: 'orders: [...orders, { ...wanted, task: { taskId, submittedAt: sentAt, rings } }],',
		replace: 'orders,',
		breaks: TRUTH,
	},
	{
		name: 'each image of a task is its first one',
		file: `${OUTPUT}/items.js`,
		find: 'item(url, index, [files[index] ?? null])',
		replace: 'item(task.imageUrls[0] ?? url, index, [files[index] ?? null])',
		breaks: LINKING,
	},
	{
		name: 'each file of a task is its first one',
		file: `${OUTPUT}/items.js`,
		find: 'item(url, index, [files[index] ?? null])',
		replace: 'item(url, index, [files[0] ?? null])',
		breaks: LINKING,
	},
	{
		name: 'the file of another image is fetched',
		file: `${OUTPUT}/download.js`,
		find: 'await store(url, index)',
		replace: 'await store(task.imageUrls.at(-1), index)',
		breaks: LINKING,
	},
	{
		name: 'an uploaded file goes to all items',
		file: `${CREATE}/inputs/uploadInputs.js`,
		find: 'const uploading = known.get(input.url) ??',
		replace: 'const uploading = [...known.values()][0] ??',
		breaks: LINKING,
	},
	{
		name: 'a failed task is shown as a success',
		file: `${CREATE}/wait/settle.js`,
		find: 'const task = (0, order_1.completed)(order, result.task);',
		replace: "const task = { ...(0, order_1.completed)(order, result.task), status: 'success' };",
		breaks: TRUTH,
	},
	{
		name: 'a success without images passes for one',
		file: 'nodes/shared/kie/task.js',
		find: "status === 'success' && imageUrls.length === 0;",
		replace: "status === 'success' && imageUrls.length < 0;",
		breaks: TRUTH,
	},
	{
		name: 'a task that ended is given out as pending',
		file: `${CREATE}/wait/settle.js`,
		find: "if (result.kind === 'timedOut' && order.onTimeout === 'returnPending')",
		replace: "if (order.onTimeout === 'returnPending')",
		breaks: TRUTH,
	},
	{
		name: 'a failed task is told as one that takes too long',
		file: `${CREATE}/wait/settle.js`,
		find: 'const failure = (0, advice_1.taskFailureOf)(task);',
		replace: `const failure = { ...(0, advice_1.taskFailureOf)(task), message: "KIE did not finish the image within 'Max Wait (Seconds)'" };`,
		breaks: TRUTH,
	},
	{
		name: 'a plain refusal is told as an unknown outcome',
		file: 'nodes/shared/kie/advice.js',
		find: 'if (!(0, fault_1.mayHaveBeenBilled)(fault))',
		replace: 'if (!fault)',
		breaks: TRUTH,
	},
	{
		name: 'every link leads to the first image',
		file: 'nodes/Kie/actions/image/getDownloadUrl.operation.js',
		find: 'requestDownloadUrl)(transport, imageUrl, ownId)',
		replace: 'requestDownloadUrl)(transport, task.imageUrls[0], ownId)',
		breaks: TRUTH,
	},
	{
		name: 'a success is believed before it names its images',
		file: 'nodes/shared/kie/earlySuccess.js',
		find: '(0, task_1.isWithoutImage)(task) || task.errorMessage === task_1.SUCCESS_WITHOUT_IMAGE;',
		replace: "task.taskId === '';",
		breaks: UNHARMED,
	},
	{
		name: 'one look without an answer ends the watch',
		file: `${CREATE}/wait/poll.js`,
		find: 'if ((0, fault_1.isFinalForReading)(fault)) {',
		replace: `if (fault) {
					refusals = fault_1.REFUSALS_TO_BELIEVE - 1;`,
		breaks: UNHARMED,
	},
	{
		name: 'a file that does not come is not told of',
		file: `${CREATE}/wait/settle.js`,
		find: '(0, missedFiles_1.hintAtMissedFiles)(this.run, this.delivery);',
		replace: '',
		breaks: UNHARMED,
	},
	{
		name: 'a key that KIE repeats is passed on',
		file: 'nodes/shared/kie/transport.js',
		find: "text.replaceAll(apiKey, '[API key]')",
		replace: 'text',
		breaks: SECRECY,
	},
	{
		name: 'the address of the call is passed on where KIE repeats it',
		file: 'nodes/shared/kie/callSecret.js',
		find: 'text.search(SECRETS) === -1',
		replace: "text !== ''",
		breaks: SECRECY,
	},
	{
		name: 'who knows no secret may call',
		file: `${CREATE}/rest/doorbell.js`,
		find: '!isSame(query?.secret, secret)',
		replace: '!query',
		breaks: PROOF,
	},
	{
		name: 'a call needs no signature',
		file: `${CREATE}/rest/doorbell.js`,
		find: "if (origin !== 'good') {",
		replace: "if (origin === '') {",
		breaks: PROOF,
	},
	{
		name: 'a task is looked at once more after its end',
		file: `${CREATE}/wait/poll.js`,
		find: "if (task.status !== 'pending' && !isEarly)",
		replace: `if (task.status !== 'pending' && !isEarly) {
			const later = Date.now() + 60_000;
			void (0, pacing_1.pauseUntil)(() => later, undefined).then(
				async () => await apis_1.apis[watched.api].read(this.transport, watched.task.taskId),
			);
		}
		if (task.status !== 'pending' && !isEarly)`,
		breaks: AFTER_END,
	},
	{
		name: "'Max Wait' counts for nothing",
		file: `${CREATE}/placeOrders.js`,
		find: 'deadline: Date.now() + maxWait * 1000,',
		replace: 'deadline: Date.now() + maxWait * 10_000,',
		breaks: IN_TIME,
	},
	{
		name: 'a cancel is not heard while the node waits',
		file: `${CREATE}/wait/poll.js`,
		find: 'this.wake = signal ? AbortSignal.any([signal, this.stop.signal]) : this.stop.signal;',
		replace: 'this.wake = this.stop.signal;',
		breaks: IN_TIME,
	},
	{
		name: 'tasks are looked at ten times as often',
		file: `${CREATE}/placeOrders.js`,
		find: 'intervalMs: pollInterval * 1000,',
		replace: 'intervalMs: pollInterval * 100,',
		breaks: PACE,
	},
];
