import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { callAsTool } from '../../helpers/agent.ts';
import { useFakedClock } from '../../helpers/clock.ts';
import { API_KEY, errorOf, hintsOf } from '../../helpers/engine.ts';
import { isOldestEngine } from '../../helpers/engineFolder.ts';
import { created, done, KieWire } from '../../helpers/kie.ts';
import { OnDemandKie, told } from '../../helpers/onDemandKie.ts';
import type { Process } from '../../helpers/rest.ts';
import { newProcess, startResting } from '../../helpers/rest.ts';

// Where an execution cannot rest, or KIE not call.

useFakedClock();

describe('an address that KIE cannot reach is refused before a credit is spent', () => {
	test.each([
		['http://localhost:5678', 'localhost:5678'],
		['https://127.0.0.1', '127.0.0.1'],
		['https://10.1.2.3', '10.1.2.3'],
		['https://n8n.local', 'n8n.local'],
		['https://n8n', 'n8n'],
		['http://[::1]:5678', '[::1]:5678'],
	])('%s', async (address, host) => {
		const kie = new OnDemandKie();
		const execution = await startResting(['a', 'b'], {}, { address });

		expect(execution.status).toBe('error');
		const error = errorOf(execution.run);
		expect(error.message).toBe(
			`KIE cannot call this n8n instance because its address, '${host}', is on a local network [item 0]`,
		);
		expect(error.description).toContain("'Check Regularly'");
		expect(error.description).toContain('WEBHOOK_URL');
		expect(kie.ordered).toEqual([]);
	});

	test('unless KIE itself is of that network', async () => {
		const baseUrl = 'http://127.0.0.1:9';
		const wire = new KieWire();
		wire.on('POST', /generate$/, [created('a')], baseUrl);
		wire.on('GET', /record-info/, [done('a')], baseUrl);
		const execution = await startResting(
			['a'],
			{ downloadImages: false },
			{ address: 'http://localhost:5678', credentials: { apiKey: API_KEY, baseUrl } },
		);

		expect(execution.status).toBe('waiting');
		await execution.ring(String(wire.creates[0]?.body.callBackUrl), { body: told('a') });
		expect(execution.status).toBe('success');
		expect(hintsOf(execution.run, 'KIE')).toEqual([]);
	});
});

test('an address without https is hinted at', async () => {
	const kie = new OnDemandKie();
	const execution = await startResting(['a'], {}, { address: 'http://n8n.example.com' });
	kie.finish('a');
	await execution.ring(kie.urlOf('a'), { body: told('a') });

	expect(hintsOf(execution.run, 'KIE')).toEqual([
		'The address of this n8n instance, which KIE will call, does not start with https://, so others may be able to read what KIE sends there.',
	]);
});

/** A process whose n8n shows the node something else. */
const showing = async (changes: Record<string, unknown>): Promise<Process> => {
	const process = await newProcess();
	const execute = process.execute!;
	process.execute = async function (...args) {
		const shown = new Proxy(this, {
			get: (target, key) => {
				if (key in changes) return changes[String(key)];
				const value: unknown = Reflect.get(target, key);
				return typeof value === 'function' ? (value.bind(target) as unknown) : value;
			},
			has: (target, key) => (key in changes ? changes[String(key)] !== undefined : key in target),
		});
		return await execute.apply(shown, args);
	};
	return process;
};

describe("as an agent's tool", () => {
	test('it polls', async () => {
		const wire = new KieWire().onCreate([created('t1')]).onRead('t1', [done('t1')]);
		const [answer] = await callAsTool({ prompt: 'A cat', waitMethod: 'callback' }, [{}]);

		expect(answer).toContain('t1.png');
		expect(wire.creates[0]?.body).not.toHaveProperty('callBackUrl');
	});

	test('and says so', async () => {
		const kie = new OnDemandKie();
		kie.finish('a');
		const runs = await showing({ isToolExecution: () => true });
		const execution = await startResting(['a'], {}, { runs });

		expect(execution.woken).toBe(0);
		expect(hintsOf(execution.run, 'KIE')).toEqual([
			'AI agents wait for their tools, so the node checked KIE regularly instead of suspending the execution.',
		]);
	});
});

describe('an n8n that hides what resting needs', () => {
	const HIDDEN: Array<[string, Record<string, unknown>]> = [
		['no execution data', { runExecutionData: undefined }],
		['no stack', { runExecutionData: { executionData: {} } }],
		['no entry', { getExecuteData: () => undefined }],
		['the entry of another node', { getExecuteData: () => ({ node: { id: 'other' } }) }],
		['no resume URL', { evaluateExpression: (text: string) => (/run/.test(text) ? 0 : undefined) }],
	];
	test.each(HIDDEN)('%s: it polls, and says so', async (_name, changes) => {
		const kie = new OnDemandKie();
		kie.finish('a');
		const execution = await startResting(['a'], {}, { runs: await showing(changes) });

		expect(execution.status).toBe('success');
		expect(execution.woken).toBe(0);
		expect(hintsOf(execution.run, 'KIE')).toEqual([
			'This version of n8n cannot suspend the execution, so the node checked KIE regularly.',
		]);
		expect(kie.wire.creates[0]?.body).not.toHaveProperty('callBackUrl');
	});
});

describe('a workflow that times out', () => {
	async function hintsWith(executionTimeout: number | undefined, parameters: INodeParameters = {}) {
		const kie = new OnDemandKie();
		const workflowSettings = executionTimeout === undefined ? {} : { executionTimeout };
		const execution = await startResting(['a'], parameters, { workflowSettings });
		kie.finish('a');
		await execution.ring(kie.urlOf('a'), { body: told('a') });
		expect(execution.status).toBe('success');
		return hintsOf(execution.run, 'KIE');
	}
	// The oldest n8n does not tell a node of the settings of its workflow.
	test.skipIf(isOldestEngine).each([
		[120, {}],
		[400, { options: { maxWait: 401 } }],
	])('after %i seconds, sooner than the wait ends: a hint', async (seconds, parameters) => {
		expect(await hintsWith(seconds, parameters)).toEqual([
			`The workflow times out after ${seconds} seconds, before 'Max Wait (Seconds)' is over. If KIE's call does not arrive in that time, n8n may cancel the execution. Raise 'Timeout After' in the workflow settings.`,
		]);
	});

	test.each([undefined, -1, 0, 900, 10_000])('after %s seconds: none', async (seconds) => {
		expect(await hintsWith(seconds)).toEqual([]);
	});
});

test('a run that is polled is told nothing of rests', async () => {
	const kie = new OnDemandKie();
	kie.finish('a');
	const execution = await startResting(
		['a'],
		{ waitMethod: 'polling' },
		{ workflowSettings: { executionTimeout: 120 }, address: 'http://localhost:5678' },
	);

	expect(execution.status).toBe('success');
	expect(hintsOf(execution.run, 'KIE')).toEqual([]);
});
