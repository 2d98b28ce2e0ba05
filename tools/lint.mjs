// The rules of n8n's own scanner, no more and no fewer, with every warning counted; then formatting
// and types.
import {
	buildScanConfig,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';
import { run, step } from './run.mjs';

await step('eslint, with the rules of the n8n scanner', async () => {
	const eslint = new ESLint({
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
	});
	const results = await eslint.lintFiles(SOURCE_FILE_PATTERNS);
	const found = results.reduce(
		(sum, { errorCount, warningCount }) => sum + errorCount + warningCount,
		0,
	);
	console.log(`${results.length} files, ${found} findings`);
	if (found === 0) return;
	const formatter = await eslint.loadFormatter('stylish');
	throw new Error(await formatter.format(results));
});

await step('prettier', () => run('prettier', ['--check', '--log-level', 'warn', '.']));
await step('types of the package', () => run('tsc', ['--noEmit']));
await step('types of the tests and benchmarks', () => run('tsc', ['-p', 'test']));
await step('types of the sandbox', () => run('tsc', ['--noEmit', '-p', 'sandbox']));
