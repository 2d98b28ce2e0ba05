import { countIn, each } from './billing.ts';
import type { Model } from './model.ts';
import {
	choice,
	file,
	filled,
	flag,
	from,
	link,
	megabyte,
	preset,
	prompt,
	required,
	text,
} from './rules.ts';
import type { Check, Fields, Values } from './rules.ts';

const promptOrFiles: Check = ({ prompt: words, filesUrl }) =>
	filled(words) || filled(filesUrl)
		? undefined
		: 'at least one of prompt or filesUrl must be provided';

const maskWithOneFile: Check = ({ maskUrl, filesUrl }) =>
	filled(maskUrl) && !(Array.isArray(filesUrl) && filesUrl.length === 1)
		? 'maskUrl is only available with exactly one image in filesUrl'
		: undefined;

const fallbackEnabled: Check = ({ fallbackModel, enableFallback }) =>
	filled(fallbackModel) && enableFallback !== true
		? 'fallbackModel takes effect only when enableFallback is true'
		: undefined;

/** 4o Image. `fileUrl` is deprecated and so no field at all. */
export const gpt4oImage: Model = {
	id: 'gpt4o-image',
	api: 'gpt4oImage',
	fields: {
		prompt: text(),
		filesUrl: { type: 'files', role: 'image', min: 1, max: 5 },
		size: required(choice('1:1', '3:2', '2:3')),
		nVariants: choice(1, 2, 4),
		maskUrl: file('mask'),
		isEnhance: flag,
		uploadCn: flag,
		enableFallback: flag,
		fallbackModel: choice('FLUX_MAX', 'GPT_IMAGE_1'),
		callBackUrl: link,
	},
	checks: [promptOrFiles, maskWithOneFile, fallbackEnabled],
	inputs: { bytes: 26_214_400 },
	price: each(6),
	count: countIn('nVariants'),
	takes: [20, 300],
	shapeFields: ['size'],
	shape: '1:1',
	makes: 'pictures',
	fileType: 'png',
};

const editTolerance: Check = ({ inputImage, safetyTolerance }) =>
	filled(inputImage) && Number(safetyTolerance ?? 0) > 2
		? 'safetyTolerance must be from 0 to 2 when inputImage is given'
		: undefined;

/** Flux Kontext. */
const fluxFields: Fields = {
	prompt: prompt(3000),
	enableTranslation: preset(true, flag),
	uploadCn: flag,
	inputImage: file('image'),
	aspectRatio: preset('16:9', choice('21:9', '16:9', '4:3', '1:1', '3:4', '9:16')),
	outputFormat: preset('jpeg', choice('jpeg', 'png')),
	promptUpsampling: flag,
	model: choice('flux-kontext-pro', 'flux-kontext-max'),
	callBackUrl: link,
	safetyTolerance: from(0, 6),
	watermark: text(),
};

const fluxModel = (id: string, credits: number): Model => ({
	id,
	api: 'fluxKontext',
	fields: fluxFields,
	checks: [editTolerance],
	inputs: { bytes: 10 * megabyte },
	price: each(credits),
	takes: [8, 60],
	shapeFields: ['aspectRatio'],
	shape: '16:9',
	makes: 'pictures',
	fileType: { field: 'outputFormat', otherwise: 'jpeg' },
});

const fluxPro = fluxModel('flux-kontext-pro', 5);
const fluxMax = fluxModel('flux-kontext-max', 10);

export const fluxKontext = (values: Values): Model =>
	values.model === fluxMax.id ? fluxMax : fluxPro;
