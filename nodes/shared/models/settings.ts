import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { z } from 'zod';
import {
	numberFrom,
	oneOfNumbers,
	oneOfTexts,
	optionalInteger,
	optionalSwitch,
	optionalText,
	switchOf,
	upTo,
} from '../parameters/values';

// The values that market models and Flux share: one name, one meaning and one wording for all.

/** One value of a model: how it is shown, what may stand in it, and how KIE is told. */
export interface Setting {
	field: INodeProperties;
	/** KIE's name of it. */
	key: string;
	/** Gives what is sent; undefined is not sent. */
	schema: z.ZodType<unknown, z.ZodTypeDef, unknown>;
	/** What KIE assumes: not sent then. Without it the value always is, so that what is shown holds. */
	assumed?: unknown;
}

/** For an operation in which KIE does not say what it assumes. */
export function alwaysSent({ assumed, ...setting }: Setting): Setting {
	return setting;
}

interface ChoiceRules {
	key?: string;
	/** What a new node has. */
	byDefault: string;
	assumed?: string;
}

/** Lists of five and more stand in alphabetical order. */
function inOrder(options: INodePropertyOptions[]): INodePropertyOptions[] {
	if (options.length < 5) return options;
	return [...options].sort((a, b) => a.name.localeCompare(b.name));
}

function choice(
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
	labels: Readonly<Record<string, Omit<INodePropertyOptions, 'value'>>>,
	retired: Readonly<Record<string, string>>,
	allowed: readonly string[],
	{ key, byDefault, assumed }: ChoiceRules & { key: string },
): Setting {
	const options = allowed.map((value) => ({ name: value, ...labels[value], value }));
	return {
		field: { ...field, type: 'options', default: byDefault, options: inOrder(options) },
		key,
		schema: oneOfTexts(allowed, retired),
		assumed,
	};
}

export const RATIOS_OF_ALL_KINDS = [
	...['1:1', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16', '16:9', '21:9', 'auto'],
];

type Label = Omit<INodePropertyOptions, 'value'>;

const RATIO_LABELS: Readonly<Record<string, Label>> = {
	auto: { name: 'Automatic', description: 'As the images that go in, or as the prompt suggests' },
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
};

export const aspectRatio = (
	allowed: readonly string[],
	{ auto, ...rules }: ChoiceRules & { auto?: Label },
): Setting =>
	choice(
		{
			displayName: 'Aspect Ratio',
			name: 'aspectRatio',
			description: 'The shape of the image',
		},
		{ ...RATIO_LABELS, ...(auto && { auto }) },
		{ '9:21': '9:16', '5:4': '4:3', '4:5': '3:4' },
		allowed,
		{ key: 'aspect_ratio', ...rules },
	);

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

export const imageSize = (allowed: readonly string[]): Setting =>
	choice(
		{ displayName: 'Image Size', name: 'imageSize', description: 'The shape of the image' },
		SIZE_LABELS,
		{
			'1:1': 'square_hd',
			'2:3': 'portrait_3_2',
			'3:2': 'landscape_3_2',
			'3:4': 'portrait_4_3',
			'4:3': 'landscape_4_3',
			'9:16': 'portrait_16_9',
			'16:9': 'landscape_16_9',
			'21:9': 'landscape_21_9',
		},
		allowed,
		{ key: 'image_size', byDefault: 'square_hd' },
	);

export const resolution = (key: string): Setting =>
	choice(
		{
			displayName: 'Resolution',
			name: 'resolution',
			description: 'How large the image is. A larger one takes longer and may cost more.',
		},
		{
			'1K': { name: '1K', description: 'For screens and drafts' },
			'2K': { name: '2K', description: 'For large screens and small prints' },
			'4K': { name: '4K', description: 'For prints and details' },
		},
		{ sd: '1K', hd: '2K', '1k': '1K', '2k': '2K', '4k': '4K' },
		['1K', '2K', '4K'],
		{ key, byDefault: '1K', assumed: '1K' },
	);

const JPEG = { name: 'JPEG', description: 'Smaller files, for photos' };

export const outputFormat = (
	jpeg: 'jpeg' | 'jpg',
	{ key = 'output_format', assumed }: { key?: string; assumed?: string } = {},
): Setting =>
	choice(
		{
			displayName: 'Output Format',
			name: 'outputFormat',
			description: 'The file type of the image',
		},
		{
			jpeg: JPEG,
			jpg: JPEG,
			png: { name: 'PNG', description: 'Without loss, for graphics, text and further edits' },
		},
		{ webp: 'png', jpg: 'jpeg', jpeg: 'jpg' },
		[jpeg, 'png'],
		{ key, byDefault: 'png', ...(assumed !== undefined && { assumed }) },
	);

export const style = (allowed: readonly string[]): Setting =>
	choice(
		{ displayName: 'Style', name: 'style', description: 'The kind of image to make' },
		{
			AUTO: { name: 'Automatic', description: 'As the prompt suggests' },
			DESIGN: { name: 'Design', description: 'For logos, posters and text' },
			FICTION: { name: 'Fiction', description: 'For drawn, painted and imagined looks' },
			GENERAL: { name: 'General', description: 'For anything' },
			REALISTIC: { name: 'Realistic', description: 'For images like photos' },
		},
		{},
		allowed,
		{ key: 'style', byDefault: 'AUTO', assumed: 'AUTO' },
	);

export const renderingSpeed: Setting = choice(
	{
		displayName: 'Rendering Speed',
		name: 'renderingSpeed',
		description: 'Whether a quick image or a good one matters more',
	},
	{
		TURBO: { name: 'Turbo', description: 'For drafts' },
		BALANCED: { name: 'Balanced', description: 'For most images' },
		QUALITY: { name: 'Quality', description: 'For final images; takes longer and may cost more' },
	},
	{},
	['TURBO', 'BALANCED', 'QUALITY'],
	{ key: 'rendering_speed', byDefault: 'BALANCED', assumed: 'BALANCED' },
);

const COUNTS = [1, 2, 3, 4];

/** How many images of one task; KIE wants the number as text. */
export const numImages = (byDefault: number): Setting => ({
	field: {
		displayName: 'Number of Images',
		name: 'numImages',
		type: 'options',
		default: byDefault,
		description: 'How many images to make for each item. Each image costs credits.',
		options: COUNTS.map((count) => ({ name: String(count), value: count })),
	},
	key: 'num_images',
	schema: oneOfNumbers(COUNTS).transform(String),
	assumed: '1',
});

const MOST_IMAGES = 6;

export const maxImages = (byDefault: number): Setting => ({
	field: {
		displayName: 'Max Images',
		name: 'maxImages',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: MOST_IMAGES, numberPrecision: 0 },
		default: byDefault,
		description:
			"How many images to make at most, up to 6. Each image costs credits. With more than 1, say the number in 'Prompt' too.",
	},
	key: 'max_images',
	schema: numberFrom(1, MOST_IMAGES, { whole: true }),
	assumed: 1,
});

