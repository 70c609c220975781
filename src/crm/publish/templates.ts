/** Templates of notes: `{{title}}` and the like filled in. Pure. */

export interface Template {
  name: string;
  description: string;
  /** May hold the same words in braces as the body; without it, a title is made of name and record. */
  title?: string;
  body: string;
}

export interface TemplateValues {
  title: string;
  /** `2026-11-20`. */
  date: string;
  /** `14:30`. */
  time: string;
  attendees: readonly string[];
  /** What the record is called. */
  record: string;
  /** `[Acme Robotics](https://app.attio.com/…)`. */
  recordLink: string;
  clipboard: string;
}

export interface Filled {
  text: string;
  /** Where typing goes on, as an offset. */
  cursor: number;
}

const NAMES = ['title', 'date', 'time', 'attendees', 'record', 'recordLink', 'clipboard', 'cursor'] as const;
type Name = (typeof NAMES)[number];
const PLACE = /\{\{[ \t]*([A-Za-z]+)[ \t]*\}\}/g;

export const BUILT_IN: readonly Template[] = [
  {
    name: 'Meeting',
    description: 'Attendees, agenda, notes, decisions, next steps',
    title: 'Meeting with {{record}}',
    body: `**When:** {{date}} {{time}}
**With:** {{attendees}}
**About:** {{recordLink}}

## Agenda

- {{cursor}}

## Notes

- 

## Decisions

- 

## Next steps

- 
`,
  },
  {
    name: 'Research',
    description: 'What was looked for, findings, sources, open questions',
    title: 'Research: {{record}}',
    body: `**On:** {{recordLink}}
**Date:** {{date}}

## Question

{{cursor}}

## Findings

- 

## Sources

- {{clipboard}}

## Open questions

- 
`,
  },
  {
    name: 'Call Summary',
    description: 'Why, what was said, pains, amounts and dates, next step',
    title: 'Call with {{record}}',
    body: `**When:** {{date}} {{time}}
**With:** {{attendees}}
**About:** {{recordLink}}

## In one sentence

{{cursor}}

## What they need

- 

## Amounts and dates

- 

## Objections

- 

## Next step

- 
`,
  },
];

const named = (name: string): Name | undefined => NAMES.find((one) => one.toLowerCase() === name.toLowerCase());

/** What a template asks for; a clipboard that nobody asks for is not read. */
export function wanted({ title = '', body }: Pick<Template, 'title' | 'body'>): Set<Name> {
  const names = [...`${title}\n${body}`.matchAll(PLACE)].map(([, name]) => named(name!));
  return new Set(names.filter((one) => one !== undefined));
}

/**
 * Fills in each word once: what is filled in is not read for words in braces again. Unknown words stay as they are. A
 * line that consists of a label and of words that have nothing to say goes.
 */
export function fillTemplate(template: string, values: TemplateValues): Filled {
  const said = (name: Name): string =>
    name === 'cursor' ? '' : name === 'attendees' ? values.attendees.join(', ') : values[name].replace(/\r\n?/g, '\n');
  let text = '';
  let cursor: number | undefined;
  for (const line of template.replace(/\r\n?/g, '\n').split(/(?<=\n)/)) {
    const places = [...line.matchAll(PLACE)].flatMap(([, name]) => named(name!) ?? []);
    const silent = places.length > 0 && places.every((name) => name !== 'cursor' && said(name).trim() === '');
    if (silent && /^\s*(?:\*\*)?[\p{L} ]+:(?:\*\*)?/u.test(line.replace(PLACE, ''))) continue;
    let at = 0;
    for (const match of line.matchAll(PLACE)) {
      const name = named(match[1]!);
      if (name === undefined) continue;
      text += line.slice(at, match.index);
      at = match.index + match[0].length;
      if (name === 'cursor') cursor ??= text.length;
      const indent = /^[ \t]*/.exec(line)![0];
      text += said(name).replace(/\n(?=.)/g, `\n${indent}`);
    }
    text += line.slice(at);
  }
  return { text, cursor: cursor ?? text.length };
}

/** A person's own templates from the settings, then those built in that they do not replace; by name. */
export function templatesOf(setting: unknown): Template[] {
  const own: Template[] = [];
  if (typeof setting === 'object' && setting !== null) {
    for (const [name, value] of Object.entries(setting)) {
      if (name.trim() === '') continue;
      if (typeof value === 'string') own.push({ name, description: 'From your settings', body: value });
      else if (typeof value === 'object' && value !== null && 'body' in value && typeof value.body === 'string') {
        const { body, title, description } = value as { body: string; title?: unknown; description?: unknown };
        own.push({
          name,
          body,
          description: typeof description === 'string' ? description : 'From your settings',
          ...(typeof title === 'string' && { title }),
        });
      }
    }
  }
  const replaced = new Set(own.map(({ name }) => name.trim().toLowerCase()));
  return [...own, ...BUILT_IN.filter(({ name }) => !replaced.has(name.toLowerCase()))];
}

/** The title that a template makes, on one line: of a template without, its name and the record's. */
export function titleFrom(template: Template, values: TemplateValues): string {
  const made = template.title === undefined ? template.name : fillTemplate(template.title, values).text;
  const whole = made.replace(/\s+/g, ' ').trim();
  // Without a record, `Meeting with` would want an end.
  const title = values.record === '' ? whole.replace(/(?:\s+(?:with|on|for|about))?\s*[:–-]?$/u, '') : whole;
  if (template.title === undefined && values.record !== '') return `${title}: ${values.record}`;
  return title || template.name;
}
