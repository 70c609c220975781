/** Attribute updates that a text supports: amounts, days and stages of the records that its sentences mean. */
import type { Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { isEditable } from '../edit/form.js';
import { parseMoney } from '../edit/numbers.js';
import { parseInput } from '../edit/parse.js';
import type { Choice } from '../edit/types.js';
import { sameWritten, writable } from '../edit/writable.js';
import { Context, type Holder } from './holders.js';
import { literal } from './literal.js';
import { isYearly, moneyIn } from './money.js';
import { isDenied, isEnglish, isPast, isQuestion, isSupposed, unquoted } from './mood.js';
import type { Sentence } from './sentences.js';
import type { Known, Subjects } from './subjects.js';
import { evidenceOf } from './tasks.js';
import type { Ground, UpdateProposal } from './types.js';
import { daysIn } from './when.js';

export type Update = Omit<UpdateProposal, 'id'>;

const SUPPOSED = 'said as a possibility';
/** What makes an amount the new one. */
const SETTLED =
  /\b(?:agreed|approved|confirmed|signed|final(?:ly|ised|ized)?|is|are|now|comes? to|amounts? to|totals?|worth|valued|will be|set (?:to|at)|settled|raised? to|goes? (?:up|down)? ?to|increases? to|closed at|booked)\b|[:=→]/iu;
const MONEY_WORDS =
  /\b(?:deal|contract|renewal|value|worth|price|priced|pricing|total|budget|quote|quoted|agreed|sign|signed|order|amount|approved|agreement|costs?)\b/iu;
/** Other sums than what is sold. */
const OTHER_SUMS =
  /\b(?:discounts?|penalt\w+|fines?|refund\w*|deposit|downtime|damage|loss|losses|lost|saves?|saved|savings|salary|salaries|revenue|turnover|profit|valuation|fund(?:ing|ed|raise)|series [a-e]|invest\w*|competitors?|travel|fees?|rent)\b/iu;

/** An update, or undefined where Attio has it already. */
export function updateOf(
  known: Known,
  attribute: Attribute,
  values: readonly Json[],
  rest: Pick<Update, 'evidence' | 'accepted'> & { doubt?: string | undefined },
): Update | undefined {
  const before = writable(known.record.values[attribute.api_slug], attribute);
  const { type } = attribute;
  const fresh = attribute.is_multiselect
    ? values.filter((one) => !before.some((other) => sameWritten(type, [one], [other])))
    : values;
  if (fresh.length === 0 || sameWritten(type, fresh, before)) return undefined;
  const { ref, title, noun } = known;
  const { doubt, ...others } = rest;
  return {
    kind: 'update',
    about: { ref, title, noun },
    attribute,
    values: [...fresh],
    before,
    ...others,
    ...(doubt && { doubt }),
  };
}

/** Amounts, days and stages, in the order of the text. */
export async function updatesIn(sentences: readonly Sentence[], subjects: Subjects, ground: Ground): Promise<Update[]> {
  const context = new Context(sentences, subjects);
  const choices = choicesBy(ground);
  const out: Update[] = [];
  for (const sentence of sentences) {
    const { form } = sentence;
    if (form === 'quote' || form === 'done' || form === 'heading' || form === 'todo') continue;
    if (isQuestion(sentence.text)) continue;
    const text = unquoted(sentence.text);
    const labelled = await labelledIn(sentence, context, ground, choices);
    if (labelled) {
      out.push(labelled);
      continue;
    }
    if (!isEnglish(text)) continue;
    for (const clause of clausesOf(text)) {
      if (isDenied(clause)) continue;
      const plain = { ...sentence, text: clause };
      const found = [
        ...(isPast(clause) ? [] : money(plain, context)),
        ...(isPast(clause) ? [] : await days(plain, context, ground)),
        ...(await stages(plain, context, choices)),
      ];
      out.push(...found.map((one) => ({ ...one, evidence: evidenceOf(sentence) })));
    }
  }
  return out;
}

/** Parts that each say a thing of their own; what is said under a condition stays together. */
const clausesOf = (text: string): string[] =>
  /\b(?:if|unless|whether|in case|provided)\b/i.test(text) ? [text] : text.split(/;\s+|,\s+(?=(?:and|but|so)\s)/iu);

type Choices = (known: Known, attribute: Attribute) => Promise<readonly Choice[]>;

const choicesBy =
  ({ catalog, read }: Ground): Choices =>
  (known, { api_slug }) =>
    catalog.choices(known.ref.object, api_slug, read).catch(() => []);

const stem = (word: string): string =>
  word
    .toLowerCase()
    .replace(/(?:ing|ed|al|es|e|s)$/, '')
    .slice(0, 6);
const TITLE_DULL = /^(?:date|day|at|on|of|the|in|to|and|a|an|is|amount|total|value|deal|company|account|usd|eur)$/i;

/** How many words of an attribute's title a text has, of those that say something; an abbreviation has all. */
function titleWords(attribute: Attribute, text: string): { said: number; all: number } {
  const words = attribute.title.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const initials = words
    .map((word) => word.charAt(0))
    .join('')
    .toUpperCase();
  const telling = words.filter((word) => !TITLE_DULL.test(word));
  if (initials.length >= 3 && new RegExp(`\\b${initials}\\b`).test(text))
    return { said: words.length, all: words.length };
  const own = telling.length > 0 ? telling : words;
  const said = own.filter((word) => new RegExp(`(?<![\\p{L}])${stem(word)}`, 'iu').test(text)).length;
  return { said, all: own.length };
}

const ofType = (type: string) => (attribute: Attribute) => attribute.type === type && isEditable(attribute);

interface Choosable extends Holder {
  attribute: Attribute;
  score: number;
}

/** The one attribute that is meant; undefined: none, or one of several. */
function theOne(all: readonly Choosable[]): Choosable | undefined {
  const sorted = all.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score);
  const [best, next] = sorted;
  return best && next?.score !== best.score ? best : undefined;
}

