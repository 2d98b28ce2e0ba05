import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { ImageSize } from '../../imageShape';
import type { Parameter } from '../../parameters/parameter';
import { oneOfTexts } from '../../parameters/values';
import { byVersion } from '../versions';

/** One value of a model: its schema gives what is sent; undefined is not sent. */
export interface Setting extends Parameter {
	/** KIE's name of it. */
	key: string;
	/** What KIE assumes: not sent then. Without it the value always is, so that what is shown holds. */
	assumed?: unknown;
	/** What `auto` is for an image of this size, where KIE has no such value. */
	ofImage?: (size: ImageSize | null) => string;
}

/** For an operation in which KIE does not say what it assumes. */
export function alwaysSent({ assumed, ...setting }: Setting): Setting {
	return setting;
}

/** How one value shows. */
export type Label = Omit<INodePropertyOptions, 'value'>;

interface Choice {
	key: string;
	allowed: readonly string[];
	labels: Readonly<Record<string, Label>>;
	/** What KIE's older pages have, and what takes its place. */
	retired?: Readonly<Record<string, string>>;
	/** What a new node has. */
	byDefault: string;
	assumed?: string | undefined;
}

/** A setting that newer nodes show otherwise. */
export const settingByVersion = (first: Setting, newer: Setting): Setting[] => {
	const [ofFirst, ofNewer] = byVersion(first.field, newer.field);
	return [
		{ ...first, field: ofFirst },
		{ ...newer, field: ofNewer },
	];
};

/** One out of a few. */
export function choice(
	field: Pick<INodeProperties, 'displayName' | 'name' | 'description'>,
	{ key, allowed, labels, retired, byDefault, assumed }: Choice,
): Setting {
	const options = allowed.map((value) => ({ name: value, ...labels[value], value }));
	return {
		field: { ...field, type: 'options', default: byDefault, options: inOrder(options) },
		key,
		schema: oneOfTexts(allowed, retired),
		assumed,
	};
}

/** Lists of five and more stand in alphabetical order. */
function inOrder(options: INodePropertyOptions[]): INodePropertyOptions[] {
	if (options.length < 5) return options;
	return [...options].sort((a, b) => a.name.localeCompare(b.name));
}
