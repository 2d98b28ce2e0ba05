// What comes from outside may be nested without end. No answer of KIE's goes this deep.
const MOST_LEVELS = 50;
const MOST_WRAPS = 3;

/** Text as the JSON it is; undefined where it is none. Only what can hold something counts as JSON. */
export function parsedJson(text: string): unknown {
	if (!/^\s*["[{]/.test(text)) return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** A value out of the JSON text around it: KIE wraps some once, some twice. Other text stays. */
export function unwrapped(value: unknown): unknown {
	let inner = value;
	for (let wraps = 0; wraps < MOST_WRAPS && typeof inner === 'string'; wraps++) {
		const parsed = parsedJson(inner);
		if (parsed === undefined) break;
		inner = parsed;
	}
	return inner;
}

/** Whether any text, number or switch is in it, as deep as anyone looks. */
export function holdsAnything(value: unknown, level = 0): boolean {
	if (typeof value === 'string') return !/^\s*(null\s*)?$/i.test(value);
	if (typeof value !== 'object' || value === null) return value !== null && value !== undefined;
	return (
		level < MOST_LEVELS && Object.values(value).some((inner) => holdsAnything(inner, level + 1))
	);
}

interface Change {
	text(text: string, level: number): string;
	/** Whether a field stays. */
	field?(name: string): boolean;
}

/** A copy with every text changed. What lies too deep for anyone to use is cut off. */
export function changed<T>(value: T, change: Change, level?: number): T;
export function changed(value: unknown, change: Change, level = 0): unknown {
	if (typeof value === 'string') return change.text(value, level);
	if (typeof value !== 'object' || value === null) return value;
	if (level >= MOST_LEVELS) return null;
	if (Array.isArray(value)) return value.map((inner: unknown) => changed(inner, change, level + 1));
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => change.field?.(name) ?? true)
			.map(([name, inner]: [string, unknown]) => [name, changed(inner, change, level + 1)]),
	);
}
