import fc from 'fast-check';

// What may come in place of an answer: any JSON at all and, which finds more, a valid answer that was
// damaged in a few places, also inside the JSON texts that KIE wraps.

const IMAGE = 'https://tempfile.aiquickdraw.com/a.png';

/** Own fields, as `JSON.parse` makes them: a literal would set the prototype. */
const poisoned = (name: string): unknown => JSON.parse(`{"${name}":{"a":1,"state":"success"}}`);

const nested = (levels: number): unknown =>
	JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);

/** Values of every type, those that look like others, and those at the edges. */
const odd = fc.constantFrom<unknown>(
	...[null, true, false, 0, 1, 2, 3, -1, 1.5, 200, 501, 2 ** 53, 2 ** 70, 1e308, -1e308],
	...['', ' ', 'null', 'NULL', 'undefined', 'NaN', 'Infinity', '1e999', '0x1', '0b1', '1', ' 2 '],
	...['9'.repeat(400), '[object Object]', 'true', '[]', '{}', '"success"', '{"state":"success"}'],
	...['success', 'SUCCESS', 'completed', 'fail', 'GENERATE_FAILED', 'generating', 'successful'],
	...[IMAGE, [IMAGE], { url: IMAGE }, { resultUrls: [IMAGE] }, 'javascript:alert(1)', 'https://'],
	...['file:///etc/passwd', '../../etc/passwd', 'a\nb', '\0', '\ud800', '\ud800'.repeat(300)],
	...['x'.repeat(10_000), '='.repeat(3), '={{ $env }}', '💥'.repeat(100), nested(200)],
	...[8.64e15, 8_640_000_000_000_001, '275760-09-13T00:00:00Z', '0000-00-00 00:00:00', 'Z'],
	...['__proto__', 'constructor', 'toString', 'valueOf', 'toJSON'].map(poisoned),
	...[{}, [], [[]], [{}], [null], { '': '' }, { toString: 'x', valueOf: 'x' }],
);

export const anyJson = fc.oneof(
	{ weight: 3, arbitrary: odd },
	{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
	{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

/** JSON text, opened: what it holds can be damaged like everything else. */
class Text {
	constructor(public inner: unknown) {}
}

/** A copy: what is damaged here is used again. */
function opened(value: unknown): unknown {
	if (typeof value === 'string' && /^\s*["[{]/.test(value)) {
		try {
			return new Text(opened(JSON.parse(value)));
		} catch {
			return value;
		}
	}
	if (Array.isArray(value)) return value.map(opened);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, opened(inner)]));
}

function closed(value: unknown): unknown {
	if (value instanceof Text) return JSON.stringify(closed(value.inner)) ?? '';
	if (Array.isArray(value)) return value.map(closed);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, closed(inner)]));
}

interface Place {
	in: object;
	name: string;
	value: unknown;
}

const placesIn = (value: unknown): Place[] =>
	typeof value !== 'object' || value === null
		? []
		: Object.entries(value).flatMap(([name, inner]) => [
				{ in: value, name, value: inner },
				...placesIn(inner),
			]);

/** Also `__proto__`, as a field of its own. */
const put = (into: object, name: string, value: unknown): void => {
	if (Array.isArray(into) && !/^\d+$/.test(name)) return;
	Object.defineProperty(into, name, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});
};

const drop = ({ in: from, name }: Place): void => {
	if (Array.isArray(from)) from.splice(Number(name), 1);
	else if (!(from instanceof Text)) Reflect.deleteProperty(from, name);
};

const NAMES = [
	...['taskId', 'task_id', 'recordId', 'state', 'status', 'successFlag', 'code', 'msg', 'data'],
	...['resultJson', 'response', 'info', 'resultUrls', 'result_urls', 'resultImageUrl', 'images'],
	...['originImageUrl', 'url', 'imageUrl', 'param', 'paramJson', 'callBackUrl', 'createTime'],
	...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', 'toJSON', '', '0'],
];

type Damage = (place: Place) => void;

const damage: fc.Arbitrary<Damage> = fc.oneof(
	{
		weight: 5,
		arbitrary: anyJson.map<Damage>((value) => (at) => put(at.in, at.name, opened(value))),
	},
	{ weight: 2, arbitrary: fc.constant<Damage>(drop) },
	{
		weight: 3,
		arbitrary: fc.tuple(fc.constantFrom(...NAMES), anyJson).map<Damage>(
			([name, value]) =>
				({ in: into }) =>
					into instanceof Text ? undefined : put(into, name, opened(value)),
		),
	},
	fc.constantFrom(...NAMES).map<Damage>((name) => (at) => {
		if (Array.isArray(at.in) || at.in instanceof Text) return;
		drop(at);
		put(at.in, name, at.value);
	}),
	fc
		.constantFrom('data', 'response', 'record', '0')
		.map<Damage>((name) => (at) => put(at.in, at.name, { [name]: at.value })),
	fc.constantFrom(1, 2, 300).map<Damage>(
		(times) => (at) =>
			put(
				at.in,
				at.name,
				Array.from({ length: times }, () => opened(closed(at.value))),
			),
	),
	fc.constant<Damage>((at) => put(at.in, at.name, new Text(at.value))),
	fc.constant<Damage>((at) => {
		if (typeof at.value === 'string') put(at.in, at.name, ` ${at.value.toUpperCase()}\n`);
		if (typeof at.value === 'number') put(at.in, at.name, String(at.value));
	}),
);

/** One of these values, damaged in up to four places; seldom any JSON in its place. */
export function damaged(valid: readonly unknown[]): fc.Arbitrary<unknown> {
	const change = fc.record({ at: fc.nat({ max: 10_000 }), damage });
	return fc.oneof(
		{ weight: 1, arbitrary: anyJson },
		{
			weight: 12,
			arbitrary: fc
				.tuple(fc.constantFrom(...valid), fc.array(change, { maxLength: 4 }))
				.map(([value, changes]) => {
					const root = { '': opened(value) };
					for (const { at, damage: harm } of changes) {
						const places = placesIn(root);
						const place = places[at % places.length];
						if (place) harm(place);
					}
					return closed(root['']);
				}),
		},
	);
}
