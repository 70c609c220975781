/** What a bench measures, and what becomes of it. */

/** Times depend on the machine and its load: they are shown, and never break a run. Counts and ratios do. */
export type Kind = 'count' | 'ratio' | 'time';

export interface Figure {
  what: string;
  kind: Kind;
  measured: number;
  /** Printed behind the number; nothing for a plain count or ratio. */
  unit?: string;
  /** Without one a figure is only told. */
  budget?: { most: number } | { least: number };
  /** What else one wants to know, such as the single values behind a median. */
  note?: string;
}

export interface Bench {
  name: string;
  run(): Promise<Figure[]>;
}

export function within({ measured, budget }: Figure): boolean {
  if (budget === undefined) return true;
  return 'most' in budget ? measured <= budget.most : measured >= budget.least;
}

/** Whether this figure makes the run fail. A figure that could not be measured does, too. */
export function breaks(figure: Figure): boolean {
  if (Number.isNaN(figure.measured)) return true;
  return figure.kind !== 'time' && !within(figure);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value that `share` (0 to 1) of `values` do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
