import type { INodeProperties } from 'n8n-workflow';
import { format, resolveConfig } from 'prettier';
import { INPUT_NAMES, inputFields } from '../nodes/Kie/actions/create/inputFields.ts';
import type { ImageModel, InputRole, ModelOperation } from '../nodes/shared/models/index.ts';
import { models } from '../nodes/shared/models/index.ts';

export const PAGE = new URL('../docs/models.md', import.meta.url);

const OPERATIONS = { generate: 'Generate', edit: 'Edit', variants: 'Create Variants' } as const;

const INTRO = `# Models

Every image model of the node: which operations it offers, what each takes, and what KIE calls it. This page is made
from the models themselves by \`npm run docs\`.

A value that is KIE's own default is not sent. A value that comes by expression is checked against this page before
anything is sent. KIE's documents name a price for 4o Image only.
`;

const MARKET = `All about them stands in [Market models](market-models.md): the list, the form, files, agents. With _Input_ on
_JSON_, what KIE's documentation shows under \`input\` goes into _Model Input_. What KIE makes is waited for and delivered
like every image, whatever its file type.
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
	if (type === 'resourceMapper') return 'as the model has it';
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

function promptLine({ prompt: { is, max } }: ModelOperation): string[] {
	if (is === 'none') return [];
	const limit = max === undefined ? '' : `, up to ${max.toLocaleString('en-US')} characters`;
	return [`- _Prompt_ (${code('prompt')}, ${is})${limit}`];
}

function fieldTable(fields: INodeProperties[]): string {
	return table(
		['Field', 'Name', 'Allowed', 'Default'],
		fields.map((field) => [field.displayName, code(field.name), allowed(field), byDefault(field)]),
	);
}

function operationPart(name: string, operation: ModelOperation): string {
	const { kieId, fields, options } = operation;
	const roles = Object.keys(INPUT_NAMES) as InputRole[];
	return [
		`### ${name}`,
		'',
		...(kieId === null ? [] : [`- KIE's name: ${code(kieId)}`]),
		...promptLine(operation),
		...roles.flatMap((role) => inputLine(role, operation)),
		'',
		fieldTable(ofNewNodes(fields)),
		...(options.length > 0 ? ['', 'In _Options_:', '', fieldTable(options)] : []),
		'',
	].join('\n');
}

function modelPart(model: ImageModel): string {
	const { option, value, operations } = model;
	const parts = Object.entries(OPERATIONS).flatMap(([key, name]) => {
		const operation = operations[key as keyof typeof OPERATIONS];
		return operation ? [operationPart(name, operation)] : [];
	});
	return [
		`## ${option.name}`,
		'',
		`${code(value)}: ${option.description}.${model.price === undefined ? '' : ` Costs ${model.price}.`}`,
		'',
		...(value === 'other' ? [MARKET] : []),
		...parts,
	].join('\n');
}

function overview(): string {
	const head = ['Model', 'Value', ...Object.values(OPERATIONS), 'Best for'];
	const rows = models.map(({ option, value, operations }) => [
		option.name,
		code(value),
		...Object.keys(OPERATIONS).map((key) => (key in operations ? 'yes' : '')),
		option.description ?? '',
	]);
	return table(head, rows);
}

/** The page as it should be. */
export async function modelsPage(): Promise<string> {
	const text = [INTRO, overview(), '', ...models.map(modelPart)].join('\n');
	return await format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
}
