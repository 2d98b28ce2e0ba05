import type { Model } from '../model.ts';
import { audio } from './audio.ts';
import { flux } from './flux.ts';
import { google } from './google.ts';
import { gptImages } from './gptImage.ts';
import { grok } from './grok.ts';
import { ideograms } from './ideogram.ts';
import { qwen } from './qwen.ts';
import { retouching } from './retouching.ts';
import { seedream } from './seedream.ts';
import { videos } from './video.ts';
import { wanImages } from './wan.ts';

const models: readonly Model[] = [
	...google,
	...gptImages,
	...seedream,
	...flux,
	...grok,
	...qwen,
	...ideograms,
	...retouching,
	...wanImages,
	...videos,
	...audio,
];

/** Ids are exact: `nano-banana` without `google/` is no model. */
export const marketModels: ReadonlyMap<string, Model> = new Map(
	models.map((model) => [model.id, model]),
);
