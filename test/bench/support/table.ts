/** The figures of all benches as one Markdown table. */
import { breaks, type Figure, within } from './figure.js';

export interface Measured {
  bench: string;
  seconds: number;
  figures: Figure[];
  /** Why there are none. */
  failure?: string;
}

function written(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en');
  return value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 10 ? 3 : 1 });
}

function budgetOf({ budget }: Figure, unit: string): string {
  if (budget === undefined) return '';
  return 'most' in budget ? `≤ ${written(budget.most)}${unit}` : `≥ ${written(budget.least)}${unit}`;
}

/** Measured against budget; nothing where the budget is none at all, or zero. */
function ratioOf({ measured, budget }: Figure): string {
  const limit = budget === undefined ? 0 : 'most' in budget ? budget.most : budget.least;
  return limit === 0 ? '' : (measured / limit).toFixed(2);
}

function verdict(figure: Figure): string {
  if (figure.budget === undefined) return '';
  if (within(figure)) return 'ok';
  return breaks(figure) ? '**over**' : 'over (time: told only)';
}

/** A cell must not end its row. */
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export function table(all: readonly Measured[]): string {
  const rows = all.flatMap(({ bench, figures, failure }) => [
    ...figures.map((figure) => {
      const unit = figure.unit === undefined ? '' : ` ${figure.unit}`;
      const measured = `${written(figure.measured)}${unit}`;
      return [
        bench,
        figure.what,
        measured,
        budgetOf(figure, unit),
        ratioOf(figure),
        verdict(figure),
        figure.note ?? '',
      ];
    }),
    ...(failure === undefined ? [] : [[bench, 'could not be measured', '', '', '', '**over**', failure]]),
  ]);
  return [
    ['Bench', 'Figure', 'Measured', 'Budget', 'Ratio', '', 'Note'],
    ['---', '---', '--:', '--:', '--:', '---', '---'],
  ]
    .concat(rows.map((row) => row.map(cell)))
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}
