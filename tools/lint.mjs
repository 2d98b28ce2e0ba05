// eslint.config.mjs with every warning counted, then formatting and types.
import { run, step } from './run.mjs';

await step('eslint, with the rules of the n8n scanner', () =>
	run('eslint', ['--max-warnings', '0', '.']),
);
await step('prettier', () => run('prettier', ['--check', '--log-level', 'warn', '.']));
await step('types of the package', () => run('tsc', ['--noEmit']));
await step('types of the tests and benchmarks', () => run('tsc', ['-p', 'test']));
await step('types of the sandbox', () => run('tsc', ['--noEmit', '-p', 'sandbox']));
