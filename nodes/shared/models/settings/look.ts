import { optionalText } from '../../parameters/values';
import type { Setting } from './setting';
import { choice } from './setting';

// How the image looks, and the file it is.

export const resolution = (key: string): Setting =>
	choice(
		{
			displayName: 'Resolution',
			name: 'resolution',
			description: 'How large the image is. A larger one takes longer and may cost more.',
		},
		{
			key,
			allowed: ['1K', '2K', '4K'],
			labels: {
				'1K': { name: '1K', description: 'For screens and drafts' },
				'2K': { name: '2K', description: 'For large screens and small prints' },
				'4K': { name: '4K', description: 'For prints and details' },
			},
			retired: { sd: '1K', hd: '2K', '1k': '1K', '2k': '2K', '4k': '4K' },
			byDefault: '1K',
			assumed: '1K',
		},
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
			key,
			allowed: [jpeg, 'png'],
			labels: {
				jpeg: JPEG,
				jpg: JPEG,
				png: { name: 'PNG', description: 'Without loss, for graphics, text and further edits' },
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
				FICTION: { name: 'Fiction', description: 'For drawn, painted and imagined looks' },
				GENERAL: { name: 'General', description: 'For anything' },
				REALISTIC: { name: 'Realistic', description: 'For images like photos' },
			},
			byDefault: 'AUTO',
			assumed: 'AUTO',
		},
	);

export const renderingSpeed: Setting = choice(
	{
		displayName: 'Rendering Speed',
		name: 'renderingSpeed',
		description: 'Whether a quick image or a good one matters more',
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
		description: 'Text that marks the image as yours. Leave it empty for none.',
	},
	key: 'watermark',
	schema: optionalText,
};
