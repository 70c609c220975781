/** What src exports to be called says, right above it, what its name and its types do not. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as ts from 'typescript/unstable/ast';
import { createVirtualFileSystem } from 'typescript/unstable/fs';
import { API } from 'typescript/unstable/sync';
import { projectRoot } from '../support/workbench/paths.js';

/** A folder that is on no disk: the parser reads the texts that it is given, follows no import and loads no library. */
const ROOT = '/docstrings';
const BARE = { noLib: true, noResolve: true, types: [], allowJs: false };

/** Line and name of something that lacks a docstring, before its file: `12: name`. */
type Missing = string;

/** An arrow function or a function, whatever parentheses, `as` and `satisfies` stand around it. */
function isCallable(value: ts.Expression | undefined): boolean {
  if (!value) return false;
  if (ts.isParenthesizedExpression(value) || ts.isAsExpression(value) || ts.isSatisfiesExpression(value))
    return isCallable(value.expression);
  return ts.isArrowFunction(value) || ts.isFunctionExpression(value) || ts.isClassExpression(value);
}

/** The names of what a statement declares to be called, each with the node that its line is told of. */
function callables(statement: ts.Statement): { name: string; node: ts.Node }[] {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
    return [{ name: statement.name?.text ?? 'default', node: statement }];
  if (ts.isExportAssignment(statement))
    return isCallable(statement.expression) ? [{ name: 'default', node: statement }] : [];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations
    .filter(({ initializer }) => isCallable(initializer))
    .map((node) => ({ name: ts.isIdentifier(node.name) ? node.name.text : node.name.getText(), node }));
}

/** Whether a docstring with a word in it ends on the line before the statement; line comments may stand between. */
function isTold(statement: ts.Statement, source: ts.SourceFile): boolean {
  const docstring = statement.jsDoc?.at(-1);
  if (!docstring || !/[\p{L}\p{N}]/u.test(source.text.slice(docstring.pos, docstring.end))) return false;
  return /^\r?\n(?:[ \t]*\/\/.*\r?\n)*[ \t]*$/.test(source.text.slice(docstring.end, statement.getStart(source)));
}

function missingIn(source: ts.SourceFile): Missing[] {
  const { statements } = source;
  /** Names that are exported apart from where they are declared: `export { name }`. */
  const apart = new Set(
    statements.flatMap((statement) =>
      ts.isExportDeclaration(statement) &&
      !statement.moduleSpecifier &&
      statement.exportClause &&
      ts.isNamedExports(statement.exportClause)
        ? statement.exportClause.elements.map(({ name, propertyName }) => (propertyName ?? name).getText(source))
        : statement.kind === ts.SyntaxKind.ExportAssignment
          ? [(statement as ts.ExportAssignment).expression.getText(source)]
          : [],
    ),
  );
  return statements.flatMap((statement, index) => {
    const before = statements[index - 1];
    const exported =
      ts.isExportAssignment(statement) ||
      ('modifiers' in statement &&
        (statement.modifiers as readonly ts.Node[] | undefined)?.some(
          ({ kind }) => kind === ts.SyntaxKind.ExportKeyword,
        ));
    return callables(statement).flatMap(({ name, node }) => {
      if (!exported && !apart.has(name)) return [];
      // The first of a function's signatures speaks for the others.
      const further =
        before !== undefined &&
        ts.isFunctionDeclaration(statement) &&
        ts.isFunctionDeclaration(before) &&
        !before.body &&
        before.name?.text === statement.name?.text;
      if (further || isTold(statement, source)) return [];
      return [`${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}: ${name}`];
    });
  });
}

/** `file:line: name` of every exported function, class and arrow function without a docstring, in the order of `files`. */
function missing(files: ReadonlyMap<string, string>): string[] {
  const names = [...files.keys()];
  const config = JSON.stringify({ compilerOptions: BARE, files: names });
  const texts = names.map((name) => [`${ROOT}/${name}`, files.get(name)!] as const);
  const api = new API({
    cwd: projectRoot,
    fs: createVirtualFileSystem({ ...Object.fromEntries(texts), [`${ROOT}/tsconfig.json`]: config }),
  });
  try {
    const project = api.updateSnapshot({ openProjects: [`${ROOT}/tsconfig.json`] }).getProjects()[0]!;
    return names.flatMap((name) => {
      const source = project.program.getSourceFile(`${ROOT}/${name}`);
      assert(source, `${name} was not read`);
      return missingIn(source).map((found) => `${name}:${found}`);
    });
  } finally {
    api.close();
  }
}

