// The rules of n8n's own scanner, no more and no fewer: what an editor marks is what n8n would refuse.
import { buildScanConfig } from '@n8n/scan-community-package/scanner/scanner.mjs';

export default [
	// The scanner judges what is published; the rest never leaves the repository.
	{ ignores: ['*', '!nodes', '!credentials', '!package.json'] },
	...(await buildScanConfig()),
	{ linterOptions: { noInlineConfig: true } },
];
