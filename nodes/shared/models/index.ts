import { flux2Flex, flux2Pro } from './flux2';
import { fluxKontextMax, fluxKontextPro } from './fluxKontext';
import { gpt4oImage } from './gpt4oImage';
import { gptImage2 } from './gptImage2';
import { gptImage25Flare, gptImage25Sunburst } from './gptImage25';
import { ideogramCharacter } from './ideogramCharacter';
import { ideogramV3 } from './ideogramV3';
import { imagen4Fast, imagen4Standard, imagen4Ultra } from './imagen4';
import type { ImageModel } from './model';
import { nanoBanana } from './nanoBanana';
import { nanoBanana2, nanoBanana21 } from './nanoBanana2';
import { nanoBanana2Lite } from './nanoBanana2Lite';
import { nanoBananaPro } from './nanoBananaPro';
import { other } from './other';
import { qwenImage21 } from './qwenImage21';
import { recraftCrisp, recraftRemoveBackground } from './recraft';
import { seedream45 } from './seedream45';
import { seedream5Flash } from './seedream5Flash';
import { seedream5Lite } from './seedream5Lite';
import { seedream5Pro } from './seedream5Pro';
import { seedreamV4 } from './seedreamV4';
import { topaz } from './topaz';
import { zImage } from './zImage';

export type {
	CreateRequest,
	ImageUrls,
	RequestWith,
	ImageModel,
	ImageOperation,
	InputImages,
	InputRole,
	ModelOperation,
	NamedFile,
	ValueWithFiles,
} from './model';
export { descriptionOf, PRICES_OF } from './model';

/** Every model of the node, by name: a new one is its own file and a line here. */
export const models: ImageModel[] = [
	gpt4oImage,
	flux2Flex,
	flux2Pro,
	fluxKontextMax,
	fluxKontextPro,
	gptImage2,
	gptImage25Flare,
	gptImage25Sunburst,
	ideogramCharacter,
	ideogramV3,
	imagen4Standard,
	imagen4Fast,
	imagen4Ultra,
	nanoBanana,
	nanoBanana2,
	nanoBanana2Lite,
	nanoBanana21,
	nanoBananaPro,
	other,
	qwenImage21,
	recraftCrisp,
	recraftRemoveBackground,
	seedreamV4,
	seedream45,
	seedream5Flash,
	seedream5Lite,
	seedream5Pro,
	topaz,
	zImage,
];

export const kieIdsOf = ({ operations }: ImageModel): string[] =>
	Object.values(operations).flatMap(({ kieId }) => kieId ?? []);

/** Our name of a model by KIE's; one that is not ours keeps its own. */
export const ownModelName = (kieId: string): string =>
	models.find((one) => kieIdsOf(one).includes(kieId))?.value ?? kieId;
