import type { Resource } from '../resource';
import { edit } from './edit.operation';
import { generate } from './generate.operation';
import { getDownloadUrl } from './getDownloadUrl.operation';
import { getStatus } from './getStatus.operation';
import { removeBackground } from './removeBackground.operation';
import { upscale } from './upscale.operation';
import { variants } from './variants.operation';

export const image: Resource = {
	name: 'Image',
	value: 'image',
	operations: [variants, edit, generate, getDownloadUrl, getStatus, removeBackground, upscale],
	byDefault: 'generate',
};
