/** Everything a new record will have, before it is created: each value can be changed or taken out, others added. */
import type { Attribute } from '../../attio/types.js';
import { oneLine } from '../records/text.js';
import { BACK, type Back, type PickItem } from '../ui.js';
import { dropAlso, dropUnused, emptyDraft, set } from './draft.js';
import { ask, headline, isFilled, type Making, making, READ, titleOf } from './making.js';

export type Reviewed = 'create' | 'discard' | 'done' | 'leave out' | Back | undefined;

type End = { do: 'create' | 'discard' | 'done' | 'leave out' };
type Row = End | { do: 'add' } | { do: 'edit' | 'remove'; attribute: Attribute } | { do: 'also'; index: number };

const isEnd = (row: Row): row is End => ['create', 'discard', 'done', 'leave out'].includes(row.do);

export interface ReviewOptions {
  back: boolean;
  /** What keeps it from being created, or what Attio refused. */
  problem?: string;
  /** It is created along with another: it is not created from here. */
  along?: boolean;
}

/** Resolves when the person creates, discards, goes back or closes; edits are made meanwhile. */
export async function review(made: Making, options: ReviewOptions): Promise<Reviewed> {
  const { services, noun, draft } = made;
  let { problem } = options;
  for (;;) {
    const chosen = await services.ui.pick<Row, Back>(rows(made, options), {
      title: headline(made),
      placeholder: problem ?? `Choose a value to change it, or create the ${noun.toLowerCase()}`,
      ignoreFocusOut: true,
      matchOnDescription: true,
      ...(options.back && { back: BACK }),
    });
    if (chosen === undefined || chosen === BACK) return chosen;
    problem = undefined;
    if (isEnd(chosen)) return chosen.do;
    if (chosen.do === 'remove') {
      set(draft, chosen.attribute.api_slug, []);
      dropUnused(draft);
      continue;
    }
    const closed =
      chosen.do === 'also'
        ? await reviewAlso(made, chosen.index)
        : chosen.do === 'add'
          ? await addAttribute(made)
          : await ask(made, chosen.attribute, { back: true });
    if (closed === undefined) return undefined;
  }
}

async function rows(made: Making, { along }: ReviewOptions): Promise<PickItem<Row>[]> {
  const { noun, attributes, needed, draft, words } = made;
  const title = titleOf(made);
  const isFound = (one: Attribute) => draft.found.includes(one.api_slug);
  const filled = attributes.filter((one) => isFilled(made, one)).sort((a, b) => +isFound(b) - +isFound(a));
  const missing = needed.filter((one) => !isFilled(made, one));
  const texts = await Promise.all(filled.map((one) => words(one, draft.values[one.api_slug] ?? [])));
  const finish: PickItem<Row> = along
    ? { label: 'Done', description: 'Back to what it is created with', icon: 'check', value: { do: 'done' } }
    : {
        label: `Create ${noun}`,
        description: [title ?? '', draft.also.length > 0 ? `with ${draft.also.map((one) => one.title).join(', ')}` : '']
          .map((part) => oneLine(part, 80))
          .filter(Boolean)
          .join(' '),
        icon: 'check',
        value: { do: 'create' },
      };
  return [
    finish,
    ...filled.map(
      (attribute, at): PickItem<Row> => ({
        label: oneLine(attribute.title),
        description: oneLine(texts[at]!, 120),
        icon: 'symbol-field',
        group: isFound(attribute) ? 'Found in the selected text' : 'Filled in',
        value: { do: 'edit', attribute },
        ...(!needed.includes(attribute) && {
          buttons: [{ icon: 'close', tooltip: 'Take Out', answer: { do: 'remove', attribute } }],
        }),
      }),
    ),
    ...missing.map(
      (attribute): PickItem<Row> => ({
        label: oneLine(attribute.title),
        description: 'needed',
        icon: 'warning',
        group: 'Still needed',
        value: { do: 'edit', attribute },
      }),
    ),
    ...draft.also.map(
      (also, index): PickItem<Row> => ({
        label: `${also.noun}: ${oneLine(also.title, 80)}`,
        description: 'is created too',
        icon: 'add',
        group: 'Created with it',
        value: { do: 'also', index },
      }),
    ),
    { label: 'Add Attribute…', icon: 'list-unordered', group: 'More', value: { do: 'add' } },
    along
      ? { label: 'Leave It Out', description: 'It is not created', icon: 'circle-slash', value: { do: 'leave out' } }
      : { label: 'Discard', description: 'Forgets what is filled in', icon: 'trash', value: { do: 'discard' } },
  ];
}

/** undefined: closed; anything else: on with the review. */
async function addAttribute(made: Making): Promise<true | undefined> {
  const { services, attributes } = made;
  for (;;) {
    const empty = attributes.filter((one) => !isFilled(made, one));
    const attribute = await services.ui.pick<Attribute, Back>(
      empty.map((one) => ({
        label: oneLine(one.title),
        description: [kindOf(one), oneLine(one.description ?? '', 100)].filter(Boolean).join(' · '),
        value: one,
      })),
      {
        title: `${headline(made)} · Add Attribute`,
        placeholder: 'Which attribute?',
        ignoreFocusOut: true,
        matchOnDescription: true,
        back: BACK,
      },
    );
    if (attribute === undefined) return undefined;
    if (attribute === BACK) return true;
    const answer = await ask(made, attribute, { back: true });
    if (answer !== BACK) return answer === undefined ? undefined : true;
  }
}

const KINDS: Record<string, string> = {
  'record-reference': 'record',
  'actor-reference': 'colleague',
  'email-address': 'e-mail address',
  'phone-number': 'phone number',
  'personal-name': 'name',
  checkbox: 'yes or no',
  currency: 'money',
  location: 'place',
  select: 'option',
  timestamp: 'day and time',
};

const kindOf = ({ type, is_multiselect }: Attribute): string =>
  `${KINDS[type] ?? type}${is_multiselect ? ', several' : ''}`;

/** Shows and edits a record that is created along. */
async function reviewAlso({ services, connection, draft }: Making, index: number): Promise<true | undefined> {
  const also = draft.also[index]!;
  const object = await connection.catalog.object(also.object, READ);
  if (!object) return true;
  const inner = await making(services, connection, object, emptyDraft({ ...also.values }));
  const reviewed = await review(inner, { back: true, along: true });
  if (reviewed === 'leave out') {
    dropAlso(draft, index);
    return true;
  }
  also.values = inner.draft.values;
  also.title = titleOf(inner) ?? also.title;
  return reviewed === undefined ? undefined : true;
}
