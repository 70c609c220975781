/** Options of a select and statuses of a status: add, rename, archive, bring back; target times and celebrations of statuses. */
import type { UpdateOption, UpdateStatus } from '../../attio/writes.js';
import type { Change } from '../../changes/change.js';
import type { Choice } from '../../crm/edit/types.js';
import { objectKey } from '../../crm/schema.js';
import { durationWords, parseDuration } from '../../crm/targetTime.js';
import { oneLine } from '../records/text.js';
import { BACK, type Back, type PickItem } from '../ui.js';
import { askTitles } from './askTitles.js';
import { choicesOf } from './attributeDraft.js';
import type { Editing } from './editAttribute.js';
import { choiceNoun, choiceNouns } from './kinds.js';
import { send } from './refusals.js';
import { type Box, said } from './steps.js';

const SURFACE = 'schema.editAttribute';
const BOX: Box = { ignoreFocusOut: true, back: BACK };

/** Stays open until it is closed: one mostly changes several. BACK: to the attribute. */
export async function editChoices(editing: Editing): Promise<Back | undefined> {
  const { services, connection, object, attribute, title } = editing;
  const noun = choiceNoun(attribute.type);
  for (;;) {
    const choices = await connection.catalog.choices(objectKey(object), attribute.api_slug, { surface: SURFACE });
    const picked = await services.ui.pick<Choice | 'add', Back>(items(choices, noun), {
      ...BOX,
      title: `${title}: ${choiceNouns(attribute.type)}`,
      placeholder: `Add one, or choose one to change it`,
    });
    if (picked === undefined || picked === BACK) return picked;
    const answer = picked === 'add' ? await add(editing, choices) : await editOne(editing, picked, choices);
    if (answer === undefined) return undefined;
  }
}

function items(choices: readonly Choice[], noun: string): PickItem<Choice | 'add'>[] {
  const rows = (archived: boolean, group: string) =>
    choices
      .filter((one) => one.archived === archived)
      .map(
        (one): PickItem<Choice> => ({
          label: oneLine(one.title),
          description: [one.targetTime && durationWords(one.targetTime), one.celebrated && 'celebrated']
            .filter(Boolean)
            .join(' · '),
          icon: archived ? 'archive' : 'circle-small-filled',
          group,
          value: one,
        }),
      );
  const all = noun === 'status' ? 'Statuses' : 'Options';
  return [
    { label: `Add ${all}…`, icon: 'add', value: 'add' },
    ...rows(false, `${all} in Attio’s order`),
    ...rows(true, 'Archived'),
  ];
}

/** Goes on with the list (`again`), or ends it. */
type Then = 'again' | undefined;

async function add(editing: Editing, choices: readonly Choice[]): Promise<Then> {
  const { services, connection, object, attribute, title } = editing;
  const type = attribute.type === 'status' ? 'status' : 'select';
  let given: string[] = [];
  let problem: string | undefined;
  for (;;) {
    const titles = await askTitles(services, {
      title: `${title}: new ${choiceNouns(type)}`,
      type,
      taken: choices,
      given,
      box: BOX,
      ...(problem !== undefined && { problem }),
    });
    if (titles === undefined) return undefined;
    if (titles === BACK) return 'again';
    const of = { target: 'objects' as const, identifier: objectKey(object), attribute: attribute.id.attribute_id };
    const changes = choicesOf(type, of, titles);
    const change: Change =
      changes.length === 1 && changes[0]
        ? changes[0]
        : { kind: 'batch', title: `Add ${changes.length} ${choiceNouns(type)} to ${title}`, changes };
    const sent = await send(services, connection, change, { surface: SURFACE });
    if (sent.status !== 'refused') return sent.status === 'done' ? 'again' : undefined;
    given = titles;
    problem = sent.text;
  }
}

type What = 'title' | 'time' | 'celebrate' | 'archive';

