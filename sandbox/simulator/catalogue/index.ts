export { rounded } from './billing.ts';
export { fluxKontext, gpt4oImage } from './dedicated.ts';
export { marketModels } from './market/index.ts';
export type { Api, FileType, InputLimits, Makes, Model } from './model.ts';
export type { Check, Fields, FileRole, Rule, Values } from './rules.ts';
