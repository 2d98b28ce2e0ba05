/** Bounds what is remembered. Sets and maps give their keys in the order in which they came. */
export function dropOldest(kept: Set<string> | Map<string, unknown>, max: number): void {
	for (const key of kept.keys()) {
		if (kept.size <= max) return;
		kept.delete(key);
	}
}
