import type { INodeType } from 'n8n-workflow';
import { LIST_METHOD } from '../../shared/models/marketModel';
import { FORM_METHOD } from '../../shared/models/otherFields';
import { getMarketFields } from './getMarketFields';
import { searchMarketModels } from './searchMarketModels';

/** What the editor asks of an open node. A run calls none of it. */
export const methods = {
	listSearch: { [LIST_METHOD]: searchMarketModels },
	resourceMapping: { [FORM_METHOD]: getMarketFields },
} satisfies INodeType['methods'];
