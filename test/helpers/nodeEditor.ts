import { LoadOptionsContext } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INodeListSearchResult,
	INodeParameters,
	ResourceMapperFields,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { methods } from '../../nodes/Kie/methods/index.ts';
import { additionalData, nodeTypes } from './engine.ts';
import { kieNode } from './workflows.ts';

// What n8n's editor asks of an open node, in the context in which n8n runs it.

let accounts = 0;

/** Credentials that nobody has used yet: what is known of models is known for each account. */
export const newAccount = (): ICredentialDataDecryptedObject => ({
	apiKey: `key-of-account-${accounts++}`,
	webhookSecret: '',
	baseUrl: 'https://api.kie.ai',
	uploadBaseUrl: 'https://kieai.redpandaai.co',
});

export class NodeEditor {
	constructor(
		readonly parameters: IDataObject = {},
		public credentials = newAccount(),
	) {}

	async list(filter?: string): Promise<INodeListSearchResult> {
		return await methods.listSearch.searchMarketModels.call(this.context('marketModel'), filter);
	}

	async names(filter?: string): Promise<string[]> {
		return (await this.list(filter)).results.map(({ name }) => name);
	}

	async form(): Promise<ResourceMapperFields> {
		return await methods.resourceMapping.getMarketFields.call(this.context('marketFields'));
	}

	private context(path: string) {
		const parameters = {
			operation: 'generate',
			model: 'other',
			...this.parameters,
		} as unknown as INodeParameters;
		const node = kieNode(parameters);
		const workflow = new Workflow({
			...{ id: 'w', name: 'W', nodes: [node], connections: {} },
			...{ active: false, nodeTypes },
		});
		const additional = additionalData(workflow, this.credentials);
		additional.currentNodeParameters = parameters;
		return new LoadOptionsContext(workflow, node, additional, path);
	}
}

/** A model as the locator saves it. */
export const fromList = (value: string, cachedResultName = value) => ({
	...{ __rl: true, mode: 'list', value },
	cachedResultName,
});
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** The form as n8n saves it, filled in. */
export const savedForm = (
	{ fields }: ResourceMapperFields,
	value: Record<string, unknown>,
): INodeParameters[string] =>
	({
		mappingMode: 'defineBelow',
		value,
		matchingColumns: [],
		schema: fields.map((field) => ({ ...field, removed: !(field.id in value) && !field.required })),
		attemptToConvertTypes: false,
		convertFieldsToString: false,
	}) as unknown as INodeParameters[string];
