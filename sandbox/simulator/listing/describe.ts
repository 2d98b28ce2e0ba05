import type { Rule } from '../catalogue/index.ts';

const purposes: Readonly<Record<string, string>> = {
	prompt: 'Text prompt for the generation.',
	negative_prompt: 'What should not appear in the result.',
	aspect_ratio: 'The aspect ratio of the generated image.',
	image_size: 'The size of the generated image.',
	resolution: 'The resolution of the generated image.',
	output_format: 'The format of the output.',
	seed: 'Random seed. The same seed and prompt tend to the same result.',
	nsfw_checker:
		'Defaults to false. If set to false, our content filtering will be disabled, and all results will be returned directly by the model itself.',
	callBackUrl: 'Callback URL for task completion notifications. Optional parameter.',
	mask_url: 'The mask. Mask and image must have the same dimensions.',
	image_input: 'Input images to transform or use as reference.',
};

const plural = (count: number, thing: string): string =>
	`${count} ${thing}${count === 1 ? '' : 's'}`;

function limitsOf(rule: Rule): string[] {
	switch (rule.type) {
		case 'text':
			return rule.max === undefined ? [] : [`Max length: ${rule.max} characters`];
		case 'integer':
		case 'number':
			return rule.min === undefined || rule.max === undefined
				? []
				: [`Range: ${rule.min}-${rule.max}`];
		case 'file':
			return ['File URL after upload, not file content'];
		case 'files':
			return [
				'File URLs after upload, not file content',
				...(rule.max === undefined ? [] : [`Up to ${plural(rule.max, 'image')}`]),
			];
		case 'list':
			return rule.max === undefined ? [] : [`Up to ${rule.max} entries`];
		default:
			return [];
	}
}

/** A field in the words a person reads, which hold its limits whether or not the schema does. */
export function describeField(name: string, rule: Rule): string {
	const purpose = purposes[name] ?? `The ${name.replaceAll('_', ' ')} of the task.`;
	const remarks = [...(rule.required ? ['Required field'] : []), ...limitsOf(rule)];
	const listed = remarks.map((remark) => `\n- ${remark}`).join('');
	const deprecated = rule.deprecated ? '\n\n**Note: This parameter is deprecated.**' : '';
	return `${purpose}${listed && `\n${listed}`}${deprecated}`;
}
