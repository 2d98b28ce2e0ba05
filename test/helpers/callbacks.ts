import type { INodeParameters } from 'n8n-workflow';
import { afterEach, expect } from 'vitest';
import { runClock, useFakedClock } from './clock.ts';
import { API_KEY } from './engine.ts';
import type { Answer } from './kie.ts';
import { IMAGE_HOST, KieWire } from './kie.ts';
import type { Delivery } from './trigger.ts';
import { SECRET, Trigger } from './trigger.ts';

export const IMAGE = `${IMAGE_HOST}/t1.png`;
export const FORGED = 'https://forged.example.com/x.png';

/** What KIE posts of a task that is done, and of one that failed. */
export const told = (taskId = 't1', urls = [IMAGE]) => ({
	code: 200,
	msg: 'ok',
	data: { taskId, info: { result_urls: urls } },
});
export const toldFailed = (taskId = 't1') => ({
	code: 400,
	msg: 'flagged',
	data: { taskId, info: null },
});
export const anonymous = { code: 400, msg: 'Generation failed', data: null };

export const UNCONFIRMED: INodeParameters = { confirmResult: false, downloadImages: false };

const triggers: Trigger[] = [];

/** Has what the trigger says looked through when the test is over. */
export function watched(trigger: Trigger): Trigger {
	triggers.push(trigger);
	return trigger;
}

export const make = (parameters: INodeParameters = {}, webhookSecret = '') =>
	watched(new Trigger(parameters, { webhookSecret }));

export const call = async (trigger: Trigger, body: unknown, delivery?: Delivery) =>
	await runClock(trigger.deliver(body, delivery));

/** KIE, where only 4o knows a task. */
export const kie = (taskId = 't1', ...answers: Answer[]) =>
	new KieWire().onRead(taskId, answers).unknownElsewhere();

/** For tests of KIE Trigger: the faked clock, and no answer and no log line that says too much. */
export function useTriggers(): void {
	useFakedClock();
	afterEach(() => {
		for (const { answers, warnings } of triggers.splice(0)) {
			const said = JSON.stringify([answers, warnings]);
			for (const secret of [API_KEY, SECRET, IMAGE, FORGED, 'flagged']) {
				expect(said).not.toContain(secret);
			}
			expect(said).not.toMatch(/error|problem|failure|mistake/i);
		}
	});
}
