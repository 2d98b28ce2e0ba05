import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Process } from '../../helpers/rest.ts';
import type { Mutation } from './mutations.mts';

interface LoadedModule {
	_compile(code: string, filename: string): void;
}
type Load = (module: LoadedModule, filename: string) => void;

const folder = process.env.BUILT_PACKAGE ?? '';
const require = createRequire(join(folder, 'index.js'));
const extensions = require.extensions as unknown as Record<'.js', Load>;
const load = extensions['.js'];

/** The node of the built package in a process that has learned nothing yet, with one fault in it. */
export function builtNode(mutation?: Mutation): Process {
	for (const name of Object.keys(require.cache)) {
		if (name.startsWith(join(folder, 'nodes'))) delete require.cache[name];
	}
	const place = mutation && join(folder, mutation.file);
	extensions['.js'] = (module, filename) =>
		filename === place
			? module._compile(mutated(mutation!, filename), filename)
			: load(module, filename);
	try {
		const { Kie } = require('./nodes/Kie/Kie.node.js') as { Kie: new () => Process };
		return new Kie();
	} finally {
		extensions['.js'] = load;
	}
}

function mutated({ file, find, replace }: Mutation, filename: string): string {
	const parts = readFileSync(filename, 'utf8').split(find);
	if (parts.length === 2) return parts.join(replace);
	throw new Error(`“${find}” stands ${parts.length - 1} times in ${file}`);
}
