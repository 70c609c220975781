/** The questions that make an attribute. Each can be gone back to, and begins with what was answered before. */
import type { AttioObject, Attribute } from '../../attio/types.js';
import { objectName, objectNoun } from '../../crm/describe.js';
import { objectKey } from '../../crm/schema.js';
import { objectIcon } from '../records/icons.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { BACK, type Back, type PickItem } from '../ui.js';
import { askSlug } from './askSlug.js';
import { askTitles } from './askTitles.js';
import { type AttributeDraft, takenSlugs } from './attributeDraft.js';
import {
  aboutKind,
  amountIn,
  canBeSeveral,
  canBeUnique,
  choiceNouns,
  currencyName,
  DISPLAYS,
  type Display,
  hasChoices,
  type Kind,
  kinds,
  takesNoUnique,
} from './kinds.js';
import { type Box, type Step, said } from './steps.js';

export interface Making {
  services: Services;
  connection: Connection;
  object: AttioObject;
  /** All attributes of the object, archived ones too. */
  existing: readonly Attribute[];
  /** All objects, to refer to. */
  objects: readonly AttioObject[];
  surface: string;
}

type Ask = Step<AttributeDraft>['ask'];

/**
 * In the order in which they are asked, those of other types left out by `when`. Answers go into the draft, and nothing
 * is written. Only the other side’s slug asks Attio, for what is taken there, and rejects with AttioError.
 */
