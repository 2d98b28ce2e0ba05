import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KieFailure } from '../../nodes/shared/kie/failure.ts';
import { Meter } from './meter.ts';
import { damaged } from './mutations.ts';
import type { Reader } from './reader.ts';
import { readers } from './readers/index.ts';

// Whatever KIE, or whoever speaks in its name, may send: nothing is thrown but what a person can read,
// and nothing is taken for a success that is none. A run that finds something prints its seed.

/** What a reader makes of it; undefined where it refuses. */
async function readBy({ read, mayThrow }: Reader, given: unknown): Promise<unknown> {
	try {
		return (await read(given)) ?? null;
	} catch (cause) {
		if (cause instanceof KieFailure || (mayThrow && cause instanceof mayThrow)) return undefined;
		throw cause;
	}
}

const LEVELS = 30_000;
const DEEP_TEXT = `${'{"a":['.repeat(LEVELS)}1${']}'.repeat(LEVELS)}`;
const DEEP: unknown = JSON.parse(DEEP_TEXT);

/** The value, with each of its fields in turn replaced. */
function* replacing(value: unknown, by: unknown): Generator<unknown> {
	yield by;
	if (typeof value !== 'object' || value === null) return;
	for (const [name, inner] of Object.entries(value)) {
		for (const below of replacing(inner, by)) {
			yield Array.isArray(value) ? value.with(Number(name), below) : { ...value, [name]: below };
		}
	}
}

/** So many of them at most, from the first to the last. */
function spread<T>(list: readonly T[], most: number): T[] {
	const step = Math.max(1, list.length / most);
	return Array.from(
		{ length: Math.min(most, list.length) },
		(_, nth) => list[Math.floor(nth * step)]!,
	);
}

describe.each(readers)('$name', (reader) => {
	test('what it is meant for', async () => {
		for (const valid of reader.valid) {
			const result = await readBy(reader, valid);
			expect(result, JSON.stringify(valid)).toBeDefined();
			reader.sound?.(result as never, valid);
		}
		for (const refused of reader.refused ?? []) {
			expect(await readBy(reader, refused), JSON.stringify(refused)).toBeUndefined();
		}
	});

	test('anything', async () => {
		await fc.assert(
			fc.asyncProperty(damaged([...reader.valid, ...(reader.refused ?? [])]), async (given) => {
				const result = await readBy(reader, given);
				if (result !== undefined) reader.sound?.(result as never, given);
			}),
			{ numRuns: reader.runs ?? 250 },
		);
	});

	test.skipIf(reader.flat)('anything nested without end', async () => {
		for (const valid of spread(reader.valid, 6)) {
			for (const deep of [DEEP, DEEP_TEXT]) {
				for (const given of replacing(valid, deep)) {
					const result = await readBy(reader, given);
					if (result !== undefined) reader.sound?.(result as never, given);
				}
			}
		}
	});

	const { long: ways } = reader;
	test.skipIf(typeof ways === 'string').each(Object.entries(typeof ways === 'string' ? {} : ways))(
		'no more work than there is to read: %s',
		async (_, long) => {
			const work = async (size: number) => {
				const meter = new Meter();
				const given = meter.watched(long(size));
				return await meter.of(async () => await readBy(reader, given));
			};
			const [some, twice] = [await work(1_000), await work(2_000)];
			expect(some).toBeGreaterThan(0);
			expect(twice).toBeLessThanOrEqual(2.2 * some);
			expect(twice / JSON.stringify(long(2_000)).length).toBeLessThan(100);
		},
	);
});
