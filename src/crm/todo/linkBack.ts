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
  /** Among the lines of these words: which it was, from 0, and how many there were. */
  same?: readonly [number, number];
}

/** So far around where it was a line is looked for. */
const REACH = 20_000;

/** What is noted of lines (from 0), to find them again when more was written. */
export function placesIn(lineCount: number, textAt: (line: number) => string, lines: readonly number[]): Place[] {
  const byWords = new Map(lines.map((line) => [textAt(line).trim(), [] as number[]]));
  for (let line = 0; line < lineCount; line++) byWords.get(textAt(line).trim())?.push(line);
  return lines.map((line) => {
    const text = textAt(line);
    const all = byWords.get(text.trim())!;
    return { line, text, same: [all.indexOf(line), all.length] };
  });
}

/**
 * Where lines are now that were at these places, by their text (white space around it may have changed), each once.
 * Among lines of the same words they keep their order; the nearest to where they were, unless it is known which of them
 * they were. undefined: there is no such line any more.
 */
export function findAgain(lineCount: number, textAt: (line: number) => string, places: readonly Place[]) {
  const found = new Map<Place, number>();
  const groups = new Map<string, Place[]>();
  for (const place of places) {
    const words = place.text.trim();
    groups.set(words, [...(groups.get(words) ?? []), place]);
  }
  const there = new Map([...groups.keys()].map((words) => [words, [] as number[]]));
  const at = places.map(({ line }) => line);
  const last = Math.min(lineCount, Math.max(...at) + REACH + 1);
  for (let line = Math.max(0, Math.min(...at) - REACH); line < last; line++) there.get(textAt(line).trim())?.push(line);
  for (const [words, group] of groups) {
    const lines = there.get(words)!;
    if (group.every(({ same }) => same?.[1] === lines.length))
      for (const place of group) found.set(place, lines[place.same![0]]!);
    else
      for (const [place, line] of paired(
        group.toSorted((a, b) => a.line - b.line),
        lines,
      ))
        found.set(place, line);
  }
  return places.map((place) => found.get(place));
}

/**
 * As many of both as can be, in the order of both, and together as near as can be; of two that are as near, the lines
 * farther down: more is written than taken away.
 */
function paired(places: readonly Place[], lines: readonly number[]): [Place, number][] {
  const wide = lines.length + 1;
  /** What the places up to one cost with the lines up to one; a place that finds none costs more than any way. */
  const cost = new Float64Array((places.length + 1) * wide);
  const LOST = 1e9;
  const near = (place: number, line: number) =>
    cost[(place - 1) * wide + line - 1]! + Math.abs(places[place - 1]!.line - lines[line - 1]!);
  for (let place = 1; place <= places.length; place++)
    for (let line = 0; line < wide; line++) {
      const lost = cost[(place - 1) * wide + line]! + LOST;
      cost[place * wide + line] = line === 0 ? lost : Math.min(lost, cost[place * wide + line - 1]!, near(place, line));
    }
  const pairs: [Place, number][] = [];
  for (let place = places.length, line = lines.length; place > 0 && line > 0; ) {
    const now = cost[place * wide + line]!;
    if (now === near(place, line)) {
      pairs.push([places[place - 1]!, lines[line - 1]!]);
      place--;
      line--;
    } else if (now === cost[place * wide + line - 1]) line--;
    else place--;
  }
  return pairs;
}
