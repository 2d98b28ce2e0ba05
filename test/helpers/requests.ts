import { INPUT_NAMES } from '../../nodes/Kie/actions/create/inputFields.ts';
import type {
	CreateRequest,
	ImageUrls,
	InputRole,
	ModelOperation,
} from '../../nodes/shared/models/index.ts';
import { imageUrlList } from '../../nodes/shared/parameters/imageUrls.ts';

/** The request of a model with the values of its parameters; images by their URLs. */
export function requestOf(own: ModelOperation, values: Record<string, unknown>): CreateRequest {
	const images: ImageUrls = {};
	for (const [name, { max }] of Object.entries(own.inputs)) {
		const role = name as InputRole;
		const given = values[INPUT_NAMES[role].url];
		if (given !== undefined && given !== '') images[role] = imageUrlList(max).parse(given);
	}
	return own.schema.parse(values)(images, null);
}
