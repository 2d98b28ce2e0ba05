import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** By name, and what looks over everything the others left behind comes last. */
class InOrder extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const isLast = ({ moduleId }: TestSpecification) => moduleId.endsWith('secrecy.test.ts');
		return [...files].sort(
			(a, b) => Number(isLast(a)) - Number(isLast(b)) || a.moduleId.localeCompare(b.moduleId),
		);
	}
}

// The parts may run side by side, each with an n8n of its own, over which secrecy looks: see run.ts.
const { E2E_PART } = process.env;
const only = (folder: string) => ({
	include: [`test/e2e/${folder}/*.test.ts`, 'test/e2e/secrecy.test.ts'],
});
const parts: Record<string, object> = {
	browser: only('browser'),
	resting: only('resting'),
	rest: { exclude: ['**/node_modules/**', 'test/e2e/{browser,resting}/**'] },
};

export default defineConfig({
	test: {
		root: fileURLToPath(new URL('../..', import.meta.url)),
		include: ['test/e2e/**/*.test.ts'],
		...parts[E2E_PART ?? ''],
		globalSetup: ['test/e2e/globalSetup.ts'],
		// One n8n, one simulator with one ledger, one login: one test at a time, in one process.
		maxWorkers: 1,
		fileParallelism: false,
		isolate: false,
		sequence: { sequencer: InOrder },
		testTimeout: 120_000,
		hookTimeout: 120_000,
		expect: { poll: { timeout: 10_000 } },
		teardownTimeout: 60_000,
		reporters: ['verbose'],
	},
});
