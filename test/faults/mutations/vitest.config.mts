import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { engineModules } from '../../helpers/engineModules.mts';
import type { Mutation } from './mutations.mts';
import { mutations } from './mutations.mts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Changes the source as it is loaded: no file is touched. */
const mutate = ({ name, file, find, replace }: Mutation): Plugin => ({
	name: `mutation: ${name}`,
	enforce: 'pre',
	transform(code, id) {
		if (id !== `${root}${file}`) return undefined;
		const parts = code.split(find);
		if (parts.length === 2) return parts.join(replace);
		throw new Error(`“${find}” stands ${parts.length - 1} times in ${file}`);
	},
});

export default defineConfig({
	test: {
		root,
		maxWorkers: 2,
		restoreMocks: true,
		reporters: ['verbose'],
		projects: mutations.map((mutation) => ({
			extends: true as const,
			plugins: [mutate(mutation)],
			resolve: { alias: engineModules(root) },
			test: {
				name: mutation.name,
				include: ['test/faults/mutations/caught.test.ts'],
				env: {
					...{ N8N_LOG_LEVEL: 'silent', ENGINE_FOLDER: root },
					...{ FAULTS_MUTATION: mutation.name },
				},
			},
		})),
	},
});
