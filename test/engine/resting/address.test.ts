import { afterEach, describe, expect, test, vi } from 'vitest';
import { useFakedClock } from '../../helpers/clock.ts';
import { jsonOf } from '../../helpers/engine.ts';
import { done, failed, refused } from '../../helpers/kie.ts';
import { useLogLines } from '../../helpers/logLines.ts';
import { OnDemandKie, told } from '../../helpers/onDemandKie.ts';
import type { RestingExecution } from '../../helpers/rest.ts';
import { startResting } from '../../helpers/rest.ts';
import { run } from '../../helpers/run.ts';

// Who has the address of a call can wake the execution, and whatever waits in it. KIE is given it, and
// may repeat it wherever it says anything.

useFakedClock();

const lines = useLogLines();
afterEach(() => vi.restoreAllMocks());

const WORDINGS: Array<[string, (url: string) => string]> = [
	['as it is', (url) => `POST ${url} answered 404`],
	['in brackets', (url) => `No answer (${url}).`],
	['at the end of a sentence', (url) => `No answer from ${url}.`],
	['by its name', (url) => `callBackUrl ${url} is not reachable`],
	['in JSON', (url) => `Request {"callBackUrl":"${url}"}`],
	['in JSON within JSON', (url) => JSON.stringify({ of: JSON.stringify({ url }) })],
	['with escaped letters', (url) => `{"u":"${url.replaceAll('&', '\\u0026')}","n":1`],
	['with escaped slashes', (url) => `{"u":"${url.replaceAll('/', '\\/')}","n":1`],
	['as HTML', (url) => `<a href="${url.replaceAll('&', '&amp;')}">`],
	['as HTML text', (url) => `See <b>${url.replaceAll('&', '&amp;')}</b>`],
	['encoded', (url) => `Redirected from /login?to=${encodeURIComponent(url)}`],
	['encoded twice', (url) => encodeURIComponent(encodeURIComponent(url))],
	['with a parameter of n8n within', (url) => `POST ${url.replace('&secret', '&n8n=1&secret')}`],
	['with a parameter of n8n behind', (url) => `POST ${url}&n8n=1 answered 404`],
	['without its host', (url) => `POST ${new URL(url).pathname}${new URL(url).search}`],
	['in capitals', (url) => url.toUpperCase()],
	['cut off', (url) => `${url.slice(0, -6)}`],
];

/** The parts of the address that nobody can guess; without them it is of no use. */
function partsOf(url: string): string[] {
	const { searchParams } = new URL(url);
	const { signature, secret } = Object.fromEntries(searchParams) as Record<string, string>;
	// Of the secret, half is as good as all.
	return [signature, secret?.slice(-32, -6)].flatMap((part) => (part ? [part] : []));
}

/** Nothing of it stands in what people get or read, but the notes of the node for its own tries. */
function expectHidden(url: string, ...seen: unknown[]): void {
	const notes = new URL(url).searchParams;
	let text = [...lines(), ...seen.map((one) => (typeof one === 'string' ? one : show(one)))].join(
		'\n',
	);
	for (const own of notes.values()) text = text.replaceAll(`"${own}"`, '');
	for (const part of partsOf(url)) expect(text.toLowerCase()).not.toContain(part.toLowerCase());
}

const show = (value: unknown) =>
	JSON.stringify(value, (_key, inner: unknown) =>
		inner instanceof Error ? { ...inner, message: inner.message } : inner,
	);

async function ring(execution: RestingExecution, kie: OnDemandKie) {
	vi.setSystemTime(Date.now() + 5_000);
	return await execution.ring(kie.urlOf('a'), { body: told('a') });
}

describe.each(WORDINGS)('the address of a call, %s,', (_name, worded) => {
	test('in the refusal of a create', async () => {
		const kie = new OnDemandKie();
		kie.onCreate = () => refused(422, worded(kie.urlOf('a')));
		const execution = await startResting(['a']);

		expect(execution.status).toBe('error');
		expectHidden(kie.urlOf('a'), execution.stored);
	});

	test('in a failed task', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a']);
		kie.says('a', failed('a', 400, `flagged: ${worded(kie.urlOf('a'))}`));
		await ring(execution, kie);

		expect(execution.status).toBe('error');
		expect(execution.stored).toContain('flagged');
		expectHidden(kie.urlOf('a'), execution.stored);
	});

	test('in a reading that is refused', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a']);
		kie.says('a', refused(400, `odd: ${worded(kie.urlOf('a'))}`));
		await ring(execution, kie);
		await execution.wakeByTimer();

		expect(execution.status).toBe('error');
		expect(execution.stored).toContain('odd: ');
		expectHidden(kie.urlOf('a'), execution.stored);
	});

	test('in what was said last when the time was over', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(
			['a'],
			{ options: { maxWait: 60 } },
			{ settings: { onError: 'continueRegularOutput' } },
		);
		kie.says('a', refused(500, `odd: ${worded(kie.urlOf('a'))}`));
		while (execution.status === 'waiting') await execution.wakeByTimer();

		expect(jsonOf(execution.run, 'Next')).toMatchObject([
			{ taskId: 'a', errorMessage: expect.stringContaining('odd: ') as string },
		]);
		expectHidden(kie.urlOf('a'), execution.stored);
	});

	test('in the record of a task that went well', async () => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a'], { options: { includeRaw: true } });
		const { data, ...answer } = done('a');
		const more = { note: worded(kie.urlOf('a')), [worded(kie.urlOf('a'))]: 1 };
		kie.says('a', { ...answer, data: { ...(data as object), ...more } });
		await ring(execution, kie);

		expect(jsonOf(execution.run, 'Next')[0]).toHaveProperty('raw.note');
		expectHidden(kie.urlOf('a'), execution.stored);
	});

	test.each([
		['a failed task', failed],
		['a refusal', (_: string, code: number, msg: string) => refused(code, msg)],
	])('in %s that another execution looks up', async (_what, answer) => {
		const kie = new OnDemandKie();
		await startResting(['a']);
		kie.says('a', answer('a', 400, `odd: ${worded(kie.urlOf('a'))}`));
		kie.wire.unknownElsewhere();
		const looked = await run(
			{ operation: 'getStatus', taskId: 'a' },
			{ settings: { onError: 'continueRegularOutput' } },
		);

		expect(jsonOf(looked, 'Next')).toMatchObject([
			{ errorMessage: expect.stringContaining('odd: ') as string },
		]);
		expectHidden(kie.urlOf('a'), looked);
	});
});
