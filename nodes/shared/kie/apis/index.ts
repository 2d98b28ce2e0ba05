import type { ApiName } from '../task';
import { fluxKontext } from './fluxKontext';
import { gpt4oImage } from './gpt4oImage';
import type { ImageApi } from './imageApi';
import { market } from './market';

export type { CallbackBody, ImageApi } from './imageApi';

export const apis: Record<ApiName, ImageApi> = { gpt4oImage, fluxKontext, market };
