import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { readers } from './readers/index.ts';

// Nobody should forget a reader. What takes a value of which it knows nothing is one, by its types: a
// parameter of the type unknown, bytes, a reply, or a record of whatever. (A schema that is exported by
// itself is found by its user, not here.)

const root = fileURLToPath(new URL('../../nodes', import.meta.url));
const FROM_OUTSIDE = /\bunknown\b|Uint8Array|HttpAnswer|CallbackBody|\bSchema \|/;

/** Those that read nothing from outside, and why. */
const NO_READERS: Record<string, string> = {
	'shared/dropOldest#dropOldest': 'counts what this process keeps',
	'shared/kie/failure#failureFrom': 'takes what was thrown',
	'Kie/actions/operation#allFailed': 'takes what was thrown',
	'shared/catalogue/question#question': 'takes a reader',
	'shared/schemas#otherwise': 'takes a schema',
	'Kie/actions/create/spending#imagesIn': 'takes a request that the node has built',
	'shared/kie/json#isRecord': 'looks at a type alone',
	'shared/kie/json#changed': 'an answer and what is in it: part of every reader of answers',
	'shared/kie/json#readText': 'a single value: part of every reader of answers',
	'shared/kie/json#readCode': 'a single value: part of every reader of answers',
	'shared/kie/json#isTooDeep': 'part of the readers of forms and JSON',
};

const isFromOutside = ({ parameters }: ts.SignatureDeclaration) =>
	parameters.some(({ type }) => type && FROM_OUTSIDE.test(type.getText()));

const isExported = (statement: ts.Statement) =>
	ts.canHaveModifiers(statement) &&
	ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

function namesIn(statement: ts.Statement): string[] {
	if (!isExported(statement)) return [];
	if (ts.isFunctionDeclaration(statement)) {
		return isFromOutside(statement) && statement.name ? [statement.name.text] : [];
	}
	if (ts.isVariableStatement(statement)) {
		return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
			initializer && ts.isArrowFunction(initializer) && isFromOutside(initializer)
				? [name.getText()]
				: [],
		);
	}
	if (!ts.isClassDeclaration(statement)) return [];
	return statement.members.flatMap((member) => {
		const isPrivate =
			ts.canHaveModifiers(member) &&
			ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword);
		return ts.isMethodDeclaration(member) && !isPrivate && isFromOutside(member)
			? [`${statement.name?.text}.${member.name.getText()}`]
			: [];
	});
}

const found = readdirSync(root, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts'))
	.flatMap((file) => {
		const text = readFileSync(join(root, file), 'utf8');
		const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
		return source.statements
			.flatMap(namesIn)
			.map((name) => `${file.replaceAll('\\', '/').replace(/\.ts$/, '')}#${name}`);
	});

const listed = readers.flatMap(({ of }) => of);

test('whatever takes a value from outside is in the list of readers', () => {
	expect(found.filter((name) => !listed.includes(name) && !(name in NO_READERS))).toEqual([]);
});

test('what is no reader, or named as one, is there', () => {
	expect(Object.keys(NO_READERS).filter((name) => !found.includes(name))).toEqual([]);
	const files = [...new Set(listed.map((name) => name.split('#')[0]))];
	const isThere = (file = '') => {
		const text = readFileSync(join(root, `${file}.ts`), 'utf8');
		return listed
			.filter((name) => name.startsWith(`${file}#`))
			.every((name) => text.includes(name.split(/[#.]/).at(-1) ?? '?'));
	};
	expect(files.filter((file) => !isThere(file))).toEqual([]);
});
