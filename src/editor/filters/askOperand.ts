/** Asks for what a condition compares with: typed texts, numbers and days, or options, colleagues and records to choose. */
import type { Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { parseInput } from '../../crm/edit/parse.js';
import { countryCode } from '../../crm/edit/places.js';
import { INTERACTION_TYPES } from '../../crm/filters/operators.js';
import type { OperatorChoice, Takes } from '../../crm/filters/types.js';
import { countryName } from '../../crm/format.js';
import { memberName } from '../../crm/schema.js';
import { humanize } from '../../crm/values.js';
import { oneLine } from '../records/text.js';
import { BACK, type Back, type InputHint, type PickItem } from '../ui.js';
import { askValue } from '../values/askValue.js';
import { colleagues, conventions } from '../values/known.js';
import { type Asking, box, READ, SURFACE } from './asking.js';
import type { FilterSpec } from './spec.js';

type Values = Json[] | Back | undefined;

/** `current`: what it was. Resolves to at least one value. */
export async function askOperand(
  asking: Asking,
  attribute: Attribute,
  choice: OperatorChoice,
  current: readonly Json[],
  names: FilterSpec['names'],
): Promise<Values> {
  const question = `${oneLine(attribute.title)} ${choice.words}`;
  if (attribute.type === 'rating' && choice.takes === 'number')
    return askValue(asking.services, asking.connection, {
      attribute,
      object: asking.slug,
      current,
      title: `${asking.title}: ${question}`,
      back: true,
      surface: SURFACE,
      required: true,
    });
  switch (choice.takes) {
    case 'choice':
      return askChoices(asking, attribute, question, current, names);
    case 'member':
      return askMembers(asking, attribute, question, current);
    case 'interaction':
      return chosen(
        asking,
        question,
        INTERACTION_TYPES.map((one) => ({ label: humanize(one.replaceAll('-', ' ')), one })),
        current,
      );
    case 'record':
      return askValue(asking.services, asking.connection, {
        // Any of several records will do, also where a record itself has only one of them.
        attribute: { ...attribute, is_multiselect: choice.operator === 'is' && current.length > 1 },
        object: asking.slug,
        current,
        title: `${asking.title}: ${question}`,
        back: true,
        surface: SURFACE,
        required: true,
      });
    case 'days':
    case 'numbers':
      return askTwo(asking, attribute, choice, question, current);
    default: {
      const value = await askOne(asking, attribute, choice, question, current[0]);
      return value === undefined || value === BACK ? value : [value];
    }
  }
}

async function askTwo(
  asking: Asking,
  attribute: Attribute,
  { takes, operator }: OperatorChoice,
  question: string,
  [from, to]: readonly Json[],
): Promise<Values> {
  const each = { operator, takes: takes === 'days' ? ('day' as const) : ('number' as const) };
  for (let first = from; ; ) {
    const one = await askOne(asking, attribute, each, `${question} … (the first)`, first);
    if (one === undefined || one === BACK) return one;
    const other = await askOne(asking, attribute, each, `${question} … (the last)`, to);
    // As it is asked for and said: from the smaller to the larger, the earlier to the later.
    if (other !== BACK) return other === undefined ? undefined : inOrder(one, other);
    first = one;
  }
}

/** Numbers by size, anything else by its text: days are ISO, and so in order. */
export const inOrder = (one: Json, other: Json): [Json, Json] =>
  (typeof one === 'number' ? one > Number(other) : String(one) > String(other)) ? [other, one] : [one, other];

const isWhole = ({ operator }: Typed): boolean => operator === 'is' || operator === 'not';

/** What is to be typed. */
export const promptFor = (typed: Typed): string =>
  (isWhole(typed) && WHOLE[typed.takes]) || (HOW[typed.takes] ?? 'What to look for');

const WHOLE: Partial<Record<Takes, string>> = {
  domain: 'A whole domain, such as acme.com; for a part of one use “contains”',
  email: 'A whole e-mail address, such as ada@acme.com; for a part of one use “contains”',
};

const HOW: Partial<Record<Takes, string>> = {
  text: 'Any text; capitals and small letters are the same but for “is”',
  domain: 'A domain or a part of it, such as acme.com',
  email: 'An e-mail address or a part of it',
  phone: 'A phone number with its country, such as +49 30 901820',
  digits: 'Digits of the number, with + and the country’s where it begins',
  country: 'A country, by its name or its two letters',
  number: 'A number, such as 1200 or 1.2m',
  count: 'How many days? Counted anew each day',
  day: 'A day, such as 2026-05-31, “last friday” or “end of march”',
};

type Typed = Pick<OperatorChoice, 'takes' | 'operator'>;
type Read = { ok: true; value: Json; shown?: string } | { ok: false; problem: string };

/** What is typed, in the form that the operator takes. */
async function read(text: string, attribute: Attribute, typed: Typed): Promise<Read> {
  const { takes } = typed;
  const whole = isWhole(typed);
  const given = text.trim();
  const parsed = async (type: string): Promise<Read> => {
    const found = await parseInput(given, { attribute: { ...attribute, type }, ...conventions() });
    if (found.ok) return found;
    const meant = found.suggestion && !found.problem.includes(found.suggestion);
    return { ok: false, problem: meant ? `${found.problem} Did you mean “${found.suggestion}”?` : found.problem };
  };
  if (given === '') return { ok: false, problem: 'Write what to look for.' };
  switch (takes) {
    case 'day':
      return parsed('date');
    case 'number':
      return parsed(attribute.type === 'currency' ? 'currency' : 'number');
    case 'count': {
      const days = Number(given.replace(/\s*days?$/i, ''));
      const fits = Number.isInteger(days) && days > 0 && days <= 36_500;
      return fits
        ? { ok: true, value: days }
        : { ok: false, problem: 'Write a whole number of days, such as 7 or 30.' };
    }
    case 'phone': {
      const found = await parsed('phone-number');
      if (!found.ok) return found;
      // Attio filters by the number as it keeps it (api.md section 5).
      return { ok: true, value: (found.value as { original_phone_number: string }).original_phone_number };
    }
    case 'digits': {
      const digits = given.replace(/[^\d+]/g, '');
      return /\d/.test(digits) ? { ok: true, value: digits } : { ok: false, problem: 'Write digits of the number.' };
    }
    case 'country': {
      const code = countryCode(given, conventions().locale);
      return code
        ? { ok: true, value: code, shown: `${countryName(code, {})} (${code})` }
        : { ok: false, problem: `There is no country “${given}”: write its name or its two letters.` };
    }
    case 'domain':
      return whole ? parsed('domain') : { ok: true, value: given.toLowerCase() };
    case 'email':
      return whole ? parsed('email-address') : { ok: true, value: given };
    default:
      return { ok: true, value: given };
  }
}

async function askOne(
  asking: Asking,
  attribute: Attribute,
  typed: Typed,
  question: string,
  current: Json | undefined,
): Promise<Json | Back | undefined> {
  const answer = await asking.services.ui.input<Back>({
    ...box(asking, question),
    prompt: promptFor(typed),
    placeholder: oneLine(attribute.title),
    value: current === undefined ? '' : String(current),
    validate: async (text): Promise<string | InputHint | undefined> => {
      const found = await read(text, attribute, typed);
      if (!found.ok) return found.problem;
      const meant = found.shown ?? String(found.value);
      return meant === text.trim() ? undefined : { severity: 'info', message: `Means ${meant}` };
    },
  });
  if (answer === undefined || answer === BACK) return answer;
  const found = await read(answer, attribute, typed);
  if (!found.ok) throw new Error(found.problem);
  return found.value;
}

type Choosable = Pick<PickItem<Json>, 'label' | 'description' | 'icon'> & { one: Json };

const SEVERAL: unique symbol = Symbol('several');

/** One from a list, or several of it: any of them will do. */
async function chosen(
  asking: Asking,
  question: string,
  choosable: Choosable[],
  current: readonly Json[],
): Promise<Values> {
  const { ui } = asking.services;
  const is = (one: Json) => current.some((value) => JSON.stringify(value) === JSON.stringify(one));
  const rows = <T>(value: (one: Json) => T) =>
    choosable.map(({ one, ...row }) => ({ ...row, picked: is(one), value: value(one) }));
  for (let several = current.length > 1; ; ) {
    if (!several) {
      const items: PickItem<Json[] | typeof SEVERAL>[] = rows((one): Json[] | typeof SEVERAL => [one]);
      if (choosable.length > 1)
        items.push({
          label: 'Several of Them…',
          description: 'any of which will do',
          icon: 'checklist',
          group: 'Or',
          value: SEVERAL,
        });
      const picked = await ui.pick<Json[] | typeof SEVERAL, Back>(items, {
        ...box(asking, question),
        placeholder: `${question} …`,
        matchOnDescription: true,
      });
      if (picked !== SEVERAL) return picked;
    }
    const ticked = await ui.pickMany<Json, Back>(
      rows((one) => one),
      {
        ...box(asking, question),
        placeholder: 'Tick with the space bar; any of them will do',
        matchOnDescription: true,
      },
    );
    if (ticked === undefined || (ticked !== BACK && ticked.length > 0)) return ticked;
    if (ticked === BACK && current.length > 1) return BACK;
    several = ticked !== BACK;
  }
}

async function askChoices(
  asking: Asking,
  attribute: Attribute,
  question: string,
  current: readonly Json[],
  names: FilterSpec['names'],
): Promise<Values> {
  const choices = await asking.connection.catalog.choices(asking.slug, attribute.api_slug, READ);
  if (choices.length === 0) {
    await asking.services.ui.warn(
      `${oneLine(attribute.title)} has nothing to choose from: add options in Attio first.`,
    );
    return BACK;
  }
  const rows = [...choices].sort((a, b) => +a.archived - +b.archived);
  const values = await chosen(
    asking,
    question,
    rows.map(({ id, title, archived }) => ({
      label: oneLine(title) || id,
      ...(archived && { description: 'archived' }),
      one: id,
    })),
    current,
  );
  if (Array.isArray(values))
    for (const { id, title } of choices) if (values.includes(id)) names[id] = oneLine(title, 60) || id;
  return values;
}

async function askMembers(
  asking: Asking,
  attribute: Attribute,
  question: string,
  current: readonly Json[],
): Promise<Values> {
  const { services, connection, slug, title } = asking;
  const members = await colleagues(connection, READ);
  // The key may not read colleagues: the question for a value says so, and knows who asks.
  if (members.length === 0)
    return askValue(services, connection, {
      attribute: { ...attribute, type: 'actor-reference' },
      object: slug,
      current,
      title: `${title}: ${question}`,
      back: true,
      surface: SURFACE,
      required: true,
      one: true,
    });
  const me = connection.account.memberId;
  const rows = members
    .map((member): Choosable => {
      const id = member.id.workspace_member_id;
      const facts = [
        id === me ? 'you' : '',
        member.email_address,
        member.access_level === 'suspended' ? 'suspended' : '',
      ];
      return {
        label: oneLine(memberName(member)),
        description: facts.filter(Boolean).join(' · '),
        icon: 'account',
        one: { referenced_actor_type: 'workspace-member', referenced_actor_id: id },
      };
    })
    .sort((a, b) => +!!b.description?.startsWith('you') - +!!a.description?.startsWith('you'));
  return chosen(asking, question, rows, current);
}
