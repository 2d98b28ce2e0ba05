import { descriptionOf, models } from '../../../shared/models';
import { createOperation } from '../create';

// One model does it, so nobody is asked for it: what it costs stands here.
const does = models.filter(({ operations }) => operations.removeBackground).map(descriptionOf);

export const removeBackground = createOperation({
	name: 'Remove Background',
	value: 'removeBackground',
	action: 'Remove image background',
	description: does.join(' '),
});