/** What is there already gives way only to a sentence that names the record. */
function guessed({ known, attribute, sure }: Choosable): string | undefined {
  const there = writable(known.record.values[attribute.api_slug], attribute).length > 0;
  return sure === 1 && there ? `the sentence does not name ${known.title}, and there is a value` : undefined;
}

function money(sentence: Sentence, context: Context): Update[] {
  const { text } = sentence;
  const all = moneyIn(text);
  // `up from 330k`: what it was.
  const now = all.filter(({ at }) => !/\b(?:from|instead of|was|than)\s*$/iu.test(text.slice(0, at)));
  const amounts = now.length > 0 ? now : all;
  const last = amounts.at(-1);
  if (!last || OTHER_SUMS.test(text)) return [];
  if (amounts.length > 1 && !/\bfrom\b.{0,40}\bto\b|→|->|\bup to\b/iu.test(text)) return [];
  if (amounts.length > 1 && !/(?:\bto|→|->)\s*$/iu.test(text.slice(0, last.at))) return [];
  const has = ofType('currency');
  const candidates = context.holders(sentence, has).flatMap((holder): Choosable[] => {
    const attributes = holder.known.attributes.filter(has);
    return attributes.map((attribute) => {
      const words = titleWords(attribute, text);
      const named = words.said > 0 && words.said * 2 >= words.all && words.said === Math.min(words.all, 2);
      const only = attributes.length === 1 && MONEY_WORDS.test(text);
      return { ...holder, attribute, score: named ? 20 + words.said + holder.sure : only ? holder.sure * 5 : 0 };
    });
  });
  const meant = theOne(candidates);
  if (!meant) return [];
  const read = parseMoney(last.text, meant.attribute);
  if (!read.ok) return [];
  const yearly = isYearly(text, last) && !/annual|yearly|arr|acv/i.test(meant.attribute.title);
  const doubt = isSupposed(text)
    ? SUPPOSED
    : yearly
      ? 'the text gives it by the year'
      : SETTLED.test(text)
        ? undefined
        : 'whether it is agreed is not said';
  const update = updateOf(meant.known, meant.attribute, [read.value], {
    evidence: evidenceOf(sentence),
    accepted: doubt === undefined,
    doubt,
  });
  return update ? [update] : [];
}

/** So many letters before a day it may still be the one that is meant. */
const FAR = 70;
const DATE_LINK =
  /\b(?:due|on|by|is|are|for|until|till|expires?|ends?|to|in|at|before|date|set|moved|planned|scheduled|expected|starts?|begins?)\b|[:→=]/iu;

