import type { Resource } from '../resource';
import { getCredits } from './getCredits.operation';
import { getPrice } from './getPrice.operation';

export const account: Resource = {
	name: 'Account',
	value: 'account',
	operations: [getCredits, getPrice],
	byDefault: 'getCredits',
};
