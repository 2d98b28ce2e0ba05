// What KIE's answers mean, read once more and in another way: from docs, not from nodes/. A record is
// failed where its flag or a word of it says so, a success where one says so, and else it still runs.

type Told = 'failed' | 'success' | 'pending';

const FAILED = /^(create_task_failed|generate_failed|failed|fail)$/;
const SUCCESS = /^(success|completed)$/;

/** Objects come as they are, or as JSON text, at times as text of that text. */
function bare(value: unknown): unknown {
	for (let wraps = 0; wraps < 3 && typeof value === 'string'; wraps++) {
		try {
			const parsed: unknown = JSON.parse(value);
			if (typeof parsed !== 'object' && typeof parsed !== 'string') return value;
			if (parsed === null) return value;
			value = parsed;
		} catch {
			return value;
		}
	}
	return value;
}

const fieldsOf = (value: unknown): Record<string, unknown> => {
	const inner = bare(value);
	return typeof inner === 'object' && inner !== null && !Array.isArray(inner)
		? (inner as Record<string, unknown>)
		: {};
};

/** A number, or digits as text. */
const flagOf = (value: unknown): number | undefined => {
	if (typeof value === 'number') return value;
	if (typeof value !== 'string' || !/^\s*[+-]?\d+(\.\d*)?(e\d+)?\s*$/i.test(value))
		return undefined;
	return Number.parseFloat(value);
};

export function toldBy(record: unknown): Told {
	const { successFlag, status, state } = fieldsOf(record);
	const flag = flagOf(successFlag);
	const words = [status, state].map((word) =>
		typeof word === 'string' ? word.trim().toLowerCase() : '',
	);
	if (flag === 2 || flag === 3 || words.some((word) => FAILED.test(word))) return 'failed';
	return flag === 1 || words.some((word) => SUCCESS.test(word)) ? 'success' : 'pending';
}

/** What went in, never a result. */
const WENT_IN = new Set(['originImageUrl', 'param', 'paramJson', 'callBackUrl']);

/** Every text that could be the URL of a result. */
export function urlsIn(given: unknown): Set<string> {
	const found = new Set<string>();
	const ahead: unknown[] = [given];
	for (let next = ahead.pop(); ahead.length > 0 || next !== undefined; next = ahead.pop()) {
		const value = bare(next);
		if (typeof value === 'string' && /^\s*https?:\/\/./i.test(value)) found.add(value.trim());
		if (typeof value !== 'object' || value === null) continue;
		for (const [name, inner] of Object.entries(value)) {
			if (!WENT_IN.has(name) && inner !== undefined) ahead.push(inner);
		}
	}
	return found;
}

/** The record in an answer that is a success by its code and carries one; else undefined. */
export function recordIn(answer: unknown): unknown {
	const { code, data } = fieldsOf(answer);
	const record = fieldsOf(data);
	return code === 200 && Object.keys(record).length > 0 ? record : undefined;
}

/** Every text and number, as texts without blanks around them. */
export function scalarsIn(given: unknown): Set<string> {
	const found = new Set<string>();
	const ahead: unknown[] = [given];
	while (ahead.length > 0) {
		const value = ahead.pop();
		if (typeof value === 'string' || typeof value === 'number') found.add(String(value).trim());
		const inner = bare(value);
		if (typeof inner === 'string') found.add(inner.trim());
		if (typeof inner === 'object' && inner !== null) ahead.push(...Object.values(inner));
	}
	return found;
}

/** Any word or flag anywhere that a success could be made of. */
export function mentionsSuccess(given: unknown): boolean {
	const ahead: unknown[] = [given];
	while (ahead.length > 0) {
		const value = bare(ahead.pop());
		if (typeof value !== 'object' || value === null) continue;
		if (toldBy(value) === 'success') return true;
		ahead.push(...Object.values(value));
	}
	return false;
}