async function days(sentence: Sentence, context: Context, ground: Ground): Promise<Update[]> {
  const { text } = sentence;
  const found = await daysIn(text, ground);
  if (found.length === 0 || /\bbetween\b/i.test(text)) return [];
  const day = found.length === 1 ? found[0]! : /\bfrom\b.{0,60}\bto\b|→|->/i.test(text) ? found.at(-1)! : undefined;
  const today = new Date(ground.now).toISOString().slice(0, 10);
  if (!day || day.day < today) return [];
  // Somebody's doing by a day is a task, not a day of the record.
  if (
    /(?:^|[\s,])(?:I|we|you|they|he|she)(?:['’]ll|\s+(?:will|shall|send|need|have))\b/u.test(text) &&
    !/\b(?:sign|close|renew)\b/i.test(text)
  )
    return [];
  const has = ofType('date');
  const candidates = context.holders(sentence, has).flatMap((holder): Choosable[] =>
    holder.known.attributes.filter(has).map((attribute) => {
      const words = titleWords(attribute, text);
      const near = words.said > 0 && words.said === words.all ? nearness(attribute, text, day.at, day.end) : 0;
      return { ...holder, attribute, score: near > 0 ? 10 + words.said * 3 + holder.sure + near : 0 };
    }),
  );
  const meant = theOne(candidates);
  if (!meant) return [];
  const doubt = isSupposed(text) ? SUPPOSED : guessed(meant);
  const update = updateOf(meant.known, meant.attribute, [day.day], {
    evidence: evidenceOf(sentence),
    accepted: doubt === undefined,
    doubt,
  });
  return update ? [update] : [];
}

/** How close what names the attribute stands to the day, up to 1; 0: too far, or nothing leads from one to the other. */
function nearness(attribute: Attribute, text: string, at: number, end: number): number {
  const words = attribute.title.split(/[^\p{L}]+/u).filter((word) => word !== '' && !TITLE_DULL.test(word));
  const cue = `(?<![\\p{L}])(?:${words.map(stem).join('|')})`;
  const before = text.slice(Math.max(0, at - FAR), at);
  const cut = before.split(/[;,]\s/).at(-1)!;
  const last = [...cut.matchAll(new RegExp(cue, 'giu'))].at(-1);
  if (last && (DATE_LINK.test(cut) || DATE_LINK.test(text.slice(at, end))))
    return 1 - (cut.length - last.index) / (FAR + 1);
  const after = text.slice(end, end + 40).split(/[;,]\s/)[0]!;
  const next = new RegExp(cue, 'iu').exec(after);
  return next && !/\b(?:to|that|who)\b/i.test(after) ? 1 - next.index / FAR : 0;
}

const plainTitle = (title: string): string =>
  title
    .replace(/\p{Extended_Pictographic}|\ufe0f/gu, '')
    .replace(/\s*\([^)]*\)/g, '')
    .trim();

async function stages(sentence: Sentence, context: Context, choicesOf: Choices): Promise<Update[]> {
  const { text } = sentence;
  if (isSupposed(text)) return [];
  const has = (attribute: Attribute) =>
    (attribute.type === 'status' || attribute.type === 'select') && isEditable(attribute) && !attribute.is_multiselect;
  const found: (Choosable & { choice: Choice })[] = [];
  for (const holder of context.holders(sentence, has)) {
    for (const attribute of holder.known.attributes.filter(has)) {
      for (const choice of await choicesOf(holder.known, attribute)) {
        if (choice.archived || !means(text, attribute, choice, holder.known)) continue;
        found.push({ ...holder, attribute, choice, score: holder.sure * 100 + plainTitle(choice.title).length });
      }
    }
  }
  const meant = theOne(found) as (typeof found)[number] | undefined;
  const update =
    meant &&
    updateOf(meant.known, meant.attribute, [meant.choice.id], { evidence: evidenceOf(sentence), accepted: true });
  return update ? [update] : [];
}

const OVER =
  '(?=\\s*(?:$|[.,;:!)–—]|\\p{Extended_Pictographic}|(?:and|now|since|as|after|because|today|from|with|stage|phase|but|so)\\b))';

/** Whether a sentence says plainly that the record is now in this state. */
function means(text: string, attribute: Attribute, choice: Choice, known: Known): boolean {
  const title = plainTitle(choice.title);
  if (title.length < 3) return false;
  const option = `["“‘']?${literal(title).replace(/\s+/g, '[\\s-]+')}["”’']?`;
  const is = (pattern: string) => new RegExp(pattern, 'iu').test(text);
  const moved = `\\b(?:move[ds]?|moving|set|put|mark(?:ed)?|change[ds]?|advance[ds]?|progress(?:ed|es)?|goes|went|shift(?:ed|s)?)\\b[^.;]{0,60}?\\b(?:to|into|in|as)\\s+(?:the\\s+)?${option}${OVER}`;
  if (is(moved)) return true;
  const titled = titleOfAttribute(attribute);
  if (is(`\\b(?:${titled})\\b(?:\\s+(?:is|now|changed to|moves? to|to|at|in))+\\s*${option}${OVER}`)) return true;
  const subject = subjectOf(known);
  if (/\b(?:was|were|used to|had been|before)\b/iu.test(text)) return false;
  if (
    is(
      `(?:${subject})(?:\\s+\\S+){0,2}?\\s+(?:is|are|['’]s|became|becomes|has become)(?:\\s+(?:now|already|officially|finally|currently|in|an?|the|at|on))*\\s+${option}${OVER}`,
    )
  )
    return true;
  // The state in a word of its own: won, lost, churned.
  if (!/^(?:closed[\s-])?(?:won|lost|churned|signed)$/i.test(title)) return false;
  const word = title.split(/[\s-]/).at(-1)!;
  if (is(`\\bclosed[\\s-]${word}\\b`)) return true;
  if (/^churned$/i.test(word)) return is(`(?:${subject})\\s+(?:has\\s+|have\\s+)?(?:just\\s+)?churned\\b`);
  return is(`\\bwe(?:['’]ve| have)?\\s+(?:just\\s+|officially\\s+|finally\\s+)?${word}\\s+(?:the\\s+)?(?:${subject})`);
}

const titleOfAttribute = ({ title }: Attribute): string =>
  [...new Set([literal(title), title.split(/\s+/).length > 1 ? literal(title.split(/\s+/).at(-1)!) : ''])]
    .filter(Boolean)
    .join('|');

/** What stands for the record in a sentence: its name, words that tell it, the kind of thing it is. */
function subjectOf({ pattern, telling, ref, noun }: Known): string {
  const nouns = ref.object === 'deals' ? ['deal', 'contract', 'opportunity', 'renewal'] : [noun.toLowerCase()];
  const words = [...telling, ...nouns].filter((word) => /^[\p{L}]{3,}$/u.test(word)).map(literal);
  // Names keep their own guards.
  return [...(pattern ? [pattern.source] : []), ...words.map((word) => `\\b${word}\\b`)].join('|');
}

const LABEL = /^([^:=]{2,40}?)\s*(?::|=|→|\s–\s)\s*(\S.{0,160})$/u;
const LABELLED_TYPES = new Set([
  'currency',
  'date',
  'status',
  'select',
  'number',
  'rating',
  'checkbox',
  'text',
  'phone-number',
  'domain',
  'email-address',
]);
const NAMES = /^(?:name|title|label|subject|description|notes?|summary|full_name|record_id)$|desc/i;

/** `Close date: 2027-01-15`: the attribute by its own name. */
async function labelledIn(
  sentence: Sentence,
  context: Context,
  ground: Ground,
  choicesOf: Choices,
): Promise<Update | undefined> {
  const [, label, value] = LABEL.exec(sentence.text.replace(/[.\s]+$/, '')) ?? [];
  if (!label || !value || isQuestion(value) || /[?]/.test(value)) return undefined;
  const wanted = label.toLowerCase().trim();
  const has = (attribute: Attribute) =>
    isEditable(attribute) &&
    LABELLED_TYPES.has(attribute.type) &&
    !NAMES.test(attribute.api_slug) &&
    (attribute.title.toLowerCase() === wanted || attribute.api_slug === wanted || lastWords(attribute, wanted));
  const holders = context.holders({ ...sentence, text: `${label} ${sentence.text}` }, has);
  const [best, next] = holders;
  if (!best || (next && next.sure === best.sure)) return undefined;
  const attributes = best.known.attributes.filter(has);
  const attribute = attributes.find(({ title }) => title.toLowerCase() === wanted) ?? attributes[0];
  if (!attribute || (attributes.length > 1 && attribute.title.toLowerCase() !== wanted)) return undefined;
  const written = await readLabelled(value, attribute, best.known, ground, choicesOf);
  if (written === undefined) return undefined;
  return updateOf(best.known, attribute, [written], { evidence: evidenceOf(sentence), accepted: true });
}

/** `Stage` for `Deal stage`. */
const lastWords = ({ title }: Attribute, wanted: string): boolean =>
  /^(?:deal|company|account|project|person|contact)\s/i.test(title) &&
  title.toLowerCase().split(/\s+/).slice(1).join(' ') === wanted;

async function readLabelled(
  value: string,
  attribute: Attribute,
  known: Known,
  ground: Ground,
  choicesOf: Choices,
): Promise<Json | undefined> {
  if (attribute.type === 'date') {
    const found = await daysIn(`on ${value}`, ground);
    return found.length === 1 ? found[0]!.day : undefined;
  }
  if (attribute.type === 'currency') {
    const amounts = moneyIn(value);
    if (amounts.length > 1) return undefined;
    const read = parseMoney(amounts[0]?.text ?? value, attribute);
    return read.ok ? read.value : undefined;
  }
  const choices = /^(?:status|select)$/.test(attribute.type) ? await choicesOf(known, attribute) : [];
  const bare = choices.find(
    (one) => !one.archived && plainTitle(one.title).toLowerCase() === value.toLowerCase().trim(),
  );
  if (bare) return bare.id;
  const { now, timeZone, locale, region } = ground;
  const read = await parseInput(value, {
    attribute,
    choices,
    now,
    timeZone,
    ...(locale && { locale }),
    ...(region && { region }),
  });
  return read.ok ? read.value : undefined;
}
