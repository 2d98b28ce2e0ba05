// What comes from outside may be nested without end. No answer of KIE's goes this deep.
const MAX_LEVELS = 50;
const MAX_WRAPS = 3;

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
	for (let wraps = 0; wraps < MAX_WRAPS && typeof inner === 'string'; wraps++) {
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
		level < MAX_LEVELS && Object.values(value).some((inner) => holdsAnything(inner, level + 1))
	);
}

interface Change {
	text(text: string, level: number): string;
	/** The name of a field as it goes on. */
	name?(name: string): string;
	/** Whether a field stays. */
	field?(name: string): boolean;
}

/** A copy with every text changed. What lies too deep for anyone to use is cut off. */
export function changed<T>(value: T, change: Change, level?: number): T;
export function changed(value: unknown, change: Change, level = 0): unknown {
	if (typeof value === 'string') return change.text(value, level);
	if (typeof value !== 'object' || value === null) return value;
	if (level >= MAX_LEVELS) return null;
	if (Array.isArray(value)) return value.map((inner: unknown) => changed(inner, change, level + 1));
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => change.field?.(name) ?? true)
			.map(([name, inner]: [string, unknown]) => [
				change.name?.(name) ?? name,
				changed(inner, change, level + 1),
			]),
	);
}

/** Whether it goes deeper than anyone looks: written as JSON, it might break the node. */
export function isTooDeep(value: unknown, level = 0): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return level >= MAX_LEVELS || Object.values(value).some((inner) => isTooDeep(inner, level + 1));
}

// Readers of single values, for records whose spelling differs between documents and the wire. They
// run for every look at every task, so they are plain checks and no schemas.

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON object, also where KIE sends it as text. */
export function readObject(value: unknown): Record<string, unknown> {
	const object = unwrapped(value);
	return isRecord(object) ? object : {};
}

export function readText(value: unknown): string | null {
	const text = typeof value === 'string' ? value.trim() : '';
	return text === '' || text.toLowerCase() === 'null' ? null : text;
}

/** A number, also as text; what only JavaScript reads as one, such as 0x1, is none. */
export function readNumber(value: unknown): number | null {
	const number = typeof value === 'number' ? value : decimal(readText(value) ?? '');
	return Number.isFinite(number) ? number : null;
}

const decimal = (text: string): number =>
	/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;

/** A number where it is one, else the text, else null. */
export function readCode(value: unknown): number | string | null {
	return readNumber(value) ?? readText(value);
}

/** An ID, also where it is a number that is exact. */
export function readId(value: unknown): string | null {
	if (typeof value !== 'number') return readText(value);
	return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
}

/** Epoch milliseconds, ISO, or KIE's "YYYY-MM-DD HH:mm:ss"; UTC where no zone is named. */
export function readTime(value: unknown): string | null {
	const epoch = readNumber(value);
	if (epoch !== null) return epoch > 0 ? toIso(epoch) : null;
	const text = readText(value);
	if (text === null) return null;
	const hasZone = /(z|[+-]\d{2}:?\d{2})$/i.test(text);
	return toIso(Date.parse(hasZone ? text : `${text.replace(' ', 'T')}Z`));
}

function toIso(epochMs: number): string | null {
	const date = new Date(epochMs);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
