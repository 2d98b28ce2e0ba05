// Work is counted, not timed: how often a value is read, and how many letters go through what reads
// texts. What a regular expression does inside is counted by regexes.test.ts.

type Method = (this: unknown, ...args: unknown[]) => unknown;

const READING_TEXT = [
	...['includes', 'indexOf', 'split', 'replace', 'replaceAll', 'trim', 'toLowerCase', 'matchAll'],
	...['startsWith', 'endsWith', 'match', 'search', 'slice'],
];

export class Meter {
	private steps = 0;

	/** The same value; whatever reads in it is counted. */
	watched<T>(value: T): T {
		if (typeof value !== 'object' || value === null) return value;
		return new Proxy(value, {
			get: (target, name) => {
				this.steps++;
				return this.watched(Reflect.get(target, name) as unknown);
			},
			has: (target, name) => {
				this.steps++;
				return Reflect.has(target, name);
			},
			ownKeys: (target) => {
				const names = Reflect.ownKeys(target);
				this.steps += names.length;
				return names;
			},
			// Of what is copied whole, such as by a spread.
			getOwnPropertyDescriptor: (target, name) => {
				this.steps++;
				return Reflect.getOwnPropertyDescriptor(target, name);
			},
		});
	}

	/** How many steps a job takes. */
	async of(job: () => unknown): Promise<number> {
		this.steps = 0;
		const count = (steps: number) => (this.steps += steps);
		const counted = (original: Method, lengthOf: (self: unknown, first: unknown) => number) => {
			return function (this: unknown, ...args: unknown[]) {
				count(lengthOf(this, args[0]));
				return Reflect.apply(original, this, args);
			};
		};
		const texts = String.prototype as unknown as Record<string, Method>;
		const json = JSON as unknown as Record<string, Method>;
		const originals = READING_TEXT.map((name) => [name, texts[name]] as const);
		const { parse, stringify } = json;
		const patterns = RegExp.prototype as unknown as Record<string, Method>;
		const { test } = patterns;
		try {
			if (test) patterns.test = counted(test, (_self, text) => String(text).length);
			if (stringify) {
				json.stringify = (...args) => {
					const text = stringify.apply(JSON, args);
					count(typeof text === 'string' ? text.length : 1);
					return text;
				};
			}
			for (const [name, method] of originals) {
				if (method) texts[name] = counted(method, (self) => String(self).length);
			}
			if (parse) json.parse = counted(parse, (_self, text) => String(text).length);
			await job();
		} finally {
			for (const [name, method] of originals) if (method) texts[name] = method;
			if (parse) json.parse = parse;
			if (stringify) json.stringify = stringify;
			if (test) patterns.test = test;
		}
		return this.steps;
	}
}
