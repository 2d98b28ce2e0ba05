import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';
import type { Failure } from '../../shared/kie/failure';
import type { Transport } from '../../shared/kie/transport';
import { connect } from '../../shared/kie/transport';
import type { FailedOutcome } from './outcome';

/** One run of the node, as far as its items depend on each other: what one of them failed with. */
export class Run {
	/** Whether the workflow goes on with the other items. */
	readonly goesOn: boolean;

	/** What was told beside the output. */
	readonly hints: NodeExecutionHint[] = [];

	private transport: Promise<Transport> | undefined;

	private failedBy: Failure | undefined;

	private refusedBy: Failure | undefined;

	constructor(readonly ctx: IExecuteFunctions) {
		this.goesOn = ctx.continueOnFail();
	}

	/** The way to KIE: one for the whole run. */
	async connect(): Promise<Transport> {
		this.transport ??= connect(this.ctx);
		return await this.transport;
	}

	fail(itemIndex: number, failure: Failure): FailedOutcome {
		if (!this.goesOn) this.failedBy ??= failure;
		return { itemIndex, failure };
	}

	/** Tells a person something that is no reason to stop. */
	hint(message: string, type?: NodeExecutionHint['type']): void {
		const hint: NodeExecutionHint = { message, location: 'outputPane', ...(type && { type }) };
		this.hints.push(hint);
		this.ctx.addExecutionHints(hint);
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
