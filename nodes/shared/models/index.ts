import { fluxKontextMax, fluxKontextPro } from './fluxKontext';
import { gpt4oImage } from './gpt4oImage';
import { ideogramCharacter } from './ideogramCharacter';
import { ideogramV3 } from './ideogramV3';
import { imagen4Fast, imagen4Standard, imagen4Ultra } from './imagen4';
import type { ImageModel } from './model';
import { nanoBanana } from './nanoBanana';
import { nanoBananaPro } from './nanoBananaPro';
import { other } from './other';
import { seedreamV4 } from './seedreamV4';

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

/** Every model of the node, by name: a new one is its own file and a line here. */
export const models: ImageModel[] = [
	gpt4oImage,
	fluxKontextMax,
	fluxKontextPro,
	ideogramCharacter,
	ideogramV3,
	imagen4Standard,
	imagen4Fast,
	imagen4Ultra,
	nanoBanana,
	nanoBananaPro,
	other,
	seedreamV4,
];

export const kieIdsOf = ({ operations }: ImageModel): string[] =>
	Object.values(operations).flatMap(({ kieId }) => kieId ?? []);

/** Our name of a model by KIE's; one that is not ours keeps its own. */
export const ownModelName = (kieId: string): string =>
	models.find((one) => kieIdsOf(one).includes(kieId))?.value ?? kieId;
