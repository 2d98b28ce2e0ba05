import type { INodeListSearchItems } from 'n8n-workflow';
import type { ListedModel } from '../../shared/catalogue/catalogue';
import { priceRange } from '../../shared/catalogue/priceRange';

/** What a person looks for in an operation, by the names that KIE has for what its models do. */
const WANTED: Readonly<Record<string, RegExp>> = {
	generate: /^text to image$/i,
	edit: /^image to image$/i,
};

const MAKES_IMAGES = /^(?!.*\bto (?!image))(.*\bimage\b.*)$/i;

/**
 * The models in the order in which people look for them: those that do what the operation is for, then
 * all others that make images. What makes anything else is there for whoever searches it, or asks for
 * its price.
 */
export function listedModels(
	models: ListedModel[],
	filter: string,
	operation: string,
): INodeListSearchItems[] {
	const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
	const wanted = Object.hasOwn(WANTED, operation) ? WANTED[operation] : undefined;
	const rankOf = ({ taskTypes }: ListedModel): number => {
		if (taskTypes.some((type) => wanted?.test(type))) return 0;
		return taskTypes.length === 0 || taskTypes.some((type) => MAKES_IMAGES.test(type)) ? 1 : 2;
	};
	const isShown = (model: ListedModel) =>
		words.length > 0 ? says(model, words) : !wanted || rankOf(model) < 2;
	const titles = models.map(({ title }) => title);
	const isAmbiguous = ({ title }: ListedModel) =>
		titles.indexOf(title) !== titles.lastIndexOf(title);
	return models
		.filter(isShown)
		.map((model) => ({ model, rank: rankOf(model) }))
		.sort((a, b) => a.rank - b.rank || a.model.title.localeCompare(b.model.title))
		.map(({ model }) => ({ name: nameOf(model, isAmbiguous(model)), value: model.id }));
}

function says(model: ListedModel, words: string[]): boolean {
	const { id, title, provider, taskTypes, description } = model;
	const text = [id, title, provider, ...taskTypes, description].join(' ').toLowerCase();
	return words.every((word) => text.includes(word));
}

function nameOf({ id, title, provider, price }: ListedModel, isAmbiguous: boolean): string {
	const parts = [title, isAmbiguous ? id : '', provider, priceRange(price) ?? ''];
	return parts.filter((part, nth) => part !== '' && parts.indexOf(part) === nth).join(' · ');
}
