/** The link of a task beside the line it was made from: where it is put, and how a line is found again. Pure. */
import type { TodoLine } from './lines.js';

/** How a comment begins, by VS Code's language id; of prose and unknown languages nothing is put before the link. */
const COMMENTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    '//':
      'c cpp csharp cuda-cpp dart fsharp go groovy java javascript javascriptreact jsonc kotlin less objective-c objective-cpp php proto3 ' +
      'rust scala scss shaderlab solidity swift typescript typescriptreact v verilog zig',
    '#':
      'coffeescript dockerfile dockercompose elixir ignore julia makefile nix perl perl6 powershell properties python r ruby shellscript ' +
      'terraform toml yaml github-actions-workflow graphql cmake gdscript git-commit git-rebase',
    '--': 'ada elm haskell lua sql vhdl',
    '%': 'erlang latex matlab prolog tex bibtex',
    ';': 'asm clojure ini lisp racket scheme',
    "'": 'vb',
  }).flatMap(([sign, languages]) => languages.split(' ').map((one) => [one, sign])),
);
/** Where a link can stand nowhere but in a string. */
const NO_COMMENTS: ReadonlySet<string> = new Set(['json', 'jsonl', 'csv', 'tsv', 'css']);

export interface Insertion {
  at: number;
  text: string;
}

/** Where the link goes in its line; undefined: it has one already, or it would break what is there. */
export function linkInsertion(line: string, found: TodoLine, url: string, language: string): Insertion | undefined {
  if (found.task) return undefined;
  if (found.comment || found.mark === 'box') return { at: found.end, text: ` ${url}` };
  if (NO_COMMENTS.has(language)) return undefined;
  const sign = COMMENTS[language];
  if (sign === undefined) return { at: found.end, text: ` ${url}` };
  // In code, and in no comment that the line shows: one of its own. What goes on in the next line takes none after it.
  const end = line.trimEnd();
  return end.endsWith('\\') ? undefined : { at: end.length, text: ` ${sign} ${url}` };
}

/** `[start, end)` of the link with the space, and the comment's sign, that came with it. */
export function linkRemoval(line: string, { task }: Pick<TodoLine, 'task'>): readonly [number, number] | undefined {
  if (!task) return undefined;
  const before = line.slice(0, task.start);
  // A Markdown link goes as a whole.
  const label = /\s*\[[^\]]*\]\($/.exec(before);
  if (label && line.charAt(task.end) === ')') return [label.index, task.end + 1];
  const alone = line.slice(task.end).trim() === '' ? /\s+(?:\/\/|#|--|%|;|')\s*$/.exec(before) : null;
  const own = alone ?? /[ \t]+$/.exec(before);
  return [own && before.slice(0, own.index).trim() !== '' ? own.index : task.start, task.end];
}

export interface Place {
  /** From 0. */
  line: number;
  /** As it was. */
  text: string;
}

/** So far around where it was a line is looked for. */
const REACH = 20_000;

/**
 * Where lines are now that were at these places, by their text (white space around it may have changed): the nearest to
 * where it was, each once. undefined: there is no such line any more.
 */
export function findAgain(lineCount: number, textAt: (line: number) => string, places: readonly Place[]) {
  const taken = new Set<number>();
  const found = new Map<Place, number>();
  const is = (line: number, wanted: string) =>
    line >= 0 && line < lineCount && !taken.has(line) && textAt(line).trim() === wanted;
  // Those that stayed where they were come first, lest another of the same words takes their place.
  for (const place of places)
    if (is(place.line, place.text.trim())) {
      taken.add(place.line);
      found.set(place, place.line);
    }
  for (const place of places) {
    if (found.has(place)) continue;
    const wanted = place.text.trim();
    for (let away = 1; away <= REACH && (place.line - away >= 0 || place.line + away < lineCount); away++) {
      const line = [place.line + away, place.line - away].find((one) => is(one, wanted));
      if (line === undefined) continue;
      taken.add(line);
      found.set(place, line);
      break;
    }
  }
  return places.map((place) => found.get(place));
}
