import { createOperation } from './create';
import { createFields } from './create.fields';
import { imageUrls, mask, prompt } from './inputFields';

export const edit = createOperation(
	'edit',
	createFields('edit', {
		prompt: prompt('What to change in the image', 'e.g. Replace the background with a beach'),
		inputs: [imageUrls, ...mask],
	}),
);
