import { createOperation } from '../create';
import { prompt } from '../create/inputFields';

export const generate = createOperation(
	{
		name: 'Generate',
		value: 'generate',
		action: 'Generate image',
		description: 'Make an image from a prompt',
	},
	prompt(
		'What to make. Describe the subject, style, light and composition for a closer result.',
		'e.g. A serene mountain lake at sunset, photorealistic',
	),
);
