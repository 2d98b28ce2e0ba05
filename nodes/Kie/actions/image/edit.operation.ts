import { createOperation } from '../create';
import { createFields } from '../create/fields';
import { prompt } from '../create/inputFields';

export const edit = createOperation(
	'edit',
	createFields(
		'edit',
		prompt('What to change in the image', 'e.g. Replace the background with a beach'),
	),
);
