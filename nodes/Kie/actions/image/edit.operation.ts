import { createOperation } from '../create';
import { prompt } from '../create/inputFields';

export const edit = createOperation(
	{
		name: 'Edit',
		value: 'edit',
		action: 'Edit image',
		description: 'Change an image, or part of it, with a prompt',
	},
	prompt('What to change in the image', 'e.g. Replace the background with a beach'),
);
