/** Which lines of a text go and which come. Pure. */

export interface DiffLine {
  mark: ' ' | '-' | '+';
  text: string;
}

/** So many lines may differ before the difference is no longer looked for line by line. */
const MAX_EDITS = 1000;

/** A line without what another spelling of the same Markdown would change. */
function keyOf(line: string): string {
  return line
    .trim()
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '')
    .replace(/^[*+](?=\s)/, '-')
    .replace(/__/g, '**')
    .replace(/_/g, '*')
    .replace(/\s+/g, ' ');
}

/**
 * Both texts as one list of lines, those that go before those that come. Lines that only spell the same in another way
 * stay, and empty ones that come or go are no difference. A shortest list, but for texts that have little in common.
 */
export function lineDifference(before: string, after: string): DiffLine[] {
  const [old, now] = [before, after].map((text) => text.split(/\r\n?|\n/).filter((line) => line.trim() !== '')) as [
    string[],
    string[],
  ];
  const [a, b] = [old.map(keyOf), now.map(keyOf)];
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let tail = 0;
  while (tail < a.length - from && tail < b.length - from && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const [endA, endB] = [a.length - tail, b.length - tail];
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ mark: ' ', text }));
  const kept = common(a.slice(from, endA), b.slice(from, endB));
  const middle: DiffLine[] = [];
  let [i, j] = [from, from];
  for (const [x, y] of [...kept, [endA - from, endB - from] as const]) {
    for (; i < from + x; i++) middle.push({ mark: '-', text: old[i]! });
    for (; j < from + y; j++) middle.push({ mark: '+', text: now[j]! });
    if (i < endA && j < endB) {
      middle.push({ mark: ' ', text: now[j]! });
      i++;
      j++;
    }
  }
  return [...same(now.slice(0, from)), ...middle, ...same(now.slice(endB))];
}

/** Pairs of places of the lines that both have, in order (Myers, “An O(ND) Difference Algorithm”). */
function common(a: readonly string[], b: readonly string[]): [number, number][] {
  if (a.length === 0 || b.length === 0) return [];
  const most = Math.min(a.length + b.length, MAX_EDITS);
  // How far along `a` one gets on the diagonal k = x - y with so many edits; k is at k + most + 1.
  const far = new Int32Array(2 * most + 3);
  const past: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    past.push(far.slice());
    for (let k = -edits; k <= edits; k += 2) {
      const at = k + most + 1;
      const down = k === -edits || (k !== edits && far[at - 1]! < far[at + 1]!);
      let x = down ? far[at + 1]! : far[at - 1]! + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      far[at] = x;
      if (x >= a.length && y >= b.length) return walkedBack(past, a.length, b.length, most);
    }
  }
  return [];
}

function walkedBack(past: readonly Int32Array[], x: number, y: number, most: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (let edits = past.length - 1; edits >= 0; edits--) {
    const far = past[edits]!;
    const k = x - y;
    const at = k + most + 1;
    const down = k === -edits || (k !== edits && far[at - 1]! < far[at + 1]!);
    const startX = edits === 0 ? 0 : down ? far[at + 1]! : far[at - 1]! + 1;
    const startY = startX - k;
    while (x > startX && y > startY) pairs.push([--x, --y]);
    if (edits === 0) break;
    x = down ? startX : startX - 1;
    y = down ? startY - 1 : startY;
  }
  return pairs.reverse();
}

/** Lines around a difference that are shown with it. */
const AROUND = 3;

/** The whole difference as text; of lines that stay only those near one that does not. */
export function differenceText(lines: readonly DiffLine[]): string {
  const near = new Set<number>();
  for (const [index, { mark }] of lines.entries()) {
    if (mark === ' ') continue;
    for (let one = index - AROUND; one <= index + AROUND; one++) near.add(one);
  }
  const told: string[] = [];
  let left = 0;
  const flush = () => {
    if (left > 0) told.push(`  … ${left} line${left === 1 ? ' stays' : 's stay'} …`);
    left = 0;
  };
  for (const [index, { mark, text }] of lines.entries()) {
    if (!near.has(index)) {
      left++;
      continue;
    }
    flush();
    told.push(`${mark} ${text}`);
  }
  flush();
  return told.join('\n');
}
