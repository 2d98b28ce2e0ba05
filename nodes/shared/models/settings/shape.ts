import { closestShape } from '../../imageShape';
import type { Label, Setting } from './setting';
import { choice } from './setting';

// The shape of the image: most models take a ratio, some the name of a size.

export const RATIOS_OF_ALL_KINDS = [
	...['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9', 'auto'],
];

const RATIO_LABELS: Readonly<Record<string, Label>> = {
	auto: { name: 'Automatic', description: 'Follows the input images or the prompt' },
	'1:1': { name: 'Square (1:1)', description: 'For social media posts, avatars and products' },
	'2:3': { name: 'Portrait (2:3)', description: 'For posters and book covers' },
	'3:2': { name: 'Landscape (3:2)', description: 'For photos and prints' },
	'3:4': { name: 'Portrait (3:4)', description: 'For portraits and product cards' },
	'4:3': { name: 'Landscape (4:3)', description: 'For presentations and screens' },
	'4:5': { name: 'Portrait (4:5)', description: 'For social media feeds' },
	'5:4': { name: 'Landscape (5:4)', description: 'For prints' },
	'9:16': { name: 'Portrait (9:16)', description: 'For phone screens, stories and reels' },
	'16:9': { name: 'Landscape (16:9)', description: 'For video thumbnails, slides and banners' },
	'21:9': { name: 'Ultrawide (21:9)', description: 'For cinematic scenes and website headers' },
	'9:21': { name: 'Ultratall (9:21)', description: 'For long phone screens' },
	'1:2': { name: 'Tall (1:2)', description: 'For tall banners and infographics' },
	'2:1': { name: 'Wide (2:1)', description: 'For blog headers and link previews' },
	'1:3': { name: 'Tall (1:3)', description: 'For skyscraper ads' },
	'3:1': { name: 'Wide (3:1)', description: 'For email headers and banners' },
	'1:4': { name: 'Tall (1:4)', description: 'For bookmarks and side banners' },
	'4:1': { name: 'Wide (4:1)', description: 'For profile and website banners' },
	'1:8': { name: 'Tall (1:8)', description: 'For narrow strips' },
	'8:1': { name: 'Wide (8:1)', description: 'For strips across a page' },
};

interface RatioRules {
	key?: string;
	byDefault: string;
	assumed?: string;
	/** How 'auto' shows, where it means something else than it mostly does. */
	auto?: Label;
}

export const aspectRatio = (
	allowed: readonly string[],
	{ key = 'aspect_ratio', byDefault, assumed, auto }: RatioRules,
): Setting =>
	choice(
		{
			displayName: 'Aspect Ratio',
			name: 'aspectRatio',
			description: 'The shape of the image',
		},
		{
			key,
			allowed,
			labels: { ...RATIO_LABELS, ...(auto && { auto }) },
			retired: { '9:21': '9:16', '5:4': '4:3', '4:5': '3:4' },
			byDefault,
			assumed,
		},
	);

/** For a model that has no `auto` of its own: a square would cut off what is not square. */
export const CLOSEST = {
	name: 'Closest to the Image',
	description:
		'The shape in this list that comes closest to your first image; square if n8n cannot open it',
};

/** The shape in an operation that starts from an image. */
export const aspectRatioOfImage = (allowed: readonly string[]): Setting => ({
	...aspectRatio(['auto', ...allowed], { byDefault: 'auto', auto: CLOSEST }),
	ofImage: (size) => closestShape(size, allowed),
});

export const IDEOGRAM_SIZES = [
	...['square', 'square_hd', 'portrait_4_3', 'portrait_16_9', 'landscape_4_3', 'landscape_16_9'],
];
export const SEEDREAM_SIZES = [
	...IDEOGRAM_SIZES,
	...['portrait_3_2', 'landscape_3_2', 'landscape_21_9'],
];

const SIZE_LABELS = {
	square: { name: 'Square', description: 'For previews' },
	square_hd: { name: 'Square HD', description: 'For social media posts, avatars and products' },
	portrait_4_3: { name: 'Portrait (3:4)', description: 'For portraits and product cards' },
	portrait_3_2: { name: 'Portrait (2:3)', description: 'For posters and book covers' },
	portrait_16_9: { name: 'Portrait (9:16)', description: 'For phone screens, stories and reels' },
	landscape_4_3: { name: 'Landscape (4:3)', description: 'For presentations and screens' },
	landscape_3_2: { name: 'Landscape (3:2)', description: 'For photos and prints' },
	landscape_16_9: { name: 'Landscape (16:9)', description: 'For thumbnails, slides and banners' },
	landscape_21_9: { name: 'Ultrawide (21:9)', description: 'For cinematic scenes and headers' },
};

export const imageSize = (allowed: readonly string[], byDefault = 'square_hd'): Setting =>
	choice(
		{ displayName: 'Image Size', name: 'imageSize', description: 'The shape of the image' },
		{
			key: 'image_size',
			allowed,
			labels: { ...SIZE_LABELS, auto: CLOSEST },
			retired: {
				'1:1': 'square_hd',
				'2:3': 'portrait_3_2',
				'3:2': 'landscape_3_2',
				'3:4': 'portrait_4_3',
				'4:3': 'landscape_4_3',
				'9:16': 'portrait_16_9',
				'16:9': 'landscape_16_9',
				'21:9': 'landscape_21_9',
			},
			byDefault,
		},
	);

/** Of the two squares, the other one is for previews. */
export const imageSizeOfImage = (allowed: readonly string[]): Setting => ({
	...imageSize(['auto', ...allowed], 'auto'),
	ofImage: (size) =>
		closestShape(
			size,
			allowed.filter((name) => name !== 'square'),
		),
});
