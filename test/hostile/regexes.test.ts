import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { AST, visitRegExpAST, parseRegExpLiteral } from '@eslint-community/regexpp';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { apis } from '../../nodes/shared/kie/apis/index.ts';
import { adviceForText } from '../../nodes/shared/kie/wordings.ts';
import { wire } from '../helpers/wire.ts';

// Every regular expression of the nodes, on texts made to have it try again and again. V8 itself counts
// how often it goes back, and gives up at a limit: no clock decides. The texts are made of what the
// expression looks for, repeated: that finds what is quadratic by one or two loops, and proves no more.

setFlagsFromString('--allow-natives-syntax');
const limited = counting();
if (!limited) console.warn('This Node cannot count what a regular expression does: not looked at.');

type Limited = (pattern: string, flags: string, limit: number) => RegExp;

/** V8's own, for its tests: another V8 may have none. */
function counting(): Limited | undefined {
	try {
		const call = 'return %NewRegExpWithBacktrackLimit(pattern, flags, limit)';
		const made = new Function('pattern', 'flags', 'limit', call) as Limited;
		return made('a', '', 1).test('a') ? made : undefined;
	} catch {
		return undefined;
	}
}

const LENGTH = 8_000;
const MOST_A_LETTER = 6;

/** Files with expressions that are given no more than so much of a text, however long it is. */
const BOUNDED: Record<string, { most: number; read(text: string): unknown }> = {
	'shared/kie/wordings.ts': { most: 2_000, read: adviceForText },
	'shared/kie/apis/created.ts': {
		most: 400,
		read: async (text) => await apis.market.submit(wire({ ok: true, value: { a: text } }), {}, ''),
	},
};

const root = fileURLToPath(new URL('../../nodes', import.meta.url));

function literalsIn(file: string): string[] {
	const source = ts.createSourceFile(
		file,
		readFileSync(join(root, file), 'utf8'),
		ts.ScriptTarget.Latest,
		true,
	);
	const literals: string[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isRegularExpressionLiteral(node)) literals.push(node.text);
		node.forEachChild(visit);
	};
	visit(source);
	return literals;
}

