import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { callsIn, scriptsIn } from './scripts.ts';
import { parseYaml } from './yaml.ts';

// What GitHub runs, as far as it can be told without GitHub.

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

const stepSchema = z.object({
	uses: z.string().optional(),
	run: z.string().optional(),
	with: z.record(z.unknown()).default({}),
	env: z.record(z.coerce.string()).default({}),
});
const jobSchema = z.object({
	uses: z.string().optional(),
	needs: z.string().optional(),
	environment: z.string().optional(),
	permissions: z.record(z.string()).optional(),
	'timeout-minutes': z.number().optional(),
	strategy: z.object({ matrix: z.record(z.array(z.string())) }).optional(),
	container: z.object({ image: z.string() }).optional(),
	steps: z.array(stepSchema).default([]),
});
const workflowSchema = z.object({
	on: z.record(z.unknown()),
	permissions: z.record(z.string()),
	jobs: z.record(jobSchema),
});
const actionSchema = z.object({ runs: z.object({ steps: z.array(stepSchema) }) });
const manifest = z
	.object({ scripts: z.record(z.string()), engines: z.object({ node: z.string() }) })
	.parse(JSON.parse(read('package.json')));

type Step = z.infer<typeof stepSchema>;
type Job = z.infer<typeof jobSchema>;

const workflowFiles = readdirSync(join(root, '.github/workflows'));
const workflows = new Map(
	workflowFiles.map((file) => [
		file,
		workflowSchema.parse(parseYaml(read(`.github/workflows/${file}`))),
	]),
);
const actionFiles = readdirSync(join(root, '.github/actions')).map(
	(name) => `.github/actions/${name}/action.yml`,
);

const jobs = [...workflows].flatMap(([file, { jobs }]) =>
	Object.entries(jobs).map(([name, job]) => [`${file}: ${name}`, job] as const),
);
const jobOf = (file: string, name: string): Job => {
	const job = workflows.get(file)?.jobs[name];
	if (!job) throw new Error(`${file} has no job '${name}'.`);
	return job;
};
const steps: Step[] = [
	...jobs.flatMap(([, job]) => job.steps),
	...actionFiles.flatMap((file) => actionSchema.parse(parseYaml(read(file))).runs.steps),
];

/** A step's value with each value of the matrix in it. */
function each(job: Job, text: string): string[] {
	const key = /\$\{\{ *matrix\.(\w+) *\}\}/.exec(text);
	if (!key) return [text];
	return (job.strategy?.matrix[key[1] ?? ''] ?? []).map((value) => text.replace(key[0], value));
}

test('the commands are there that it calls', () => {
	const called = steps.flatMap(({ run }) => scriptsIn(run ?? ''));
	expect(called.length).toBeGreaterThan(5);
	expect(called.filter((name) => !(name in manifest.scripts))).toEqual([]);
});

/** What a job calls, and with which settings. */
const callsOf = ({ steps }: Job) =>
	steps.flatMap(({ run, env }) =>
		callsIn(run ?? '').map((call) => ({ ...call, env: { ...call.env, ...env } })),
	);
const jobsOf = (file: string): Job[] => Object.values(workflows.get(file)?.jobs ?? {});

describe('what must pass before a change lands', () => {
	const gates = [...jobsOf('ci.yml').flatMap(callsOf), ...callsIn(read('.ci/run'))];

	test('GitHub runs all of it, with the same settings', () => {
		const wanted = callsIn(read('.ci/run'));
		expect(wanted.length).toBeGreaterThan(3);
		expect(jobsOf('ci.yml').flatMap(callsOf)).toEqual(expect.arrayContaining(wanted));
	});

	test('draws the same every time, and enough', () => {
		const campaigns = gates.filter(({ script }) => script === 'test:faults');
		expect(campaigns.length).toBe(2);
		for (const { env } of campaigns) {
			expect(env.FAULTS_SEED).toMatch(/^\d+$/);
			expect(Number(env.FAULTS)).toBeGreaterThanOrEqual(1000);
		}
		expect(gates.filter(({ env }) => 'FC_SEED' in env)).toEqual([]);
		// Of `npm test`, see helpers/seed.ts: it is in this run, too.
		expect(fc.readConfigureGlobal().seed).toBe(Number(process.env.FC_SEED ?? 1));
	});
});

describe('what is drawn anew', () => {
	const weekly = workflows.get('weekly.yml');

	test('is looked for once a week, and nothing waits for it', () => {
		expect(Object.keys(weekly?.on ?? {}).sort()).toEqual(['schedule', 'workflow_dispatch']);
		expect(jobs.filter(([, { uses }]) => uses?.includes('weekly.yml'))).toEqual([]);
	});

	test.each([
		['test:faults', 'FAULTS_SEED', { FAULTS: '5000' }],
		['test', 'FC_SEED', {}],
	])('%s has a new %s, which is printed', (script, name, env) => {
		const job = jobsOf('weekly.yml').find((one) =>
			callsOf(one).some((call) => call.script === script),
		);
		if (!job) throw new Error(`No job calls ${script}.`);
		expect(callsOf(job)).toEqual([{ script, env }]);
		const drawn = `echo "${name}=$(($(date +%s) % 1000000))" | tee -a "$GITHUB_ENV"`;
		expect(job.steps.map(({ run }) => run).slice(-2, -1)).toEqual([drawn]);
	});
});

