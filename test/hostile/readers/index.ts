import type { Reader } from '../reader.ts';
import { answerReaders } from './answers.ts';
import { callReaders } from './calls.ts';
import { catalogueReaders } from './catalogue.ts';
import { fileReaders } from './files.ts';
import { parameterReaders } from './parameters.ts';
import { savedReaders } from './saved.ts';

/** Every reader of what comes from outside. A new one is a line in one of these lists. */
export const readers: Reader[] = [
	...answerReaders,
	...callReaders,
	...catalogueReaders,
	...fileReaders,
	...savedReaders,
	...parameterReaders,
];
