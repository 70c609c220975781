/** How much is in a stage: a count, and sums that never add different currencies. Pure. */
import { formatMoney, formatNumber } from '../../crm/format.js';
import type { Card, Money } from '../../crm/pipeline/types.js';

export interface Tally {
  count: number;
  /** A sum for each currency, the largest first. */
  sums: Money[];
  /** Everything is counted; else there is more than this. */
  whole: boolean;
}

type Counted = Pick<Card, 'money'>;

/** Fractions of cents come from adding, not from anybody's deal. */
const round = (amount: number) => Math.round(amount * 10_000) / 10_000;

/** `whole`: these are all there are. Cards without money count too; a currency whose sum is 0 is left out. */
export function tallyOf(cards: Iterable<Counted>, whole: boolean): Tally {
  let count = 0;
  const sums = new Map<string, number>();
  for (const { money } of cards) {
    count++;
    if (money) sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.amount);
  }
  return { count, sums: sorted(sums), whole };
}

/** With one card more or less. */
export function shifted({ count, sums, whole }: Tally, { money }: Counted, by: 1 | -1): Tally {
  const all = new Map(sums.map(({ currency, amount }) => [currency, amount]));
  if (money) all.set(money.currency, (all.get(money.currency) ?? 0) + by * money.amount);
  return { count: Math.max(0, count + by), sums: sorted(all), whole };
}

const sorted = (sums: ReadonlyMap<string, number>): Money[] =>
  [...sums]
    .map(([currency, amount]) => ({ currency, amount: round(amount) }))
    .filter(({ amount }) => amount !== 0)
    .sort((a, b) => b.amount - a.amount);

/** `12 · $1,840,000 + €96,000`; `50+` where there is more, whose sum nobody knows. */
export function tallyText({ count, sums, whole }: Tally): string {
  if (!whole) return `${formatNumber(count, {})}+`;
  const money = sums.map(({ amount, currency }) => formatMoney(amount, currency, {})).join(' + ');
  return [formatNumber(count, {}), money].filter(Boolean).join(' · ');
}
