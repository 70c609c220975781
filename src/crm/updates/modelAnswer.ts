/** A language model's answer, item by item: what is not of the form that was asked for is left out. Pure. */
import { z } from 'zod';

const sentence = z.string().min(3).max(2000);
const text = (most: number) => z.string().trim().min(1).max(most);
const number = z.number().int().positive();

const ITEM = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('task'),
    text: text(2000),
    assignee: z.string().nullish(),
    deadline: z.string().nullish(),
    records: z.array(number).max(20).nullish(),
    sentence,
  }),
  z.object({
    kind: z.literal('update'),
    record: number,
    attribute: text(128),
    value: z.union([z.string(), z.number(), z.boolean()]).transform(String),
    sentence,
  }),
  z.object({
    kind: z.literal('person'),
    name: text(120),
    email: z.string().nullish(),
    jobTitle: z.string().nullish(),
    company: number.nullish(),
    sentence,
  }),
  z.object({ kind: z.literal('company'), name: text(120), domain: z.string().nullish(), sentence }),
]);

export type AnswerItem = z.infer<typeof ITEM>;

export interface Answer {
  summary?: string;
  items: AnswerItem[];
  /** Items that were not of the form. */
  unread: number;
}

const MAX_ITEMS = 100;

/** Throws an Error in words where there is no JSON object in the answer. */
export function readAnswer(answer: string): Answer {
  const from = answer.indexOf('{');
  const to = answer.lastIndexOf('}');
  let data: unknown;
  try {
    data = JSON.parse(answer.slice(from, to + 1));
  } catch {
    throw new Error('its answer was not in the form it was asked for');
  }
  const { summary, items } = (data ?? {}) as Record<string, unknown>;
  if (!Array.isArray(items)) throw new Error('its answer was not in the form it was asked for');
  const read = items.slice(0, MAX_ITEMS).map((one) => ITEM.safeParse(one));
  const good = read.flatMap((one) => (one.success ? [one.data] : []));
  return {
    ...(typeof summary === 'string' && summary.trim() !== '' && { summary: summary.trim().slice(0, 20_000) }),
    items: good,
    unread: read.length - good.length,
  };
}