const literals = readdirSync(root, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts'))
	.flatMap((file) => literalsIn(file).map((literal) => [literal, file] as const));

/** What each part of it is looking for, as texts. */
function piecesOf(literal: string): string[] {
	const pieces = new Set(['!', ' ', '0']);
	const letterOf = (element: AST.CharacterClassElement | AST.CharacterSet): string => {
		if (element.type === 'Character') return String.fromCodePoint(element.value);
		if (element.type === 'CharacterClassRange') return letterOf(element.min);
		if (element.type !== 'CharacterSet') return '';
		if (element.kind === 'any') return 'x';
		if (element.kind === 'space') return element.negate ? 'x' : ' ';
		if (element.kind === 'digit') return element.negate ? 'x' : '0';
		return element.kind === 'word' && element.negate ? '!' : 'x';
	};
	const textOf = (element: AST.Element | AST.QuantifiableElement): string => {
		switch (element.type) {
			case 'Character':
			case 'CharacterSet':
				return letterOf(element);
			case 'CharacterClass': {
				const [first] = element.elements;
				if (element.negate || !first) return 'x';
				return letterOf(first as AST.CharacterClassElement);
			}
			case 'Quantifier':
				return textOf(element.element).repeat(Math.max(1, Math.min(element.min, 20)));
			case 'Group':
			case 'CapturingGroup':
				return element.alternatives[0]?.elements.map(textOf).join('') ?? '';
			default:
				return '';
		}
	};
	visitRegExpAST(parseRegExpLiteral(literal), {
		onAlternativeEnter({ elements }) {
			pieces.add(elements.map(textOf).join(''));
			// Up to each of its loops, where it has something to give back.
			elements.forEach((element, at) => {
				if (element.type === 'Quantifier') {
					pieces.add(textOf(element));
					const before = elements.slice(0, at).map(textOf).join('');
					const after = elements
						.slice(at + 1)
						.map(textOf)
						.join('');
					pieces.add(before);
					// V8 goes back only to where the rest might begin, by its first letters.
					pieces.add(before + after.slice(0, -1));
				}
			});
		},
	});
	pieces.delete('');
	return [...pieces].slice(0, 12);
}

/** Whether it needs more steps back than there are letters, many times over. */
function isTooMuch(literal: string, text: string): boolean {
	const { source, flags } = new RegExp(...splitLiteral(literal));
	// What matches at the end in any case tells a limit that was met from a text that does not match.
	const always = `^[^]*?(?:(?:${source})|(?![^]))`;
	if (!limited) throw new Error('There is nothing to count with.');
	const expression = limited(always, flags.replace(/[gym]/g, ''), MOST_A_LETTER * text.length);
	return expression.exec(text) === null;
}

const splitLiteral = (literal: string): [string, string] => {
	const end = literal.lastIndexOf('/');
	return [literal.slice(1, end), literal.slice(end + 1)];
};

/** V8 does not count what a loop over anything gives back: without an anchor before it, it is too much. */
function hasLooseLoop(literal: string): boolean {
	let isLoose = false;
	visitRegExpAST(parseRegExpLiteral(literal), {
		onQuantifierEnter({ element, max, parent, start }) {
			if (max !== Infinity || element.type !== 'CharacterSet' || element.kind !== 'any') return;
			const first = parent.type === 'Alternative' ? parent.elements[0] : undefined;
			const isAnchored = /^\/\^/.test(literal) || first?.type === 'Assertion';
			isLoose ||= !isAnchored && first?.start !== start;
		},
	});
	return isLoose;
}

function worstOf(literal: string): string | undefined {
	if (hasLooseLoop(literal)) return 'its loop over anything';
	const pieces = piecesOf(literal);
	for (const first of ['', ...pieces.slice(3, 6)]) {
		for (const again of pieces) {
			for (const last of ['', '!\n']) {
				const text = first + again.repeat(LENGTH / again.length) + last;
				if (isTooMuch(literal, text)) return `${first}(${again})…${last}`;
			}
		}
	}
	return undefined;
}

/** The longest text that each expression is given, by what it looks for. */
async function seenWhile(job: () => unknown): Promise<Map<string, number>> {
	const seen = new Map<string, number>();
	const { exec } = RegExp.prototype;
	RegExp.prototype.exec = function (text) {
		seen.set(this.source, Math.max(seen.get(this.source) ?? 0, text.length));
		return exec.call(this, text);
	};
	try {
		await job();
	} finally {
		RegExp.prototype.exec = exec;
	}
	return seen;
}

/** Expressions that need not be looked at, since they are seen to get short texts alone. */
async function boundedIn(file: string): Promise<string[]> {
	const { most, read } = BOUNDED[file] ?? { most: 0, read: () => {} };
	const seen = await seenWhile(() => read('x '.repeat(50_000)));
	return literalsIn(file).filter((literal) => {
		const [source] = splitLiteral(literal);
		return (seen.get(source) ?? Infinity) <= most;
	});
}

test.skipIf(!limited).each([
	['/(\\s|x)+$/', true],
	['/^\\s*["[{]/', false],
	['/image content.*(violat|polic)/i', true],
	['/\\d{1,3}(,\\d{3})+/', false],
])('the count is right: %s', (literal, isQuadratic) => {
	expect(worstOf(literal) !== undefined).toBe(isQuadratic);
});

test.skipIf(!limited)('no regular expression takes more than a text is long', async () => {
	const bounded = new Set<string>();
	for (const file of Object.keys(BOUNDED)) {
		for (const literal of await boundedIn(file)) bounded.add(literal);
	}
	expect(bounded.size).toBeGreaterThan(10);
	const found = literals
		.filter(([literal, file]) => !(file in BOUNDED && bounded.has(literal)))
		.flatMap(([literal, file]) => {
			const worst = worstOf(literal);
			return worst === undefined ? [] : [`${file}: ${literal} with ${JSON.stringify(worst)}`];
		});
	expect(found).toEqual([]);
});
