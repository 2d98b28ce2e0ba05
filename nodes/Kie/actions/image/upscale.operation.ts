import { createOperation } from '../create';

export const upscale = createOperation({
	name: 'Upscale',
	value: 'upscale',
	action: 'Upscale image',
	description: 'Make an image larger and sharper',
});
