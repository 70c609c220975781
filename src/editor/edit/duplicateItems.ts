/** How pairs of records that may be the same are listed. */
import type { Certainty, DuplicatePair, Subject } from '../../crm/duplicates.js';
import { isolated } from '../isolated.js';
import { oneLine } from '../records/text.js';
import type { PickItem } from '../ui.js';

export const CERTAINTY: Record<Certainty, string> = {
  sure: 'Almost certainly the same',
  likely: 'Probably the same',
  possible: 'Possibly the same',
};

const name = ({ title }: Subject): string => isolated(oneLine(title, 60));

/** `Acme Robotics and Acme Robotics GmbH`. */
export const pairName = ({ a, b }: Pick<DuplicatePair, 'a' | 'b'>): string => `${name(a)} and ${name(b)}`;

/** `icon`: a codicon id. Each certainty has a heading: pairs of the same have to follow each other. */
export function pairItem<T>(pair: DuplicatePair, icon: string, value: T): PickItem<T> {
  const { a, b, reasons, certainty } = pair;
  const facts = [a, b].map((one) => oneLine(one.description, 60));
  return {
    label: `${name(a)} ↔ ${name(b)}`,
    ...(facts.some(Boolean) && { description: facts.map((fact) => fact || '—').join(' ↔ ') }),
    // On a line of its own: the heading of the group takes room from the first.
    detail: reasons.map(({ text }) => oneLine(text, 120)).join(' · '),
    icon,
    group: CERTAINTY[certainty],
    value,
  };
}
