import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const simulator = fileURLToPath(new URL('..', import.meta.url));
const repository = join(simulator, '../..');

interface Import {
	from: string;
	to: string;
}

/** The imports between files below a folder, and from there to elsewhere in the repository. */
function importsOf(folder: string): Import[] {
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
	return files
		.filter((file) => file.endsWith('.ts'))
		.flatMap((file) => {
			const text = readFileSync(join(folder, file), 'utf8');
			const paths = [...text.matchAll(/\b(?:from|import|require)[ (]*'(\.[^']*)'/g)];
			const from = join(folder, file);
			return paths.map(([, path = '']) => ({ from, to: join(dirname(from), path) }));
		});
}

const isBelow = (folder: string) => (file: string) => file.startsWith(join(folder, sep));
const shown = ({ from, to }: Import) =>
	`${relative(repository, from)} → ${relative(repository, to)}`;

it('the simulator imports nothing from outside, and the nodes nothing of the sandbox', () => {
	const own = importsOf(simulator);
	expect(own.length).toBeGreaterThan(100);
	expect(own.filter(({ to }) => !isBelow(simulator)(to)).map(shown)).toEqual([]);

	const nodes = ['nodes', 'credentials'].flatMap((folder) => importsOf(join(repository, folder)));
	expect(nodes.length).toBeGreaterThan(100);
	const inSandbox = isBelow(join(repository, 'sandbox'));
	expect(nodes.filter(({ to }) => inSandbox(to)).map(shown)).toEqual([]);
});

it('its rooms depend on each other one way', () => {
	const roomOf = (file: string) => relative(simulator, file).split(sep)[0] ?? '';
	const doors = new Map<string, Set<string>>();
	for (const { from, to } of importsOf(simulator)) {
		const [room, next] = [roomOf(from), roomOf(to)];
		if (room !== next) doors.set(room, (doors.get(room) ?? new Set()).add(next));
	}
	/** The first way back to a room that was on the way. */
	const circle = (way: string[]): string[] | undefined => {
		for (const next of doors.get(way.at(-1) ?? '') ?? []) {
			const found = way.includes(next) ? [...way, next] : circle([...way, next]);
			if (found) return found;
		}
		return undefined;
	};
	expect(doors.size).toBeGreaterThan(5);
	expect([...doors.keys()].map((room) => circle([room])).find(Boolean)).toBeUndefined();
});
