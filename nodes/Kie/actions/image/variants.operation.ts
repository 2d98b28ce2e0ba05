import { createOperation } from '../create';
import { prompt } from '../create/inputFields';

export const variants = createOperation(
	{
		name: 'Create Variants',
		value: 'variants',
		action: 'Create image variants',
		description: 'Make several new images from one',
	},
	prompt(
		'How the variants should differ from the image',
		'e.g. Keep the product, vary the background',
	),
);
