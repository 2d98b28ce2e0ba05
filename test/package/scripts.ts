/** The npm scripts of the package that a text calls: `npm test`, `npm run lint`. */
export const scriptsIn = (text: string): string[] =>
	[...text.matchAll(/\bnpm (?:(test)\b|(start)\b|run (?:--silent )?([\w:]+))/g)].map(
		([, test, start, name]) => test ?? start ?? name ?? '',
	);