export function attributeSteps(making: Making): Step<AttributeDraft>[] {
  const { services, object, existing } = making;
  const { ui } = services;
  const title = `New Attribute on ${oneLine(objectNoun(object), 60)}`;
  const reference = ({ kind }: AttributeDraft) => kind === 'record-reference';
  const twoWay = (draft: AttributeDraft) => reference(draft) && draft.otherSide !== undefined;

  /** Keeps an answer, unless it is Back or nothing. */
  const keep = <T>(answer: T | Back | undefined, put: (value: T) => void): 'next' | Back | undefined => {
    if (answer === undefined || answer === BACK) return answer as Back | undefined;
    put(answer as T);
    return 'next';
  };

  const askTitle: Ask = async (draft, box, problem) => {
    const answer = await ui.input<Back>({
      ...box,
      title,
      value: draft.title,
      placeholder: 'Title, such as Customer Tier',
      prompt: said(problem, 'What people read on records and in tables.'),
      validate: (text) => {
        if (text.trim() === '') return 'Type a title.';
        const same = existing.find((one) => one.title.toLowerCase() === text.trim().toLowerCase());
        if (!same) return undefined;
        const what = `${objectNoun(object)} has ${same.is_archived ? 'an archived' : 'an'} attribute of this title already (${same.api_slug}).`;
        return { severity: 'warning', message: what };
      },
    });
    return keep(answer, (text) => {
      if (text.trim() === draft.title) return;
      draft.title = text.trim();
      // Proposed anew from the new title.
      draft.slug = '';
    });
  };

  const askOwnSlug: Ask = async (draft, box, problem) =>
    keep(
      await askSlug(services, {
        title,
        name: draft.title,
        given: draft.slug,
        taken: takenSlugs(existing),
        noun: 'attribute',
        box,
        ...(problem !== undefined && { problem }),
      }),
      (slug) => {
        draft.slug = slug.trim();
      },
    );

  const askKind: Ask = async (draft, box, problem) => {
    const items = kinds.map((kind): PickItem<Kind> => {
      const { name, explanation, icon } = aboutKind(kind);
      return { label: name, description: explanation, icon, value: kind, picked: kind === draft.kind };
    });
    const answer = await ui.pick<Kind, Back>(items, {
      ...box,
      title,
      placeholder: problem ?? 'What will be in it? The type cannot be changed later.',
      matchOnDescription: true,
    });
    return keep(answer, (kind) => {
      draft.kind = kind;
    });
  };

  const askDescription: Ask = async (draft, box, problem) =>
    keep(
      await ui.input<Back>({
        ...box,
        title,
        value: draft.description,
        placeholder: 'Description (may be left empty)',
        prompt: said(problem, 'What it is for, for colleagues. The next step shows everything before it is written.'),
      }),
      (text) => {
        draft.description = text.trim();
      },
    );

  return [
    { id: 'title', ask: askTitle },
    { id: 'slug', ask: askOwnSlug },
    { id: 'kind', ask: askKind },
    {
      id: 'currency',
      when: ({ kind }) => kind === 'currency',
      ask: async (draft, box, problem) =>
        keep(await askCurrency(services, title, draft.currency, existing, box, problem), (code) => {
          draft.currency = code;
        }),
    },
    {
      id: 'display',
      when: ({ kind }) => kind === 'currency',
      ask: async (draft, box) =>
        keep(await askDisplay(services, title, draft.currency, draft.display, box), (display) => {
          draft.display = display;
        }),
    },
    { id: 'allowed', when: reference, ask: askAllowed },
    { id: 'direction', when: (draft) => reference(draft) && draft.allowed.length === 1, ask: askDirection },
    { id: 'otherTitle', when: twoWay, ask: askOtherTitle },
    { id: 'otherSlug', when: twoWay, ask: askOtherSlug },
    {
      id: 'titles',
      when: ({ kind }) => kind !== undefined && hasChoices(kind),
      ask: async (draft, box, problem) => {
        const type = draft.kind === 'status' ? 'status' : 'select';
        const nouns = choiceNouns(type);
        const answer = await askTitles(services, {
          title: `${nouns.charAt(0).toUpperCase()}${nouns.slice(1)} of ${oneLine(draft.title, 60)}`,
          type,
          taken: [],
          given: draft.titles,
          box,
          none: 'Add them later',
          ...(problem !== undefined && { problem }),
        });
        return keep(answer, (titles) => {
          draft.titles = titles;
        });
      },
    },
    { id: 'marks', ask: askMarks },
    { id: 'description', ask: askDescription },
  ];

  async function askAllowed(draft: AttributeDraft, box: Box, problem: string | undefined) {
    for (let empty = false; ; empty = true) {
      const items = making.objects.map((one) => ({
        label: oneLine(objectName(one)),
        description: objectKey(one),
        icon: objectIcon(objectKey(one)),
        value: objectKey(one),
        picked: draft.allowed.includes(objectKey(one)),
      }));
      const answer = await ui.pickMany<string, Back>(items, {
        ...box,
        title,
        placeholder: empty ? 'Tick one object at least.' : (problem ?? 'Records of which objects may it hold?'),
      });
      if (answer === undefined || answer === BACK) return answer;
      if (answer.length === 0) continue;
      const changed = answer.join() !== draft.allowed.join();
      draft.allowed = answer;
      if (changed || answer.length > 1) draft.otherSide = undefined;
      return 'next';
    }
  }

  function other(draft: AttributeDraft): AttioObject | undefined {
    return making.objects.find((one) => objectKey(one) === draft.allowed[0]);
  }

  async function askDirection(draft: AttributeDraft, box: Box, problem: string | undefined) {
    const noun = objectNoun(object);
    const there = other(draft);
    const far = there ? objectNoun(there) : 'the other object';
    const answer = await ui.pick<'one' | 'single' | 'several', Back>(
      [
        {
          label: 'One-way',
          description: `Only ${noun} knows of it`,
          icon: 'arrow-right',
          value: 'one',
          picked: !draft.otherSide,
        },
        {
          label: `Two-way, each ${far} with one ${noun}`,
          description: `${far} gets an attribute that Attio keeps in step`,
          icon: 'arrow-swap',
          value: 'single',
          picked: draft.otherSide?.several === false,
        },
        {
          label: `Two-way, each ${far} with several of ${objectName(object)}`,
          description: `${far} gets an attribute that Attio keeps in step`,
          icon: 'arrow-swap',
          value: 'several',
          picked: draft.otherSide?.several === true,
        },
      ],
      { ...box, title, placeholder: problem ?? `Shall ${far} show it as well?` },
    );
    return keep(answer, (way) => {
      draft.otherSide =
        way === 'one' ? undefined : { title: '', slug: '', ...draft.otherSide, several: way === 'several' };
    });
  }

  async function askOtherTitle(draft: AttributeDraft, box: Box, problem: string | undefined) {
    const there = other(draft);
    const { otherSide } = draft;
    if (!there || !otherSide) return 'next' as const;
    const answer = await ui.input<Back>({
      ...box,
      title,
      value: otherSide.title || (otherSide.several ? objectName(object) : objectNoun(object)),
      placeholder: 'Title of the other side',
      prompt: said(problem, `What the attribute is called that ${objectNoun(there)} gets.`),
      validate: (text) => (text.trim() === '' ? 'Type a title.' : undefined),
    });
    return keep(answer, (text) => {
      if (text.trim() === otherSide.title) return;
      otherSide.title = text.trim();
      otherSide.slug = '';
    });
  }

  async function askOtherSlug(draft: AttributeDraft, box: Box, problem: string | undefined) {
    const there = other(draft);
    const { otherSide } = draft;
    if (!there || !otherSide) return 'next' as const;
    const { catalog } = making.connection;
    const same = objectKey(there) === objectKey(object);
    const attributes = same
      ? existing
      : await catalog.attributes(objectKey(there), { surface: making.surface, archived: true });
    const answer = await askSlug(services, {
      title,
      name: otherSide.title,
      given: otherSide.slug,
      taken: [
        ...takenSlugs(attributes),
        // An object may refer to itself: both sides stand on it then.
        ...(same ? [{ slug: draft.slug, title: draft.title }] : []),
      ],
      noun: 'attribute',
      box,
      problem: said(problem, `The slug on ${objectNoun(there)}.`),
    });
    return keep(answer, (slug) => {
      otherSide.slug = slug.trim();
    });
  }

  async function askMarks(draft: AttributeDraft, box: Box, problem: string | undefined) {
    const kind = draft.kind ?? 'text';
    const slug = objectKey(object);
    type Mark = 'several' | 'unique' | 'required';
    const items: PickItem<Mark>[] = [
      ...(canBeSeveral(kind)
        ? [
            {
              label: 'Several values',
              description: 'A record can have more than one',
              value: 'several' as const,
              picked: draft.several,
            },
          ]
        : []),
      ...(canBeUnique(kind, slug)
        ? [
            {
              label: 'Unique',
              description: 'No two records have the same',
              value: 'unique' as const,
              picked: draft.unique,
            },
          ]
        : []),
      {
        label: 'Required',
        description: 'No record can be saved by hand without it',
        value: 'required',
        picked: draft.required,
      },
    ];
    const none = takesNoUnique(slug) && canBeUnique(kind, '') ? ' Attio has no unique ones of your own here.' : '';
    const answer = await ui.pickMany<Mark, Back>(items, {
      ...box,
      title,
      placeholder: problem ?? `Tick what applies; Enter goes on.${none}`,
    });
    return keep(answer, (marks) => {
      draft.several = marks.includes('several');
      draft.unique = marks.includes('unique');
      draft.required = marks.includes('required');
    });
  }
}

