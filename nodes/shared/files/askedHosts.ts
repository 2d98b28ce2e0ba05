/** Which hosts kept silent when they were asked for a file: nobody waits for one of them again. */
export class AskedHosts {
	private readonly answeredAt = new Map<string, number>();

	private readonly silent = new Set<string>();

	answered(host: string): void {
		this.answeredAt.set(host, Date.now());
		this.silent.delete(host);
	}

	/** A host that meanwhile answered others may be slow with one file only. */
	keptSilent(host: string, since: number): void {
		if ((this.answeredAt.get(host) ?? 0) < since) this.silent.add(host);
	}

	isSilent(host: string): boolean {
		return this.silent.has(host);
	}
}
