import type { ApiName } from '../task';
import { fluxKontext } from './fluxKontext';
import { gpt4oImage } from './gpt4oImage';
import type { ImageApi } from './imageApi';
import { market } from './market';

export type { ImageApi } from './imageApi';

type Apis = { readonly [Name in ApiName]: ImageApi<Name> };

export const apis: Apis = { gpt4oImage, fluxKontext, market };

/** Every API, in the order to read callbacks. 4o comes last: its failures (`info: null`) name no API. */
export const callbackReaders: readonly ImageApi[] = [
	...Object.values(apis).filter((api) => api !== gpt4oImage),
	gpt4oImage,
];
