/** What someone else changed meanwhile, as two texts to lay side by side. Pure. */
import type { Conflict } from '../../changes/change.js';
import { quoted } from './words.js';

const indented = (text: string): string =>
  text === '' ? '  (empty)' : text.replace(/\r\n?/g, '\n').replace(/^/gm, '  ');

const side = (conflicts: readonly Conflict[], heading: string, pick: (one: Conflict) => string): string =>
  [
    ...conflicts.flatMap((one) => [
      one.label,
      ` before both changes:`,
      indented(one.base),
      ` ${heading}:`,
      indented(pick(one)),
      '',
    ]),
  ].join('\n');

/** The same lines on both sides but for the values: what differs is what has to be decided. */
export function sides(conflicts: readonly Conflict[]): { theirs: string; mine: string } {
  return {
    theirs: side(conflicts, 'now', ({ theirs }) => theirs),
    mine: side(conflicts, 'now', ({ mine }) => mine),
  };
}

/** What was there when the person looked, and what Attio has now: where the change would take all of it away. */
export function thenAndNow(conflicts: readonly Conflict[]): { before: string; now: string } {
  const text = (pick: (one: Conflict) => string) =>
    conflicts.flatMap((one) => [one.label, indented(pick(one)), '']).join('\n');
  return { before: text(({ base }) => base), now: text(({ theirs }) => theirs) };
}

/** Whether these are the differences that the person has seen. */
export function sameConflicts(a: readonly Conflict[] = [], b: readonly Conflict[] = []): boolean {
  const text = (conflicts: readonly Conflict[]) =>
    JSON.stringify(conflicts.map(({ slug, theirs, mine }) => [slug, theirs, mine]).sort());
  return text(a) === text(b);
}

/** `“Stage”`, `“Stage” and “Value”`, `“Stage”, “Value” and 2 more values`; what names its task or note is not quoted. */
export function labels(conflicts: readonly Conflict[]): string {
  const names = [...new Set(conflicts.map(({ label, named }) => (named ? label : quoted(label))))];
  if (names.length <= 3) return names.join(names.length === 2 ? ' and ' : ', ');
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more values`;
}
