import { createRequire } from 'node:module';
import { z } from 'zod';

// The parser that ESLint reads its own settings with: nothing is installed for it.
const eslint = createRequire(createRequire(import.meta.url).resolve('eslint'));
const fromEslint = createRequire(eslint.resolve('@eslint/eslintrc'));
const { load } = z
	.object({ load: z.function(z.tuple([z.string()]), z.unknown()) })
	.parse(fromEslint('js-yaml'));

/** What a YAML file says; YAML 1.2, where `on` is a text. */
export const parseYaml = (text: string): unknown => load(text);
