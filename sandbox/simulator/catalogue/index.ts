export { rounded } from './billing.ts';
export { fluxKontext, gpt4oImage } from './dedicated.ts';
export { marketModels } from './market/index.ts';
export type { Api, FileType, InputLimits, Model } from './model.ts';
export type { Fields, FileRole, Rule, Values } from './rules.ts';
