import { createOperation } from '../create';
import { createFields } from '../create/fields';
import { prompt } from '../create/inputFields';

export const variants = createOperation(
	'variants',
	createFields(
		'variants',
		prompt(
			'How the variants may differ from the image',
			'e.g. Keep the product, vary the background',
		),
	),
);