async function editOne(editing: Editing, choice: Choice, choices: readonly Choice[]): Promise<Then> {
  const { services, attribute, title } = editing;
  const status = attribute.type === 'status';
  const time = choice.targetTime ? durationWords(choice.targetTime) : '';
  const what = await services.ui.pick<What, Back>(
    choice.archived
      ? [{ label: 'Bring back', description: 'It is offered again', icon: 'discard', value: 'archive' }]
      : [
          { label: 'Rename…', description: 'Records that have it keep it', icon: 'edit', value: 'title' },
          ...(status
            ? [
                {
                  label: 'Target time…',
                  description: time || 'None: how long a record should stay in it',
                  icon: 'watch',
                  value: 'time' as const,
                },
                {
                  label: choice.celebrated ? 'Stop celebrating it' : 'Celebrate it',
                  description: 'Confetti in Attio when a record arrives',
                  icon: 'sparkle',
                  value: 'celebrate' as const,
                },
              ]
            : []),
          {
            label: 'Archive',
            description: 'Not offered any more; records that have it keep it',
            icon: 'archive',
            value: 'archive',
          },
        ],
    { ...BOX, title: `${oneLine(choice.title, 60)}, ${choiceNoun(attribute.type)} of ${title}` },
  );
  if (what === undefined) return undefined;
  if (what === BACK) return 'again';
  switch (what) {
    case 'archive':
      return plain(editing, choice, { isArchived: !choice.archived, base: { isArchived: choice.archived } });
    case 'celebrate':
      return plain(editing, choice, {
        celebrationEnabled: !choice.celebrated,
        base: { celebrationEnabled: choice.celebrated ?? false },
      });
    case 'title':
      return typed(editing, choice, {
        value: choice.title,
        placeholder: 'Title',
        prompt: 'Records that have it show the new title.',
        problemOf: (text) => {
          const wanted = text.trim().toLowerCase();
          if (wanted === '') return 'Type a title.';
          const same = choices.find((one) => one.id !== choice.id && one.title.toLowerCase() === wanted);
          return same && `“${same.title}” is there already${same.archived ? ', archived' : ''}.`;
        },
        parts: (text) => ({ title: text.trim(), base: { title: choice.title } }),
      });
    case 'time':
      return typed(editing, choice, {
        value: time,
        placeholder: '7 days',
        prompt: 'How long a record should stay in it: 7 days, 2 weeks, 36 hours. Empty: no target.',
        problemOf: (text) =>
          text.trim() === '' || parseDuration(text)
            ? undefined
            : 'Write a number and a unit, such as 7 days, 2 weeks or 36 hours.',
        parts: (text) => ({
          targetTimeInStatus: parseDuration(text) ?? null,
          base: { targetTimeInStatus: choice.targetTime ?? null },
        }),
      });
  }
}

type Parts = Pick<UpdateStatus, 'title' | 'isArchived' | 'celebrationEnabled' | 'targetTimeInStatus' | 'base'>;

function updateOf({ object, attribute }: Editing, choice: Choice, parts: Parts): UpdateOption | UpdateStatus {
  const of = { target: 'objects' as const, identifier: objectKey(object), attribute: attribute.id.attribute_id };
  if (attribute.type === 'status') return { kind: 'status.update', ...of, status: choice.id, ...parts };
  const { title, isArchived, base } = parts;
  return {
    kind: 'option.update',
    ...of,
    option: choice.id,
    ...(title !== undefined && { title }),
    ...(isArchived !== undefined && { isArchived }),
    ...(base && { base }),
  };
}

async function plain(editing: Editing, choice: Choice, parts: Parts): Promise<Then> {
  const { services, connection } = editing;
  const sent = await send(services, connection, updateOf(editing, choice, parts), { surface: SURFACE });
  if (sent.status === 'refused') void services.ui.error(sent.text);
  return sent.status === 'over' ? undefined : 'again';
}

interface Asking {
  value: string;
  placeholder: string;
  prompt: string;
  problemOf: (text: string) => string | undefined;
  parts: (text: string) => Parts;
}

/** Asks and writes; what Attio refuses is asked once more, with what was typed. */
async function typed(editing: Editing, choice: Choice, asking: Asking): Promise<Then> {
  const { services, connection, title } = editing;
  let { value } = asking;
  let problem: string | undefined;
  for (;;) {
    const answer = await services.ui.input<Back>({
      ...BOX,
      title: `${oneLine(choice.title, 60)}, ${title}`,
      value,
      placeholder: asking.placeholder,
      prompt: said(problem, asking.prompt),
      validate: asking.problemOf,
    });
    if (answer === undefined) return undefined;
    if (answer === BACK) return 'again';
    const sent = await send(services, connection, updateOf(editing, choice, asking.parts(answer)), {
      surface: SURFACE,
    });
    if (sent.status !== 'refused') return sent.status === 'done' ? 'again' : undefined;
    value = answer;
    problem = sent.text;
  }
}
