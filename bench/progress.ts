const EVERY_MS = 15_000;

/** Tells on the terminal how far each of some things is that go on at the same time. */
export class Progress {
	private readonly began = Date.now();
	private readonly states = new Map<string, string>();
	private told = '';
	private toldAt = 0;

	say(text: string): void {
		const seconds = Math.round((Date.now() - this.began) / 1000);
		console.log(`  [${String(seconds).padStart(3)} s] ${text}`);
	}

	/** Told together with the others, when there is news and not too often. */
	note(who: string, state: string): void {
		this.states.set(who, state);
		const text = [...this.states].map((one) => one.join(': ')).join('; ');
		if (text === this.told || Date.now() - this.toldAt < EVERY_MS) return;
		this.told = text;
		this.toldAt = Date.now();
		this.say(text);
	}
}
