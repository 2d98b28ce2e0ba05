import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Gives what all tries of one run of a node share, made by the first of them. Under Continue, Retry On Fail
 * runs the node again when its first item failed, though all others may be done. It hangs on the node
 * context, which n8n keeps between the tries, and is not in it: n8n would save it, and what belongs to one
 * execution, such as a stored file, is not for another. Each round of a loop is a run of its own.
 */
export function perRun<T>(make: () => T): (ctx: IExecuteFunctions) => T {
	const made = new WeakMap<object, { runIndex: unknown; shared: T }>();
	return (ctx) => {
		const node = ctx.getContext('node');
		const runIndex: unknown = ctx.evaluateExpression('{{ $runIndex }}', 0);
		const known = made.get(node);
		if (known && known.runIndex === runIndex) return known.shared;
		const shared = make();
		made.set(node, { runIndex, shared });
		return shared;
	};
}
