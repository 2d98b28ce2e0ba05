import { oneOfNumbers, optionalText } from '../../parameters/values';
import type { Setting } from './setting';
import { choice } from './setting';

// How the image looks, and the file it is.

export const resolution = (key: string, allowed: readonly string[] = ['1K', '2K', '4K']): Setting =>
	choice(
		{
			displayName: 'Resolution',
			name: 'resolution',
			description: 'How large the image is. Larger images take longer and may cost more.',
		},
		{
			key,
			allowed,
			labels: {
				'1K': { name: '1K', description: 'For screens and drafts' },
				'1.5K': { name: '1.5K', description: 'For the web and social media' },
				'2K': { name: '2K', description: 'For large screens and small prints' },
				'4K': { name: '4K', description: 'For prints and details' },
			},
			retired: { sd: '1K', hd: '2K', '1k': '1K', '2k': '2K', '4k': '4K' },
			byDefault: '1K',
			assumed: '1K',
		},
	);

/** Seedream's word for the size: which one it is differs from model to model. */
export const quality = (sizes: Readonly<Record<string, string>>): Setting =>
	choice(
		{
			displayName: 'Quality',
			name: 'quality',
			description: 'How large the image is, and how much detail it has',
		},
		{
			key: 'quality',
			allowed: Object.keys(sizes),
			labels: {
				basic: { name: `Basic (${sizes.basic})`, description: 'For screens and drafts' },
				high: { name: `High (${sizes.high})`, description: 'For large screens and prints' },
				ultra: { name: `Ultra (${sizes.ultra})`, description: 'For large prints and details' },
			},
			byDefault: 'basic',
		},
	);

export const background: Setting = choice(
	{
		displayName: 'Background',
		name: 'background',
		description: 'What is behind the subject. Choose Transparent for logos, stickers and cutouts.',
	},
	{
		key: 'background',
		allowed: ['auto', 'opaque', 'transparent'],
		labels: {
			auto: { name: 'Automatic', description: 'As the model decides' },
			opaque: { name: 'Opaque', description: 'Always has a background' },
			transparent: {
				name: 'Transparent',
				description: 'No background, to place over other content',
			},
		},
		byDefault: 'auto',
		assumed: 'auto',
	},
);

const FACTORS = [1, 2, 4];

/** How many times longer each side becomes; KIE wants the number as text. */
export const upscaleFactor: Setting = {
	field: {
		displayName: 'Upscale Factor',
		name: 'upscaleFactor',
		type: 'options',
		default: 2,
		description:
			'By how much to multiply the length of each side, up to 20,000 pixels. A larger result may cost more.',
		options: [
			{ name: '1×', value: 1, description: 'Cleans up the image and keeps its size' },
			{ name: '2×', value: 2, description: 'For screens and small prints' },
			{ name: '4×', value: 4, description: 'For large prints' },
		],
	},
	key: 'upscale_factor',
	schema: oneOfNumbers(FACTORS).transform(String),
};

const JPEG = { name: 'JPEG', description: 'Smaller files, for photos' };

interface FormatRules {
	key?: string;
	assumed?: string;
	/** Whether the model makes WebP files, too. */
	webp?: boolean;
}

export const outputFormat = (
	jpeg: 'jpeg' | 'jpg',
	{ key = 'output_format', assumed, webp = false }: FormatRules = {},
): Setting =>
	choice(
		{
			displayName: 'Output Format',
			name: 'outputFormat',
			description: 'The file type of the image',
		},
		{
			key,
			allowed: [jpeg, 'png', ...(webp ? ['webp'] : [])],
			labels: {
				jpeg: JPEG,
				jpg: JPEG,
				png: { name: 'PNG', description: 'Lossless, for graphics, text and further edits' },
				webp: { name: 'WebP', description: 'Small files for the web' },
			},
			retired: { webp: 'png', jpg: 'jpeg', jpeg: 'jpg' },
			byDefault: 'png',
			assumed,
		},
	);

export const style = (allowed: readonly string[]): Setting =>
	choice(
		{ displayName: 'Style', name: 'style', description: 'The kind of image to make' },
		{
			key: 'style',
			allowed,
			labels: {
				AUTO: { name: 'Automatic', description: 'As the prompt suggests' },
				DESIGN: { name: 'Design', description: 'For logos, posters and text' },
				FICTION: { name: 'Fiction', description: 'For drawn, painted and imaginative looks' },
				GENERAL: { name: 'General', description: 'For anything' },
				REALISTIC: { name: 'Realistic', description: 'For photorealistic images' },
			},
			byDefault: 'AUTO',
			assumed: 'AUTO',
		},
	);

export const renderingSpeed: Setting = choice(
	{
		displayName: 'Rendering Speed',
		name: 'renderingSpeed',
		description: 'Whether speed or quality matters more',
	},
	{
		key: 'rendering_speed',
		allowed: ['TURBO', 'BALANCED', 'QUALITY'],
		labels: {
			TURBO: { name: 'Turbo', description: 'For drafts' },
			BALANCED: { name: 'Balanced', description: 'For most images' },
			QUALITY: { name: 'Quality', description: 'For final images; takes longer and may cost more' },
		},
		byDefault: 'BALANCED',
		assumed: 'BALANCED',
	},
);

export const watermark: Setting = {
	field: {
		displayName: 'Watermark',
		name: 'watermark',
		type: 'string',
		default: '',
		placeholder: 'e.g. Example Studio',
		description: 'Text that marks the image as yours. Leave it empty for no watermark.',
	},
	key: 'watermark',
	schema: optionalText,
};
