import type { IExecuteFunctions } from 'n8n-workflow';
import type { Failure } from '../../shared/kie/failure';
import type { FailedOutcome } from './outcome';

/** One run of the node, as far as its items depend on each other: what one of them failed with. */
export class Run {
	/** Whether the workflow goes on with the other items. */
	readonly goesOn: boolean;

	private failedBy: Failure | undefined;

	private refusedBy: Failure | undefined;

	constructor(readonly ctx: IExecuteFunctions) {
		this.goesOn = ctx.continueOnFail();
	}

	fail(itemIndex: number, failure: Failure): FailedOutcome {
		if (!this.goesOn) this.failedBy ??= failure;
		return { itemIndex, failure };
	}

	/** KIE would say the same to every further request. */
	refuseAll(failure: Failure): void {
		this.refusedBy ??= failure;
	}

	/** The run will end in an error: what is still done for its items reaches nobody. */
	get willFail(): boolean {
		return this.failedBy !== undefined;
	}

	/** Why nothing more is ordered. */
	get stoppedBy(): Failure | undefined {
		return this.failedBy ?? this.refusedBy;
	}
}
