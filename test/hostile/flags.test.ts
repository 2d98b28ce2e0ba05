import { expect, test } from 'vitest';
import { apis } from '../../nodes/shared/kie/apis/index.ts';
import { SUCCESS_WITHOUT_IMAGE } from '../../nodes/shared/kie/task.ts';
import { wire } from '../helpers/wire.ts';
import { toldBy } from './oracle.ts';
import { envelopeOf, expectSoundTask } from './readers/answers.ts';

// What KIE says of a task in several words and flags, in every combination that could come: each of them
// may contradict the others, and what the node makes of it decides whether an image is given out.

const IMAGE = 'https://tempfile.aiquickdraw.com/a.png';

const FIELDS: Record<string, readonly unknown[]> = {
	state: [undefined, 'generating', 'success', 'fail', null],
	status: [undefined, 'GENERATING', 'SUCCESS', 'GENERATE_FAILED', ''],
	successFlag: [undefined, 0, 1, 2, 3, '1', null],
	resultJson: [undefined, JSON.stringify({ resultUrls: [IMAGE] }), '{"segments":[1]}', ''],
	response: [undefined, { resultUrls: [IMAGE], resultImageUrl: IMAGE }, {}],
};

function* combined(names = Object.keys(FIELDS)): Generator<Record<string, unknown>> {
	const [name, ...further] = names;
	if (name === undefined) return yield { taskId: 't' };
	for (const rest of combined(further)) {
		for (const value of FIELDS[name] ?? []) {
			yield value === undefined ? rest : { ...rest, [name]: value };
		}
	}
}

test.each(Object.values(apis))('$displayName: every combination', async (api) => {
	let read = 0;
	for (const record of combined()) {
		for (const code of [200, 501]) {
			const given = { code, msg: 'so it is', data: record };
			const reply = await api.read(wire(envelopeOf(given)), 't');
			const told = toldBy(record);
			// A refusal that comes with the end of its task is the word on the task.
			if (code !== 200 && told === 'pending') {
				expect(reply.ok).toBe(false);
				continue;
			}
			if (!reply.ok || !reply.value) throw new Error(`no task in ${JSON.stringify(given)}`);
			const { status, errorMessage } = reply.value;
			expect(errorMessage === SUCCESS_WITHOUT_IMAGE ? 'success' : status).toBe(told);
			expectSoundTask(reply.value, given);
			read++;
		}
	}
	expect(read).toBeGreaterThan(2_000);
});
