import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { imageUrlList } from '../../../../nodes/shared/parameters/imageUrls.ts';

const read = (value: unknown, most = 5) => imageUrlList(most).safeParse(value).data;
const A = 'https://example.com/a.png';
const B = 'http://example.com/b.png';

describe('splitting', () => {
	test.each<[string, unknown, string[]]>([
		['one', A, [A]],
		['blanks around it', `  ${A}\t`, [A]],
		['one to a line', `${A}\n${B}`, [A, B]],
		['lines of Windows', `${A}\r\n${B}\r\n`, [A, B]],
		['blank lines', `\n${A}\n\n  \n${B}\n`, [A, B]],
		['a comma before a URL', `${A},${B}`, [A, B]],
		['a comma and a blank before a URL', `${A}, ${B}`, [A, B]],
		['a comma and a line break', `${A},\n${B}`, [A, B]],
		[
			'a comma before a URL in capitals',
			`${A},HTTPS://example.com/c.png`,
			[A, 'HTTPS://example.com/c.png'],
		],
		[
			'a comma inside a URL',
			'https://example.com/w_300,h_200/a.png',
			['https://example.com/w_300,h_200/a.png'],
		],
		['a comma in a query', `${A}?size=3,4`, [`${A}?size=3,4`]],
		['a list', [A, B], [A, B]],
		['a list, each with blanks', [` ${A}`, `${B} `], [A, B]],
		['a list with a comma inside', [`${A}?x=1,2`], [`${A}?x=1,2`]],
	])('%s', (_, value, urls) => {
		expect(read(value)).toEqual(urls);
	});

	test('a list is never split, so that a URL inside a URL survives', () => {
		const nested = `https://example.com/fetch,${A}`;
		expect(read([nested])).toEqual([nested]);
	});
});

/** URLs with anything in them that a URL may hold, commas included, but no second URL. */
const url = fc
	.tuple(
		fc.constantFrom('https', 'http'),
		fc.domain(),
		fc.array(fc.stringMatching(/^[a-z0-9_,;=!$'()*+~%20-]{1,12}$/), { maxLength: 4 }),
		fc.constantFrom('', '.png', '.jpeg', '.JPG', '.webp', '.jfif', '?a=1,2', '#x,y'),
	)
	.map(
		([scheme, host, path, end]) =>
			`${scheme}://${['', ...path].join('/').replace('/', host + '/')}${end}`,
	)
	.filter((text) => URL.canParse(text) && !text.endsWith(',') && read([text]) !== undefined);

const lists = fc.array(url, { minLength: 1, maxLength: 5 });

describe('for any URLs', () => {
	test.each(['\n', '\r\n', ',', ', ', ',\n', '\n\n'])('joined by %j they come back', (join) => {
		fc.assert(
			fc.property(lists, (urls) => {
				expect(read(urls.join(join))).toEqual(urls);
			}),
		);
	});

	test('a list comes back as it is', () => {
		fc.assert(
			fc.property(lists, (urls) => {
				expect(read(urls)).toEqual(urls);
			}),
		);
	});

	test('one too many is refused, never cut off', () => {
		fc.assert(
			fc.property(lists, fc.integer({ min: 0, max: 4 }), (urls, most) => {
				expect(read(urls, most)).toEqual(urls.length <= most ? urls : undefined);
			}),
		);
	});

	test('whatever comes in, what goes out is a list of web addresses or a refusal', () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.string(), fc.array(fc.webUrl())), (value) => {
				for (const out of read(value) ?? []) {
					expect(out).toMatch(/^https?:\/\//i);
					expect(URL.canParse(out)).toBe(true);
				}
			}),
		);
	});
});

describe('endings', () => {
	const known = ['jfif', 'pjpeg', 'jpeg', 'pjp', 'jpg', 'png', 'webp'];
	const refused = ['gif', 'bmp', 'tif', 'tiff', 'svg', 'heic', 'heif', 'avif', 'pdf', 'mp4'];

	test.each(known)('.%s is taken', (ending) => {
		for (const type of [ending, ending.toUpperCase()]) {
			const image = `https://example.com/a.${type}?token=x.gif`;
			expect(read(image)).toEqual([image]);
		}
	});

	test.each(refused)('.%s is refused', (ending) => {
		expect(read(`https://example.com/a.${ending}`)).toBeUndefined();
		expect(read(`https://example.com/a.${ending.toUpperCase()}?x=.png`)).toBeUndefined();
	});

	test.each([
		'https://example.com/image',
		'https://example.com/',
		'https://example.com',
		'https://example.com/a.php?id=7',
		'https://files.gif/a',
		'https://example.com/a.gif/view',
	])('%s may be an image all the same', (image) => {
		expect(read(image)).toEqual([image]);
	});
});
