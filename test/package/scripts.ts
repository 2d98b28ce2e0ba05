interface Call {
	script: string;
	/** What is set for it alone. */
	env: Record<string, string>;
}

const CALL = /((?:\b[A-Z_]+=\S+ )*)\bnpm (?:(test)\b|(start)\b|run (?:--silent )?([\w:]+))/g;

/** The npm scripts of the package that a text calls: `npm test`, `A=1 npm run lint`. */
export const callsIn = (text: string): Call[] =>
	[...text.matchAll(CALL)].map(([, settings = '', test, start, name]) => ({
		script: test ?? start ?? name ?? '',
		env: Object.fromEntries([...settings.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, ...pair]) => pair)),
	}));

export const scriptsIn = (text: string): string[] => callsIn(text).map(({ script }) => script);
