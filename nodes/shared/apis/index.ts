import type { ApiName } from '../task';
import { gpt4oImage } from './gpt4oImage';
import type { ImageApi } from './imageApi';

export type { ImageApi } from './imageApi';

export const apis: Record<ApiName, ImageApi> = { gpt4oImage };
