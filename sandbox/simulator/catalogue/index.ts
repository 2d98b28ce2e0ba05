export { fluxKontext, gpt4oImage } from './dedicated.ts';
export { marketModels } from './market.ts';
export type { Api, Check, Fields, FileRole, FileType, Model, Rule, Values } from './rules.ts';
