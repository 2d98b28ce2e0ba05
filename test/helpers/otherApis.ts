import { IMAGE_HOST, ok } from './kie.ts';

// Flux Kontext and the market as they answer; those of 4o Image are in kie.ts.

export const FLUX_CREATE = /^\/api\/v1\/flux\/kontext\/generate$/;
export const MARKET_CREATE = /^\/api\/v1\/jobs\/createTask$/;
export const fluxRead = (taskId: string) =>
	new RegExp(`flux/kontext/record-info\\?taskId=${taskId}$`);
export const marketRead = (taskId: string) => new RegExp(`jobs/recordInfo\\?taskId=${taskId}$`);

export const fluxRunning = (taskId: string) => ok({ taskId, successFlag: 0, response: null });
export const fluxDone = (taskId: string) =>
	ok({
		taskId,
		paramJson: JSON.stringify({ prompt: 'A cat', model: 'flux-kontext-max' }),
		successFlag: 1,
		createTime: 1_700_000_000_000,
		completeTime: 1_700_000_060_000,
		response: {
			originImageUrl: `${IMAGE_HOST}/origin.png`,
			resultImageUrl: `${IMAGE_HOST}/${taskId}.png`,
		},
	});
export const job = (taskId: string, model: string, rest: Record<string, unknown> = {}) =>
	ok({
		taskId,
		model,
		state: 'generating',
		param: JSON.stringify({ model, input: { prompt: 'A cat' } }),
		resultJson: '',
		failCode: null,
		failMsg: null,
		costTime: null,
		createTime: 1_700_000_000_000,
		...rest,
	});
export const jobDone = (taskId: string, model: string, url = `${IMAGE_HOST}/${taskId}.png`) =>
	job(taskId, model, {
		state: 'success',
		resultJson: JSON.stringify({ resultUrls: [url], firstFrameUrl: `${IMAGE_HOST}/first.png` }),
		costTime: 12,
		completeTime: 1_700_000_060_000,
	});
