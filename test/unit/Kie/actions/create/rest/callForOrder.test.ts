import { expect, test, vi } from 'vitest';
import { callForOrder } from '../../../../../../nodes/Kie/actions/create/rest/callForOrder.ts';
import { Known } from '../../../../../../nodes/Kie/actions/create/rest/known.ts';
import { apis } from '../../../../../../nodes/shared/kie/apis/index.ts';
import type { Reply } from '../../../../../../nodes/shared/kie/fault.ts';
import type { KieTask } from '../../../../../../nodes/shared/kie/task.ts';
import { refusalFault } from '../../../../../helpers/faults.ts';
import { unusedTransport } from '../../../../../helpers/unusedTransport.ts';
import { orderOf, stateOf, taskOf } from './fixtures.ts';

let made = 0;

/** An execution that waits for some tasks, and what KIE says of each. */
function resting(list: string[], { isHome = true, ended = [] as string[], orphans = 0 } = {}) {
	const of = { executionId: `calls-${made++}`, id: `calls-${made}` };
	const orders = list.map((taskId, itemIndex) => orderOf(taskId, { itemIndex }));
	const state = stateOf(of, orders, ended);
	state.ordered.orphans = Array.from({ length: orphans }, () => ({
		...orderOf('lost'),
		sentAt: 0,
		rings: { executionId: 'x', secret: 's' },
	}));
	if (isHome) new Known(of).noteHome();
	const says = new Map<string, Reply<KieTask | null>>();
	const reads: string[] = [];
	vi.spyOn(apis.market, 'read').mockImplementation(async (_transport, taskId) => {
		reads.push(taskId);
		return says.get(taskId) ?? { ok: true, value: taskOf(taskId, { status: 'pending' }) };
	});
	return {
		reads,
		says,
		finish: (...taskIds: string[]) => {
			for (const taskId of taskIds) says.set(taskId, { ok: true, value: taskOf(taskId) });
		},
		call: async (taskId: string) => {
			const order = orders.find(({ task }) => task.taskId === taskId)!;
			return await callForOrder(unusedTransport, state, order);
		},
	};
}

test('the last one wakes, with all ends and without the records that nobody asked for', async () => {
	const { call, finish } = resting(['a', 'b'], { ended: ['b'] });
	finish('a');
	const verdict = await call('a');

	expect(verdict).toMatchObject({ kind: 'wake' });
	const ended = verdict.kind === 'wake' ? verdict.state.ordered.ended : [];
	expect(ended.map(({ taskId }) => taskId)).toEqual(['b', 'a']);
	expect(ended[1]?.raw).toEqual({});
});

test('reads its own task and one other, which it does not read a second time', async () => {
	const { call, finish, reads } = resting(['a', 'b', 'c', 'd']);
	finish('c', 'd');
	expect(await call('c')).toEqual({ kind: 'restOn' });
	expect(await call('d')).toEqual({ kind: 'restOn' });
	expect(await call('d')).toEqual({ kind: 'restOn' });

	expect(reads).toEqual(['c', 'a', 'd', 'b']);
});

test('another one that has ended, though its call was lost, is known from then on', async () => {
	const { call, finish } = resting(['a', 'b']);
	finish('a', 'b');
	expect(await call('b')).toMatchObject({ kind: 'wake' });
});

test.each<[string, Reply<KieTask | null>]>([
	['runs', { ok: true, value: taskOf('a', { status: 'pending' }) }],
	['is hidden', { ok: true, value: null }],
	['cannot be read', { ok: false, fault: refusalFault(500, 'x') }],
])('a task that %s: KIE is to call again', async (_name, reply) => {
	const { call, says } = resting(['a']);
	says.set('a', reply);
	expect(await call('a')).toMatchObject({ kind: 'reject', status: 503 });
});

test('a success without images ends the rest, and is for the node to look at again', async () => {
	const { call, says } = resting(['a']);
	says.set('a', { ok: true, value: taskOf('a', { imageUrls: [] }) });
	expect(await call('a')).toMatchObject({ kind: 'wake', state: { ordered: { ended: [] } } });
});

test('while an orphan may call, nothing wakes', async () => {
	const { call, finish } = resting(['a'], { orphans: 1 });
	finish('a');
	expect(await call('a')).toEqual({ kind: 'restOn' });
});
