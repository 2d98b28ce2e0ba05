import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { isRecord, readText } from '../../shared/kie/json';

export interface ChosenModel {
	id: string;
	/** As it was shown when it was chosen. */
	name: string;
	url: string | undefined;
}

/** The model in the open node; null where there is none, or an expression that cannot be resolved yet. */
export function chosenModel(ctx: ILoadOptionsFunctions): ChosenModel | null {
	const given: unknown = ctx.getCurrentNodeParameter('marketModel');
	const locator = isRecord(given) ? given : { value: given };
	const id = readText(locator.value);
	if (id === null || id.startsWith('=')) return null;
	return {
		id,
		name: readText(locator.cachedResultName) ?? id,
		url: readText(locator.cachedResultUrl) ?? undefined,
	};
}
