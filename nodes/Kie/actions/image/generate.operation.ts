import { createOperation } from '../create';
import { createFields } from '../create/fields';
import { prompt } from '../create/inputFields';

export const generate = createOperation(
	'generate',
	createFields(
		'generate',
		prompt(
			'What to make. The more of subject, style, light and composition you name, the closer the image.',
			'e.g. A serene mountain lake at sunset, photorealistic',
		),
	),
);