/** What is missing in one file of these lines. */
const missingOf = (...lines: string[]) => missing(new Map([['a.ts', lines.join('\n')]]));

describe('docstrings', () => {
  it('stand above every exported function, class and arrow function of src', () => {
    const names = readdirSync(path.join(projectRoot, 'src'), { recursive: true })
      .map((file) => `src/${String(file).replaceAll('\\', '/')}`)
      .filter((file) => /\.[cm]?tsx?$/.test(file))
      .sort();
    assert(names.length > 100, 'hardly a file was found');
    const found = missing(new Map(names.map((name) => [name, readFileSync(path.join(projectRoot, name), 'utf8')])));
    assert(found.length === 0, `${found.length} without a docstring:\n${found.join('\n')}`);
  });

  it('are missed where one is taken away', () => {
    const file = 'src/attio/scopes.ts';
    const lines = readFileSync(path.join(projectRoot, file), 'utf8').split('\n');
    const at = lines.findIndex((line) => line.startsWith('export function hasScopes'));
    const from = lines.findLastIndex((line, index) => index < at && line.startsWith('/**'));
    assert(from > 0, 'it has none');
    assert.deepEqual(missing(new Map([[file, lines.join('\n')]])), []);
    lines.splice(from, at - from);
    assert.deepEqual(missing(new Map([[file, lines.join('\n')]])), [`${file}:${from + 1}: hasScopes`]);
  });

  it('are asked of whatever can be called, in every way to export it', () => {
    assert.deepEqual(
      missingOf(
        'export function plain() {}',
        'export async function late() {}',
        'export function* each() {}',
        'export class Thing {}',
        'export abstract class Idea {}',
        'export const short = () => 1;',
        'export const typed: (a: string) => void =',
        '  (a) => {};',
        'export const held = ((a: number) => a) satisfies unknown;',
        'export const old = function () {};',
        'const apart = () => 2;',
        'function other() {}',
        'export { apart, other as another };',
        'export default () => 3;',
      ),
      [
        'a.ts:1: plain',
        'a.ts:2: late',
        'a.ts:3: each',
        'a.ts:4: Thing',
        'a.ts:5: Idea',
        'a.ts:6: short',
        'a.ts:7: typed',
        'a.ts:9: held',
        'a.ts:10: old',
        'a.ts:11: apart',
        'a.ts:12: other',
        'a.ts:14: default',
      ],
    );
  });

  it('are not asked of values, types, what stays inside, what is passed on, nor of further signatures', () => {
    assert.deepEqual(
      missingOf(
        "export * from './b.js';",
        "export { b } from './b.js';",
        'export const VALUE = [1].map((one) => one);',
        'export interface Shape {}',
        'export type Call = () => void;',
        'const inside = () => 1;',
        'function within() { return inside; }',
        '/** Says what. */',
        'export function twice(a: string): string;',
        'export function twice(a: number): number;',
        'export function twice(a: unknown): unknown {',
        '  return within() ?? a;',
        '}',
      ),
      [],
    );
  });

  it('stand right above, and say something', () => {
    assert.deepEqual(
      missingOf(
        '/** About the file. */',
        '',
        'export function below() {}',
        '/** Says what. */',
        '// biome-ignore lint: a line for a tool may stand between',
        'export function near() {}',
        '/** */',
        'export function empty() {}',
        '// A remark.',
        'export function remarked() {}',
        "const text = '/** No comment. */';",
        'export const quoted = () => text;',
      ),
      ['a.ts:3: below', 'a.ts:8: empty', 'a.ts:10: remarked', 'a.ts:12: quoted'],
    );
  });
});
