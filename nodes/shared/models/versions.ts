import type { INodeProperties } from 'n8n-workflow';

// Nodes of version 1 in saved workflows keep the fields and the defaults that they had.

export const inVersion1 = { '@version': [1] };
export const sinceVersion11 = { '@version': [{ _cnd: { gte: 1.1 } }] };

/** One parameter that newer nodes show otherwise. */
export const byVersion = (
	first: INodeProperties,
	newer: INodeProperties,
): [INodeProperties, INodeProperties] => [
	{ ...first, displayOptions: { show: inVersion1 } },
	{ ...newer, displayOptions: { show: sinceVersion11 } },
];
