import { gpt4oImage } from './gpt4oImage';
import type { ImageModel } from './model';

export type { CreateRequest, ImageModel, ImageOperation, ModelOperation } from './model';

/** Every model of the node: a new one is its own file and a line here. */
export const models: ImageModel[] = [gpt4oImage];
