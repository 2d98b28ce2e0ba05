import type { INodeProperties } from 'n8n-workflow';
import { format, resolveConfig } from 'prettier';
import { INPUT_NAMES, inputFields } from '../nodes/Kie/actions/create/inputFields.ts';
import type {
	ImageModel,
	ImageOperation,
	InputRole,
	ModelOperation,
} from '../nodes/shared/models/index.ts';
import { models, PRICES_OF } from '../nodes/shared/models/index.ts';

export const PAGE = new URL('../docs/models.md', import.meta.url);

const OPERATIONS: Record<ImageOperation, string> = {
	generate: 'Generate',
	edit: 'Edit',
	variants: 'Create Variants',
	removeBackground: 'Remove Background',
	upscale: 'Upscale',
};

const INTRO = `# Models

Every image model of the node: its operations, their fields, and its name at KIE. This page is generated
from the models by \`npm run docs\`.

The node does not send values that equal KIE's own default. Values from expressions are checked against this page before
anything is sent.

Prices are in KIE credits for one image, as listed by KIE in ${PRICES_OF}; a credit is about $0.005. The actual cost of a task
is in \`creditsUsed\`.
`;

const MARKET = `[Market models](market-models.md) explains the list, the form, files and agents. With _Input_ set to
_JSON_, what KIE's documentation shows under \`input\` goes into _Model Input_. The node waits for the result and returns it
like any image, whatever its file type.
`;

/** Without texts, and without what only older versions of the node have. */
const ofNewNodes = (fields: INodeProperties[]): INodeProperties[] =>
	fields.filter(
		({ type, displayOptions }) =>
			type !== 'notice' && !displayOptions?.show?.['@version']?.includes(1),
	);

const code = (text: unknown) => `\`${String(text)}\``;
const row = (...cells: string[]) =>
	`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head: string[], rows: string[][]) =>
	[row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');

/** What may stand in a field. */
function allowed({
	type,
	typeOptions = {},
	options = [],
	description = '',
}: INodeProperties): string {
	if (type === 'options') {
		const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
		return values.map(code).join(' ');
	}
	if (type === 'boolean') return 'on, off';
	if (type === 'number') return `${typeOptions.minValue} to ${typeOptions.maxValue}`;
	if (type === 'json') return 'JSON, or an object';
	if (type === 'resourceMapper') return 'depends on the model';
	if (type === 'resourceLocator') return "from KIE's list, or its ID";
	const [firstSentence = ''] = description.replace(/<[^>]+>/g, '').split('. ');
	return firstSentence;
}

function byDefault({ type, default: value }: INodeProperties): string {
	if (type === 'boolean') return value === true ? 'on' : 'off';
	return value === '' || typeof value === 'object' || type === 'json' ? '' : code(value);
}

function inputLine(role: InputRole, operation: ModelOperation): string[] {
	const images = operation.inputs[role];
	if (!images) return [];
	const names = INPUT_NAMES[role];
	const field = inputFields(role, images).find(({ name }) => name === names.url);
	const need = images.required ? 'required' : 'optional';
	return [`- _${field?.displayName}_ (${code(names.url)}, ${need}): ${images.description}`];
}

function promptLine({ prompt: { is, min, max } }: ModelOperation): string[] {
	if (is === 'none') return [];
	const from = min === undefined ? 'up' : `${min}`;
	const limit = max === undefined ? '' : `, ${from} to ${max.toLocaleString('en-US')} characters`;
	return [`- _Prompt_ (${code('prompt')}, ${is})${limit}`];
}

function fieldTable(fields: INodeProperties[]): string {
	return table(
		['Field', 'Name', 'Allowed', 'Default'],
		fields.map((field) => [field.displayName, code(field.name), allowed(field), byDefault(field)]),
	);
}

function operationPart(name: string, operation: ModelOperation): string {
	const { kieId, fields, options, rules = [] } = operation;
	const roles = Object.keys(INPUT_NAMES) as InputRole[];
	return [
		`### ${name}`,
		'',
		...(kieId === null ? [] : [`- KIE's name: ${code(kieId)}`]),
		...promptLine(operation),
		...roles.flatMap((role) => inputLine(role, operation)),
		'',
		...(fields.length > 0 ? [fieldTable(ofNewNodes(fields))] : []),
		...rules.flatMap((says) => ['', says]),
		...(options.length > 0 ? ['', 'In _Options_:', '', fieldTable(options)] : []),
		'',
	].join('\n');
}

function modelPart(model: ImageModel): string {
	const { option, value, operations } = model;
	const parts = Object.entries(OPERATIONS).flatMap(([key, name]) => {
		const operation = operations[key as ImageOperation];
		return operation ? [operationPart(name, operation)] : [];
	});
	return [
		`## ${option.name}`,
		'',
		`${code(value)}: ${option.description}.${model.price === undefined ? '' : ` Costs ${model.price}.`}${model.newer === undefined ? '' : ` ${model.newer}.`}`,
		'',
		...(value === 'other' ? [MARKET] : []),
		...parts,
	].join('\n');
}

function overview(): string {
	const head = ['Model', 'Value', 'Operations', 'Price', 'Best for'];
	const rows = models.map(({ option, value, operations, price = '' }) => [
		option.name,
		code(value),
		Object.entries(OPERATIONS)
			.flatMap(([key, name]) => (key in operations ? name : []))
			.join(', '),
		price,
		option.description ?? '',
	]);
	return table(head, rows);
}

/** The page as it should be. */
export async function modelsPage(): Promise<string> {
	const text = [INTRO, overview(), '', ...models.map(modelPart)].join('\n');
	return await format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
}