/** ISO 4217; those that the object's other attributes have come first. */
export async function askCurrency(
  { ui }: Services,
  title: string,
  current: string,
  existing: readonly Attribute[],
  box: Box,
  problem?: string,
): Promise<string | Back | undefined> {
  const used = new Set(existing.flatMap(({ config }) => config?.currency?.default_currency_code ?? []));
  for (const code of [current, 'EUR', 'USD', 'GBP']) if (code) used.add(code);
  const all = new Set(Intl.supportedValuesOf('currency'));
  const item = (group: string) => (code: string) => ({
    label: code,
    description: currencyName(code),
    group,
    value: code,
    picked: code === current,
  });
  const first = [...used].map(item('Often used'));
  const rest = [...all].filter((code) => !used.has(code)).map(item('All'));
  return ui.pick<string, Back>([...first, ...rest], {
    ...box,
    title,
    placeholder: problem ?? 'In which currency? All amounts of an attribute have the same.',
    matchOnDescription: true,
  });
}

const HOW: Record<Display, string> = {
  symbol: 'With the symbol',
  narrowSymbol: 'With the short symbol',
  code: 'With the code',
  name: 'With the name',
};

/**
 * Each way with an example in `currency` (ISO 4217). BACK; undefined: closed. Throws a RangeError for what is no code.
 */
export function askDisplay(
  { ui }: Services,
  title: string,
  currency: string,
  current: Display,
  box: Box,
): Promise<Display | Back | undefined> {
  return ui.pick<Display, Back>(
    DISPLAYS.map((display) => ({
      label: amountIn(currency, display),
      description: HOW[display],
      value: display,
      picked: display === current,
    })),
    { ...box, title, placeholder: 'How shall Attio show amounts?' },
  );
}