export const strength = (least: number): Setting => ({
	field: {
		displayName: 'Strength',
		name: 'strength',
		type: 'number',
		typeOptions: { minValue: least, maxValue: 1, numberPrecision: 2 },
		default: 0.8,
		description: `How far the result may go from the image, from ${least} (close to it) to 1 (as the prompt says)`,
	},
	key: 'strength',
	schema: numberFrom(least, 1, { whole: false }),
});

export const negativePrompt = (most: number): Setting => ({
	field: {
		displayName: 'Negative Prompt',
		name: 'negativePrompt',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. text, watermark, blurred hands',
		description: `What the image must not show, in up to ${most.toLocaleString('en-US')} characters`,
	},
	key: 'negative_prompt',
	schema: optionalText.transform(upTo(most)),
});

export const seed = (sentAs: 'number' | 'text'): Setting => ({
	field: {
		displayName: 'Seed',
		name: 'seed',
		type: 'string',
		default: '',
		placeholder: 'e.g. 42',
		description:
			'A whole number. The same seed with the same values gives a similar image again. Leave it empty for a new image each time.',
	},
	key: 'seed',
	schema: optionalInteger.transform((value) =>
		value !== undefined && sentAs === 'text' ? String(value) : value,
	),
});

function onOff(
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
	{ key, byDefault, assumed }: { key: string; byDefault: boolean; assumed?: boolean },
): Setting {
	return {
		field: { ...field, type: 'boolean', default: byDefault },
		key,
		schema: switchOf(byDefault),
		assumed,
	};
}

export const expandPrompt = onOff(
	{
		displayName: 'Expand Prompt',
		name: 'expandPrompt',
		description: 'Whether the model may add detail to the prompt (MagicPrompt)',
	},
	{ key: 'expand_prompt', byDefault: true },
);

export const enableTranslation = onOff(
	{
		displayName: 'Translate Prompt',
		name: 'enableTranslation',
		description: 'Whether KIE translates the prompt into English, the only language of the model',
	},
	{ key: 'enableTranslation', byDefault: true, assumed: true },
);

export const promptUpsampling = onOff(
	{
		displayName: 'Prompt Upsampling',
		name: 'promptUpsampling',
		description: 'Whether the model may add detail to the prompt',
	},
	{ key: 'promptUpsampling', byDefault: false, assumed: false },
);

export const safetyTolerance = (most: number): Setting => ({
	field: {
		displayName: 'Safety Tolerance',
		name: 'safetyTolerance',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: most, numberPrecision: 0 },
		default: 2,
		description: `How much the content filter lets pass, from 0 (strict) to ${most} (permissive)`,
	},
	key: 'safetyTolerance',
	schema: numberFrom(0, most, { whole: true }),
});

export const watermark: Setting = {
	field: {
		displayName: 'Watermark',
		name: 'watermark',
		type: 'string',
		default: '',
		placeholder: 'e.g. Example Studio',
		description: 'Text that marks the image as yours. Leave it empty for none.',
	},
	key: 'watermark',
	schema: optionalText,
};

/** An entry of the Options collection. */
export const useChinaServers: Setting = {
	field: {
		displayName: 'Use China Servers',
		name: 'uploadCn',
		type: 'boolean',
		default: false,
		description: 'Whether KIE fetches input images through its servers in China',
	},
	key: 'uploadCn',
	schema: optionalSwitch,
};
