import type { Api } from '../catalogue/index.ts';
import { invalid, Refusal, serverException } from '../refusal.ts';

/** What is wrong with a request. */
export interface Complaint {
	field: string;
	/** No value; a value of another type, none of the choices, or one that is too long, too large or does not fit. */
	kind: 'missing' | 'type' | 'option' | 'limit';
	says: string;
}

/** A complaint in KIE's words. Those of the market seldom say what is wrong: the ledger does. */
export function complain(api: Api, { field, kind, says }: Complaint): Refusal {
	const reason = `${field} ${says}`.trim();
	if (api !== 'market') return invalid(reason);
	switch (kind) {
		case 'missing':
			return new Refusal(500, 'This field is required', { reason });
		case 'type':
			return serverException(reason);
		case 'option':
			return new Refusal(422, `${field} is not within the range of allowed options`, { reason });
		case 'limit':
			return new Refusal(422, undefined, { reason });
	}
}
