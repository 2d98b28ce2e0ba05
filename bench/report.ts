export interface Row {
	what: string;
	bare: number;
	node: number;
	/** The most that the ratio should be. */
	limit: number;
}

export function median(values: number[]): number {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export function report(title: string, rows: Row[]): void {
	console.log(`\n${title}`);
	for (const { what, bare, node, limit } of rows) {
		const ratio = node / bare;
		const verdict = ratio <= limit ? 'within' : 'ABOVE';
		console.log(
			`  ${what.padEnd(18)} bare ${bare.toFixed(0).padStart(6)}   node ${node.toFixed(0).padStart(6)}   ratio ${ratio.toFixed(2)} (${verdict} ${limit})`,
		);
	}
}

/** The memory that large files took beyond that of small ones, in bytes. */
export function reportGrowth(
	title: string,
	{ small, large, limit }: { small: number; large: number; limit: number },
): void {
	const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(0);
	const growth = large - small;
	const verdict = growth <= limit ? 'within' : 'ABOVE';
	console.log(
		`\n${title}\n  peak memory (MB)   small ${megabytes(small).padStart(5)}   large ${megabytes(large).padStart(5)}   more ${megabytes(growth)} (${verdict} ${megabytes(limit)})`,
	);
}
