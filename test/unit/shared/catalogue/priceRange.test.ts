import fc from 'fast-check';
import { expect, test } from 'vitest';
import { priceRange } from '../../../../nodes/shared/catalogue/priceRange.ts';

// In the words of KIE's list of 2 October 2026, cut.
test.each<[string, string | null]>([
	[
		'Now just 8 credits ($0.04) for 1 K, 12 credits ($0.06) for 2 K, and 18 credits ($0.09) for 4 K.\nHigh-tier top-ups bring it to ~$0.036.',
		'8–18 credits',
	],
	['Imagen 4 costs 8 credits per image ($0.04).\nHigh-tier top-ups 7 credits.', '8 credits'],
	['1 credit ($0.005) per output image.', '1 credit'],
	['0.5 credits per upscale (~US $0.0025).', '0.5 credits'],
	['flat 0.8 Kie credits per image (≈ $0.004) — simple.', '0.8 credits'],
	['18 credits (~$0.09) for 1K/2K and 24 credits (~$0.12) for 4K—flat rate', '18–24 credits'],
	[
		'1K: 7 credits per image ($0.035), 2K: 14 credits per image. Input images cost 0.5 credits each',
		'7–14 credits',
	],
	[
		'6.4 credits per image (≈ $0.032) for 1K.  \nInput images cost 0.5 credits per image.',
		'6.4 credits',
	],
	['Qwen Image is priced at 4 credits per megapixel (≈ $0.02).', '4 credits per megapixel'],
	['Price ≈ $0.03 per megapixel, depending on the aspect ratio.', '$0.03 per megapixel'],
	['Price ≈ $0.03 per image, depending on the aspect ratio.', '$0.03'],
	[
		'480p: 1.75 credits/s ($0.00875) no audio, 3.5 credits/s with audio; \n720p: 3.5 credits/s',
		'1.75–3.5 credits/s',
	],
	[
		'no-audio 14 credits ($0.07) /s ; with audio 20 credits ($0.1)/s;  \nPro: 27 credits ($0.135)/s',
		'14–27 credits/s',
	],
	['9.5 credits ($0.0475) per second. One generation yields 6 s.', '9.5 credits/s'],
	[
		'generating 1 second of video costs about 2.8 credits ($0.014) at 480p, and 14 credits at 1080p.',
		'2.8–14 credits/s',
	],
	['70 / 140 / 209.5 credits (~$0.35 / $0.70 / $1.05) for 5 / 10 / 15 s', '70–209.5 credits'],
	['12 credits per 1,000 characters (≈ $0.06).', '12 credits per 1,000 characters'],
	[
		'Input 285 credits / 1M tokens (≈ $1.425), Cached Input 28 credits / 1M tokens, Output 1,430 credits / 1M tokens',
		'285–1430 credits per 1M tokens',
	],
	[
		'Video — 768P: 8 credits/s; 2K: 13 credits/s. \nAdditional image input: 4 credits/image.',
		'8–13 credits/s',
	],
	['Generate MIDI is free.', 'free'],
	['The first image is free, then $0.02 per image', '$0.02'],
	['The first image is free, others depend on their size', null],
	['Royalty-free music, at a price that depends on its length', null],
	// Of two kinds: no short word for it.
	['16 credits per video second for 720p ($0.08), 12 credits per video for 580p', null],
	['See the README.', null],
	['', null],
])('%s → %s', (text, range) => {
	expect(priceRange(text)).toBe(range);
});

test('of any text it is short, or nothing', () => {
	const part = fc.oneof(
		fc.string(),
		fc.constantFrom(
			'1',
			',000',
			'.',
			' credits',
			'/',
			' / ',
			'$0.03',
			'(',
			')',
			'\n',
			';',
			' per s',
			'High-tier',
		),
	);
	fc.assert(
		fc.property(fc.array(part, { maxLength: 200 }), (parts) => {
			expect((priceRange(parts.join('')) ?? '').length).toBeLessThan(60);
		}),
	);
});

test.each([
	'1'.repeat(1_000_000),
	'1/'.repeat(500_000),
	'1 credits '.repeat(100_000),
	'('.repeat(1_000_000),
])('a long text is no work: %.10s…', (text) => {
	expect(() => priceRange(text)).not.toThrow();
});
