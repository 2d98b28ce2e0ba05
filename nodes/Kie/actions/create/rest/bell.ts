import type { IExecuteFunctions } from 'n8n-workflow';
import { newCallSecret } from '../../../../shared/kie/callSecret';
import { isWebAddress } from '../../../../shared/webAddress';
import type { Run } from '../../run';
import { isToolUse } from '../../toolUse';
import type { ImageRequest } from '../request';
import { canRest } from './execution';
import { hintAtTimeout } from './timeout';

/** Has KIE call this execution when the tasks that it waits for are done, if it is to rest. */
export function hangBell(run: Run, requests: ImageRequest[]): ImageRequest[] {
	const first = requests.find(({ waitUntilDone }) => waitUntilDone);
	if (first?.waitMethod !== 'callback') return requests;
	if (isToolUse(run.ctx)) {
		run.hint(
			'AI agents wait for their tools, so the node checked KIE regularly instead of suspending the execution.',
		);
		return requests;
	}
	const resumeUrl = resumeUrlOf(run.ctx);
	if (resumeUrl === null) {
		run.hint(
			'This version of n8n cannot suspend the execution, so the node checked KIE regularly.',
			'warning',
		);
		return requests;
	}
	hintAtTimeout(run, first.options.maxWait);
	const rings = {
		executionId: run.ctx.getExecutionId(),
		secret: newCallSecret(),
	};
	return requests.map((request) => {
		if (!request.waitUntilDone) return request;
		const url = new URL(resumeUrl);
		url.searchParams.set('item', String(request.itemIndex));
		url.searchParams.set('secret', rings.secret);
		return { ...request, rings, callBackUrl: url.href };
	});
}

/** Where a call reaches this node while its execution rests; null where it cannot rest. */
function resumeUrlOf(ctx: IExecuteFunctions): string | null {
	const base: unknown = ctx.evaluateExpression('{{ $execution.resumeUrl }}', 0);
	if (!canRest(ctx) || typeof base !== 'string' || !isWebAddress(base)) return null;
	const url = new URL(base);
	// As the node's webhook is named in Kie.node.ts.
	url.pathname += `/${encodeURIComponent(ctx.getNode().id)}`;
	return url.href;
}
