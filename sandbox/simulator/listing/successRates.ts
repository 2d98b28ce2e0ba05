const bucketMs = 10 * 60 * 1000;
const buckets = 144;

const timeOf = (moment: number): string => new Date(moment).toISOString().replace('.000', '');

/** How often a model succeeded, in the 24 hours before a moment by ten minutes; of the newest nothing is known yet. */
export function successRates(now: number) {
	const end = Math.floor(now / bucketMs) * bucketMs;
	return Array.from({ length: buckets }, (_, index) => {
		const start = end - (buckets - index) * bucketMs;
		const successRate = index === buckets - 1 ? null : index % 24 === 3 ? 99 : 100;
		return {
			start: timeOf(start),
			end: timeOf(start + bucketMs),
			successRate,
			errorRate: successRate === null ? null : 100 - successRate,
			isNormal: true,
		};
	});
}
