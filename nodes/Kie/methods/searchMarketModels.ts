import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';
import { askModels } from '../../shared/catalogue/catalogue';
import { catalogueFailure } from '../../shared/catalogue/failure';
import type { Failure } from '../../shared/kie/failure';
import { failureFrom, KieFailure } from '../../shared/kie/failure';
import { connect } from '../../shared/kie/transport';
import { chosenModel } from './chosenModel';
import { listedModels } from './listedModels';

/**
 * The list of market models. The editor empties what was chosen, and with it the form, when the list
 * comes without it or does not come at all: so what was chosen is in every list that nobody searches.
 */
export async function searchMarketModels(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const chosen = filter === '' ? chosenModel(this) : null;
	const isChosen = ({ value }: INodeListSearchItems) => value === chosen?.id;
	const entry = chosen && {
		name: chosen.name,
		value: chosen.id,
		...(chosen.url !== undefined && { url: chosen.url }),
	};
	try {
		const reply = await askModels(await connect(this));
		if (!reply.ok) throw new KieFailure(catalogueFailure(reply.fault));
		const operation = String(this.getCurrentNodeParameter('operation') ?? '');
		const results = listedModels(reply.value, filter, operation);
		return { results: entry && !results.some(isChosen) ? [entry, ...results] : results };
	} catch (cause) {
		const failure = failureFrom(cause);
		if (entry) return { results: [entry, notLoaded(failure)] };
		throw listError(this, failure);
	}
}

/** Says why there is no more. The editor lets nobody choose what is no text. */
const notLoaded = ({ message }: Failure): INodeListSearchItems => ({
	name: `The other models could not be loaded: ${message}`,
	value: false,
});

/** n8n shows the description of this kind of error alone, and cuts messages at hyphens. */
function listError(ctx: ILoadOptionsFunctions, failure: Failure): NodeApiError {
	const { message, description, errorCode } = failure;
	return new NodeApiError(
		ctx.getNode(),
		{ message },
		{
			message: message.replaceAll(/\s*[-–—]\s*/g, ' '),
			description: `${description} Until then, choose 'By ID' and type the name of the model.`,
			...(typeof errorCode === 'number' && errorCode >= 400 && { httpCode: String(errorCode) }),
		},
	);
}
