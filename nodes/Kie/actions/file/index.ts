import type { Resource } from '../resource';
import { upload } from './upload.operation';

export const file: Resource = {
	name: 'File',
	value: 'file',
	operations: [upload],
	byDefault: 'upload',
};
