import type {
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { askInput, askModels } from '../../shared/catalogue/catalogue';
import { catalogueFailure, isUnknownModel } from '../../shared/catalogue/failure';
import { isModelId } from '../../shared/catalogue/modelId';
import { failureFrom, KieFailure } from '../../shared/kie/failure';
import { isRecord } from '../../shared/kie/json';
import { connect } from '../../shared/kie/transport';
import { models } from '../../shared/models';
import { idInstead } from '../../shared/models/retired';
import { chosenModel } from './chosenModel';
import { formFields } from './formFields';

/**
 * The form of a market model. Where it throws, the editor shows nothing. Where it has no fields, the
 * editor deletes whatever was filled in: so a form that was saved stays until there is another.
 */
export async function getMarketFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const form = await loadForm(this).catch((cause: unknown) => {
		const { message, description } = failureFrom(cause);
		return notice(message, `${description} ${OTHERWISE}`);
	});
	// It is empty where the model was changed, so it is never the form of another.
	const saved = form.fields.length > 0 ? [] : savedForm(this);
	return saved.length > 0 ? { fields: saved } : form;
}

const OTHERWISE = "Until then, set 'Input' to 'JSON'.";

async function loadForm(ctx: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const chosen = chosenModel(ctx);
	if (!chosen) {
		return notice(
			'Choose a model to see its settings',
			"If the model comes from an expression, its settings appear once the node has input data. You can also set 'Input' to 'JSON'.",
		);
	}
	const { id } = chosen;
	const instead = idInstead(id);
	if (instead !== undefined) return notice(`KIE has no model '${id}'`, `Use ${instead}.`);
	if (!isModelId(id)) {
		return notice(`'${id}' is not the name of a model`, 'Enter a name such as qwen/text-to-image.');
	}
	const transport = await connect(ctx);
	const list = await askModels(transport);
	if (!list.ok) throw new KieFailure(catalogueFailure(list.fault));
	// While an ID is typed, most of what stands there is none: that costs no question.
	if (!list.value.some((model) => model.id === id)) return unknown(id);
	const reply = await askInput(transport, id);
	if (!reply.ok && isUnknownModel(reply.fault)) return unknown(id);
	if (!reply.ok) throw new KieFailure(catalogueFailure(reply.fault));
	if (reply.value.is === 'elsewhere') return elsewhere(reply.value.path);
	if (reply.value.is === 'unknown' || reply.value.fields.length === 0) {
		return notice(
			'KIE does not describe the settings of this model yet',
			"Set 'Input' to 'JSON', and copy what the model's page in KIE's documentation shows under 'input'.",
		);
	}
	return { fields: formFields(reply.value.fields) };
}

const unknown = (id: string) =>
	notice(
		`KIE's list has no model '${id}'`,
		"Choose a model with 'From List'. If you are sure of the name, set 'Input' to 'JSON'.",
	);

/** Models of the node that KIE takes by a way of their own. */
const OWN_WAYS: ReadonlyArray<readonly [path: string, model: string]> = [
	['/gpt4o-image/', 'gpt4o-image'],
	['/flux/kontext/', 'flux-kontext-pro'],
];

function elsewhere(path: string): ResourceMapperFields {
	const [, value] = OWN_WAYS.find(([part]) => path.includes(part)) ?? [];
	const own = models.find((model) => model.value === value);
	return notice(
		"This model does not work with 'Other Market Model'",
		own
			? `Choose '${own.option.name}' in 'Model' instead.`
			: `Use an HTTP Request node with the KIE API credential: the path is ${path}.`,
	);
}

function savedForm(ctx: ILoadOptionsFunctions): ResourceMapperField[] {
	const schema: unknown = ctx.getCurrentNodeParameter('marketFields.schema');
	if (!Array.isArray(schema)) return [];
	return schema.filter(
		(field): field is ResourceMapperField => isRecord(field) && typeof field.id === 'string',
	);
}

/** n8n shows it as HTML. */
const notice = (message: string, advice: string): ResourceMapperFields => ({
	fields: [],
	emptyFieldsNotice: `<b>${escaped(message)}.</b> ${escaped(advice)}`,
});

const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
};

const escaped = (text: string): string =>
	text.slice(0, 600).replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
