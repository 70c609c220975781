/** The rows of the filter box. */
import type { View } from '../../attio/types.js';
import { oneLine } from '../records/text.js';
import { troubleRow } from '../records/trouble.js';
import type { PickItem } from '../ui.js';
import { type Asking, READ } from './asking.js';
import { type FilterSpec, isEmpty, NO_FILTER } from './spec.js';
import type { SavedFilter } from './store.js';
import { conditionWords, type LearntNames, specWords } from './words.js';

export type Choice =
  | { do: 'show' | 'add' | 'match' | 'sort' | 'save' | 'clear' | 'again' }
  | { do: 'change' | 'remove'; at: number }
  | { do: 'view'; view: View }
  | { do: 'saved'; saved: SavedFilter }
  | { do: 'forget'; saved: SavedFilter[] };

type Row = PickItem<Choice>;

/** Attio's views; where they cannot be read, a row that says why: the rest of the box is of use without them. */
export async function viewRows({ connection, slug, services }: Asking): Promise<Row[]> {
  const group = 'Views in Attio';
  try {
    const views = await connection.catalog.views(slug, READ);
    return views.map((view) => ({
      label: oneLine(view.title, 80) || 'Untitled view',
      icon: 'list-filter',
      group,
      value: { do: 'view', view },
    }));
  } catch (error) {
    const { icon, label, detail } = troubleRow(error, new Date());
    return [{ label, detail: services.redactor.redact(detail), icon, group, value: { do: 'again' } }];
  }
}

interface Shown {
  spec: FilterSpec;
  /** There is a filter to clear. */
  applied: boolean;
  /** It is not what the tree shows. */
  changed: boolean;
  saved: SavedFilter[];
  views: Row[];
  learnt: LearntNames;
}

/**
 * What to show first where there is news, then conditions, order, saved filters, `views` (of `viewRows`), and what else
 * can be done.
 */
export function menuItems({ spec, applied, changed, saved, views, learnt }: Shown): Row[] {
  return [
    ...(changed ? [showRow(spec, learnt)] : []),
    ...conditionRows(spec, learnt),
    sortRow(spec),
    ...saved.map(
      (one): Row => ({
        label: one.name,
        description: specWords(one.spec, learnt),
        icon: 'bookmark',
        group: 'Saved filters',
        value: { do: 'saved', saved: one },
      }),
    ),
    ...views.map((row) => ({
      ...row,
      ...(row.value.do === 'view' && row.value.view.id.view_id === spec.view?.id && { description: 'chosen' }),
    })),
    ...otherRows(spec, applied, saved),
  ];
}

const showRow = (spec: FilterSpec, learnt: LearntNames): Row => ({
  label: 'Show Records',
  description: isEmpty(spec) ? 'all of them' : specWords(spec, learnt),
  icon: 'check',
  picked: true,
  value: { do: 'show' },
});

function conditionRows(spec: FilterSpec, learnt: LearntNames): Row[] {
  const group = 'Shown where';
  const all = spec.match === 'all';
  const rows = spec.conditions.map(
    (condition, at): Row => ({
      label: conditionWords(spec, condition, learnt),
      ...(at > 0 && { description: all ? 'and' : 'or' }),
      icon: 'filter',
      group,
      value: { do: 'change', at },
      buttons: [{ icon: 'trash', tooltip: 'Remove', answer: { do: 'remove', at } }],
    }),
  );
  if (spec.view)
    rows.push({
      label: specWords({ ...NO_FILTER, view: spec.view }),
      description: 'from Attio',
      icon: 'filter',
      group,
      value: { do: 'show' },
    });
  rows.push({
    label: 'Add Condition…',
    ...(spec.view && { description: 'instead of the view' }),
    icon: 'add',
    group,
    value: { do: 'add' },
  });
  if (rows.length > 2)
    rows.push({
      label: all ? 'Match Any of Them' : 'Match All of Them',
      description: all ? 'now all have to hold' : 'now one has to hold',
      icon: 'arrow-swap',
      group,
      value: { do: 'match' },
    });
  return rows;
}

function sortRow({ sort, names }: FilterSpec): Row {
  const order = sort && specWords({ ...NO_FILTER, names, sort }).replace(/^Sorted by /, '');
  return {
    label: 'Sort By…',
    description: order ?? 'newest first',
    icon: 'list-ordered',
    group: 'Order',
    value: { do: 'sort' },
  };
}

function otherRows(spec: FilterSpec, applied: boolean, saved: SavedFilter[]): Row[] {
  const row = (label: string, description: string, icon: string, value: Choice): Row => ({
    label,
    description,
    icon,
    group: 'Otherwise',
    value,
  });
  return [
    ...(isEmpty(spec) ? [] : [row('Save As…', 'under a name, for this account', 'save', { do: 'save' })]),
    ...(saved.length > 0
      ? [row('Forget a Saved Filter…', `${saved.length} saved`, 'trash', { do: 'forget', saved })]
      : []),
    ...(applied ? [row('Clear Filter', 'all records, newest first', 'clear-all', { do: 'clear' })] : []),
  ];
}
