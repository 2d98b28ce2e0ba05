import type { Api } from '../catalogue/index.ts';
import { callbackFaults, faultSchema } from './faultKinds.ts';
import type {
	AnswerFault,
	AnswerPoint,
	CallbackFault,
	Fault,
	FaultInput,
	FaultOf,
} from './faultKinds.ts';

/** What a fault's `match` is held against. */
export interface Occasion {
	api?: Api | undefined;
	model?: string | undefined;
	prompt?: string | undefined;
	taskId?: string | undefined;
	path?: string | undefined;
}

interface Armed {
	id: number;
	fault: Fault;
	skip: number;
	left: number;
}

const callbackKinds = new Set<string>(callbackFaults.map((schema) => schema.shape.kind.value));
const isCallbackFault = (fault: Fault): fault is CallbackFault => callbackKinds.has(fault.kind);
const isAnswerFault = (fault: Fault): fault is AnswerFault => 'on' in fault;

function suits({ match }: Fault, occasion: Occasion): boolean {
	const has = (text: string | undefined, part: string | undefined) =>
		part === undefined || (text !== undefined && text.includes(part));
	const is = (value: string | undefined, wanted: string | undefined) =>
		wanted === undefined || value === wanted;
	return (
		is(occasion.api, match.api) &&
		is(occasion.model, match.model) &&
		is(occasion.taskId, match.taskId) &&
		has(occasion.prompt, match.prompt) &&
		has(occasion.path, match.path)
	);
}

/** The faults that wait for their occasion, in the order they were added. */
export class Faults {
	#armed: Armed[] = [];
	#lastId = 0;

	/** Throws a ZodError when the fault is not one. */
	add(input: FaultInput): number {
		const fault = faultSchema.parse(input);
		this.#lastId += 1;
		const left = fault.times === 'always' ? Infinity : fault.times;
		this.#armed.push({ id: this.#lastId, fault, skip: fault.skip, left });
		return this.#lastId;
	}

	list(): { id: number; fault: Fault; left: number | 'always' }[] {
		return this.#armed.map(({ id, fault, left }) => ({
			id,
			fault,
			left: left === Infinity ? 'always' : left,
		}));
	}

	clear(): void {
		this.#armed = [];
	}

	takeAnswer(on: AnswerPoint, occasion: Occasion): AnswerFault | undefined {
		return this.#take(
			occasion,
			(fault): fault is AnswerFault => isAnswerFault(fault) && fault.on.includes(on),
		);
	}

	takeCallback(occasion: Occasion): CallbackFault | undefined {
		return this.#take(occasion, isCallbackFault);
	}

	take<Kind extends Fault['kind']>(kind: Kind, occasion: Occasion): FaultOf<Kind> | undefined {
		return this.#take(occasion, (fault): fault is FaultOf<Kind> => fault.kind === kind);
	}

	#take<F extends Fault>(
		occasion: Occasion,
		eligible: (fault: Fault) => fault is F,
	): F | undefined {
		for (const armed of this.#armed) {
			const { fault } = armed;
			if (!eligible(fault) || !suits(fault, occasion)) continue;
			if (armed.skip > 0) {
				armed.skip -= 1;
				continue;
			}
			armed.left -= 1;
			if (armed.left <= 0) this.#armed = this.#armed.filter(({ id }) => id !== armed.id);
			return fault;
		}
		return undefined;
	}
}
