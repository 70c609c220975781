/** Values that are typed: texts, numbers, money, days, addresses, names. What will be stored shows while one types. */
import type { Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { isWritableType } from '../../crm/edit/form.js';
import { shownNumber } from '../../crm/edit/numbers.js';
import { parseInput } from '../../crm/edit/parse.js';
import type { InputContext } from '../../crm/edit/types.js';
import { sameWritten } from '../../crm/edit/writable.js';
import { oneLine } from '../records/text.js';
import { BACK, type Back, type InputHint } from '../ui.js';
import { type Answer, type Asking, clearItem, said } from './askValue.js';
import { conventions } from './known.js';

const HOW: Record<string, string> = {
  number: 'A number, such as 1200 or 1.2m',
  currency: 'An amount, such as 12,500 or 1.2m',
  date: 'A day, such as 2026-05-31, “next friday” or “end of march”',
  timestamp: 'A day and time, such as 2026-05-31 14:30 or “tomorrow at 9”',
  'email-address': 'An e-mail address',
  domain: 'A domain or web address, such as acme.com',
  'phone-number': 'A phone number with its country, such as +49 30 901820',
  'personal-name': '“Ada Lovelace” or “Lovelace, Ada”',
};

/** How several are told apart; where a comma can be in a value, it is the semicolon. */
const COMMA = new Set(['email-address', 'domain', 'phone-number']);
const apart = ({ type }: Attribute): RegExp => (COMMA.has(type) ? /[,;\r\n]+/ : /[;\r\n]+/);

/** Read as on this machine, and as of now: “tomorrow” counts from this call. */
export function contextFor({ attribute, connection }: Asking): InputContext {
  return { attribute, workspace: connection.account.slug, ...conventions() };
}

/** A value as a person would type it, so that it is read as the same again; undefined: one line cannot say it. */
async function typed(value: Json, context: InputContext): Promise<string | undefined> {
  const { attribute } = context;
  for (const text of forms(value, context)) {
    const read = await parseInput(text, context);
    if (read.ok && sameWritten(attribute.type, [read.value], [value])) return text;
  }
  return undefined;
}

function forms(value: Json, { attribute, locale }: InputContext): string[] {
  if (typeof value === 'number')
    return attribute.type === 'number' || attribute.type === 'currency' ? [shownNumber(value, locale)] : [`${value}`];
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const { full_name, first_name, last_name, original_phone_number } = value;
  return attribute.type === 'personal-name'
    ? [`${full_name}`, `${last_name}, ${first_name}`]
    : [`${original_phone_number}`];
}

/**
 * The box begins with those of the current values that one line can say; of several, the others are kept beside what is
 * typed, which the box says. Of a text of several lines it is first asked what is to become of it. Answers as `askValue`.
 * Throws for a type that is not written by hand.
 */
export async function askTyped(asking: Asking): Promise<Answer> {
  const { attribute, services, current, several, mayBeEmpty, box } = asking;
  const title = oneLine(attribute.title);
  if (!isWritableType(attribute.type)) throw new Error(`${title} cannot be written by hand.`);
  const context = contextFor(asking);
  if (current.some((one) => typeof one === 'string' && /[\r\n]/.test(one.trim()))) return askLong(asking);
  const texts = await Promise.all(
    current.map(async (one) => {
      const text = await typed(one, context);
      // Beside others it would be read as two.
      return several && text !== undefined && apart(attribute).test(text) ? undefined : text;
    }),
  );
  const before = texts.filter((text) => text !== undefined);
  // What the box does not show is not taken away by it.
  const kept = several ? current.filter((_, at) => texts[at] === undefined) : [];

  const read = async (text: string): Promise<{ values: Json[]; shown: string[] } | string> => {
    const parts = (several ? text.split(apart(attribute)) : [text]).map((one) => one.trim()).filter(Boolean);
    if (parts.length === 0)
      return mayBeEmpty || kept.length > 0 ? { values: [], shown: [] } : `${title} is needed: write it here.`;
    const values: Json[] = [];
    const shown: string[] = [];
    for (const part of parts) {
      const parsed = await parseInput(part, context);
      if (!parsed.ok) {
        const { problem, suggestion } = parsed;
        const meant = suggestion && !problem.includes(suggestion) ? ` Did you mean “${suggestion}”?` : '';
        return `${problem}${meant}`;
      }
      if (values.some((one) => sameWritten(attribute.type, [one], [parsed.value]))) continue;
      values.push(parsed.value);
      shown.push(parsed.shown);
    }
    return { values, shown };
  };

  const validate = async (text: string): Promise<string | InputHint | undefined> => {
    const found = await read(text);
    if (typeof found === 'string') return found;
    const stored = found.shown.join(', ');
    if (found.values.length === 0)
      return current.length > kept.length && kept.length > 0
        ? { severity: 'info', message: `All but ${hidden(kept.length)} will be taken away.` }
        : current.length > kept.length
          ? { severity: 'info', message: `${title} will be cleared.` }
          : undefined;
    // What is stored as it is typed needs no word.
    return stored === text.trim() ? undefined : { severity: 'info', message: `Will be stored as ${stored}` };
  };

  const how = HOW[attribute.type];
  const many = several ? `; several with ${COMMA.has(attribute.type) ? 'commas' : 'semicolons'} between` : '';
  const empty = mayBeEmpty ? (current.length > 0 ? '; empty to clear it' : '; may be left empty') : '';
  const others = kept.length > 0 ? `. Kept beside: ${hidden(kept.length)}` : '';
  const answer = await services.ui.input({
    ...box,
    prompt: said(asking, `${how ?? `Text for ${title}`}${many}${empty}${others}`),
    placeholder: oneLine(attribute.description || title, 100),
    value: before.join(several && !COMMA.has(attribute.type) ? '; ' : ', '),
    validate,
  });
  if (answer === undefined || answer === BACK) return answer;
  const found = await read(answer);
  if (typeof found === 'string') throw new Error(found);
  return [...kept, ...found.values];
}

/** Values that a box cannot show. */
const hidden = (count: number): string => `${count} ${count === 1 ? 'value' : 'values'} that one line cannot show`;

/** A text of several lines would lose them in an input box. */
async function askLong(asking: Asking): Promise<Answer> {
  const { services, current, asDocument, box, attribute } = asking;
  const lines = String(current[0]).split(/\r\n|[\r\n]/).length;
  const chosen = await services.ui.pick<Json[] | 'document' | 'replace', Back>(
    [
      ...(asDocument
        ? [
            {
              label: 'Edit as Document…',
              description: 'Opens the whole record; the lines stay as they are',
              icon: 'edit',
              value: 'document' as const,
            },
          ]
        : []),
      { label: 'Replace with One Line…', description: 'Its lines are lost', icon: 'replace', value: 'replace' },
      { label: 'Keep It', description: `${lines} lines`, icon: 'check', value: [...current] },
      ...clearItem(asking),
    ],
    { ...box, placeholder: said(asking, `${oneLine(attribute.title)} has ${lines} lines`) },
  );
  if (chosen === 'replace') return askTyped({ ...asking, current: [] });
  if (chosen !== 'document') return chosen;
  await asDocument?.();
  return undefined;
}
