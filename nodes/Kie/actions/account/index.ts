import type { Resource } from '../resource';
import { getCredits } from './getCredits.operation';

export const account: Resource = {
	name: 'Account',
	value: 'account',
	operations: [getCredits],
	byDefault: 'getCredits',
};
