/** Moves that wait, as a comparison to read. */
import { compare } from '../changes/documents.js';
import type { SeenMove } from './stagedLook.js';

/** By pipeline, in the order they were staged. */
export const grouped = (seen: readonly SeenMove[]): SeenMove[] =>
  [...new Set(seen.map(({ pipeline }) => pipeline?.name))].flatMap((name) =>
    seen.filter(({ pipeline }) => pipeline?.name === name),
  );

/** Left where each card is, right where it is to go. */
export async function compareMoves(seen: readonly SeenMove[]): Promise<void> {
  const rows = grouped(seen);
  const headOf = (one: SeenMove) => one.pipeline?.name ?? 'Of a pipeline that is gone';
  const text = (stage: (one: SeenMove) => string) =>
    rows
      .flatMap((one, at) => {
        const before = rows[at - 1];
        const head = before && headOf(before) === headOf(one) ? [] : [...(before ? [''] : []), headOf(one)];
        return [...head, `  ${one.title}: ${stage(one)}`];
      })
      .join('\n');
  const here = ({ state, now, from }: SeenMove): string =>
    state === 'gone' ? 'gone' : state === 'conflict' ? `${now} (conflict: you saw it in ${from})` : now;
  await compare(
    'Staged moves: before and after',
    { name: 'As it is in Attio', text: `${text(here)}\n` },
    { name: 'After the commit', text: `${text((one) => (one.state === 'gone' ? 'gone' : one.to))}\n` },
  );
}
