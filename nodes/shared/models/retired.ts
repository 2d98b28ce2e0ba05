// What KIE's older pages name for its market models, and what KIE takes instead.

const RETIRED_IDS: Readonly<Record<string, string>> = {
	'google/imagen-4': 'google/imagen4',
	'google/imagen-4-fast': 'google/imagen4-fast',
	'google/imagen-4-ultra': 'google/imagen4-ultra',
	'google/nano-banana-pro': 'nano-banana-pro',
	'ideogram-character': 'ideogram/character',
	'ideogram-v3': 'ideogram/v3-text-to-image',
	imagen4: 'google/imagen4',
	'imagen4-fast': 'google/imagen4-fast',
	'imagen4-ultra': 'google/imagen4-ultra',
	'nano-banana': 'google/nano-banana',
	'nano-banana-edit': 'google/nano-banana-edit',
	'seedream-v4': 'bytedance/seedream-v4-text-to-image',
};

/** The name to use, where this one is none of KIE's. */
export function idInstead(id: string): string | undefined {
	const name = id.toLowerCase();
	return Object.hasOwn(RETIRED_IDS, name) ? RETIRED_IDS[name] : undefined;
}

const ONE_IMAGE = 'leave it out, since this model makes one image for each request';

const RETIRED_NAMES: ReadonlyArray<{ of: RegExp; name: string; instead: string }> = [
	{ of: /^nano-banana-pro$/, name: 'input_prompt', instead: "use 'prompt'" },
	{ of: /^nano-banana-pro$/, name: 'input_image_input', instead: "use 'image_input'" },
	{ of: /^nano-banana-pro$/, name: 'input_aspect_ratio', instead: "use 'aspect_ratio'" },
	{ of: /^nano-banana-pro$/, name: 'input_resolution', instead: "use 'resolution'" },
	{ of: /^nano-banana-pro$/, name: 'input_output_format', instead: "use 'output_format'" },
	{ of: /^google\/imagen4/, name: 'num_images', instead: ONE_IMAGE },
	{ of: /^ideogram\/v3-text-to-image$/, name: 'num_images', instead: ONE_IMAGE },
];

/** Why KIE will not take the input, where it holds a name of the older pages. */
export function retiredInput(id: string, input: Record<string, unknown>): string | undefined {
	const found = RETIRED_NAMES.find(({ of, name }) => of.test(id) && name in input);
	return found && `contains '${found.name}', which KIE does not accept: ${found.instead}`;
}