describe('permissions', () => {
	test.each([...workflows])('%s may read, and no more', (_, { permissions }) => {
		expect(permissions).toEqual({ contents: 'read' });
	});

	test('one job alone may speak for the repository: the one that publishes', () => {
		const more = jobs.filter(([, { permissions }]) => permissions);
		expect(more.map(([name, { permissions }]) => [name, permissions])).toEqual([
			['publish.yml: publish', { contents: 'read', 'id-token': 'write' }],
		]);
	});

	test('no token is left behind in the clone', () => {
		const clones = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
		expect(clones.length).toBeGreaterThan(3);
		for (const { with: given } of clones) expect(given['persist-credentials']).toBe(false);
	});

	test('nothing runs with rights on what strangers send', () => {
		for (const { on } of workflows.values()) {
			expect(Object.keys(on)).not.toContain('pull_request_target');
			expect(Object.keys(on)).not.toContain('workflow_run');
		}
		// Whatever stands in the event may be a stranger's, and would be run as part of the script.
		for (const { run = '' } of steps) {
			expect(run.match(/\$\{\{(?! *matrix\.)[^}]*\}\}/g) ?? []).toEqual([]);
		}
	});
});

describe('actions', () => {
	const lines = [...workflowFiles.map((file) => `.github/workflows/${file}`), ...actionFiles]
		.flatMap((file) => read(file).split('\n'))
		.filter((line) => /^\s*(- )?uses:/.test(line))
		.map((line) => line.trim().replace(/^- /, ''));

	test.each([...new Set(lines)])('%s', (line) => {
		const path = /^uses: \.\/(\S+)$/.exec(line)?.[1];
		if (path === undefined) {
			// A tag can be moved to other code, a commit cannot.
			expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
		} else {
			expect(existsSync(join(root, path))).toBe(true);
		}
	});

	test('each stands in one version', () => {
		const versions = new Map(lines.map((line) => [line.split('@')[0], line]));
		expect([...new Set(lines)].sort()).toEqual([...versions.values()].sort());
	});
});

describe('Node', () => {
	const oldest = Number(/^>=(\d+)$/.exec(manifest.engines.node)?.[1]);
	const versions = jobs.flatMap(([, job]) => [
		...job.steps.flatMap(({ with: { 'node-version': version } }) =>
			version === undefined ? [] : each(job, String(version)),
		),
		...(job.container ? [job.container.image] : []),
	]);
	const majorOf = (version: string) => Number(/^(?:node:)?(\d+)/.exec(version)?.[1] ?? Infinity);

	test('is nowhere older than `engines` says', () => {
		expect(versions.length).toBeGreaterThan(3);
		expect(versions.filter((version) => majorOf(version) < oldest)).toEqual([]);
	});

	test('the tests run in the oldest and in the newest that is supported for long', () => {
		expect(jobOf('ci.yml', 'test').strategy?.matrix.node).toEqual([String(oldest), 'lts/*']);
		expect(jobOf('ci.yml', 'test').steps.flatMap(({ run }) => scriptsIn(run ?? ''))).toEqual([
			'test',
		]);
	});
});

test.each(jobs.filter(([, { uses }]) => !uses))('%s ends by its time', (_, job) => {
	expect(job['timeout-minutes']).toBeLessThanOrEqual(90);
});

test('every n8n that is installed has its lockfile', () => {
	const lockfiles = jobs.flatMap(([, job]) =>
		job.steps.flatMap(({ with: { lockfile } }) =>
			typeof lockfile === 'string' ? each(job, lockfile) : [],
		),
	);
	expect(lockfiles.length).toBeGreaterThan(2);
	expect(lockfiles.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

describe('publishing', () => {
	const { steps: ordered, needs, environment } = jobOf('publish.yml', 'publish');
	const at = (pattern: RegExp) => {
		const found = ordered.findIndex(({ run, uses }) => pattern.test(run ?? uses ?? ''));
		expect(found, String(pattern)).toBeGreaterThanOrEqual(0);
		return found;
	};

	test('begins with a tag of a version, and nothing else', () => {
		expect(workflows.get('publish.yml')?.on).toEqual({
			push: { tags: ['v[0-9]+.[0-9]+.[0-9]+'] },
		});
	});

	test('comes after everything has passed', () => {
		expect(jobOf('publish.yml', String(needs)).uses).toBe('./.github/workflows/ci.yml');
		expect(Object.keys(workflows.get('ci.yml')?.on ?? {})).toContain('workflow_call');
		expect(environment).toBe('npm');
	});

	test('is of a tag that is checked, and of the tarball that was scanned', () => {
		const publish = at(/npm publish \.\/release\/\*\.tgz --provenance --access public/);
		for (const check of [
			/^git merge-base --is-ancestor "\$GITHUB_SHA" origin\/main$/,
			/^npm run --silent check:release -- "\$GITHUB_REF_NAME"$/,
			/^npm run scan -- --keep release$/,
		]) {
			expect(at(check)).toBeLessThan(publish);
		}
		expect(ordered.at(-1)?.run).toContain('npm publish');
	});
});
