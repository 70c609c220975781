/** Asks for the titles of options or statuses: typed one after another, or the lines on the clipboard. */
import { env } from 'vscode';
import { oneLine } from '../records/text.js';
import type { Services } from '../services.js';
import { BACK, type Back } from '../ui.js';
import { choiceNoun, choiceNouns } from './kinds.js';
import { titlesIn } from './slugs.js';
import { type Box, said } from './steps.js';

export interface AskTitles {
  /** `Options of Tier`. */
  title: string;
  type: 'select' | 'status';
  /** Those there are already, archived ones too. */
  taken: readonly { title: string; archived: boolean }[];
  /** Typed before. */
  given: readonly string[];
  box: Box;
  problem?: string;
  /** What goes on without any: `Add them later`; without it there has to be one. */
  none?: string;
}

/** Names so many that a list of lines is more likely something else that was copied. */
const MAX_TITLES = 500;

/** The titles, in order. BACK; undefined: closed. */
export async function askTitles(services: Services, ask: AskTitles): Promise<string[] | Back | undefined> {
  const nouns = choiceNouns(ask.type);
  for (;;) {
    const how = await services.ui.pick<'type' | 'clipboard' | 'none', Back>(
      [
        {
          label: ask.given.length > 0 ? `Go on typing ${nouns}` : `Type the ${nouns}`,
          description: ask.given.length > 0 ? oneLine(ask.given.join(', '), 80) : 'One after another',
          icon: 'edit',
          value: 'type',
        },
        {
          label: 'Take the lines on the clipboard',
          description: `One ${choiceNoun(ask.type)} a line`,
          icon: 'clippy',
          value: 'clipboard',
        },
        ...(ask.none ? [{ label: ask.none, icon: 'arrow-right', value: 'none' as const }] : []),
      ],
      { ...ask.box, title: ask.title, placeholder: said(ask.problem, `Where do the ${nouns} come from?`) },
    );
    if (how === undefined || how === BACK) return how;
    if (how === 'none') return [];
    const start = how === 'clipboard' ? await copied(services, ask) : [...ask.given];
    if (!start) continue;
    const titles = await typed(services, ask, start);
    if (titles !== BACK) return titles;
  }
}

/** The lines on the clipboard that are not there yet; undefined (and a word why) where there are none. */
async function copied({ ui }: Services, { taken, type }: AskTitles): Promise<string[] | undefined> {
  const lines = titlesIn(await env.clipboard.readText());
  const known = new Set(taken.map(({ title }) => title.toLowerCase()));
  const fresh = lines.filter((line) => !known.has(line.toLowerCase()));
  if (fresh.length > 0 && fresh.length <= MAX_TITLES && fresh.every((line) => line.length <= 200)) return fresh;
  const why =
    lines.length === 0
      ? 'There is no text on the clipboard.'
      : fresh.length === 0
        ? `All lines on the clipboard are ${choiceNouns(type)} already.`
        : `What is on the clipboard does not look like ${choiceNouns(type)}: there are ${lines.length} lines, or very long ones.`;
  void ui.warn(why);
  return undefined;
}

async function typed({ ui }: Services, ask: AskTitles, start: string[]): Promise<string[] | Back | undefined> {
  const titles = [...start];
  let value = '';
  for (;;) {
    const soFar = titles.length > 0 ? `So far: ${oneLine(titles.join(', '), 160)}. ` : '';
    const end = titles.length > 0 || ask.none ? ' Enter with nothing typed goes on.' : '';
    const answer = await ui.input<Back>({
      ...ask.box,
      back: BACK,
      title: titles.length > 0 ? `${ask.title} (${titles.length})` : ask.title,
      placeholder: titles.length > 0 ? `The next ${choiceNoun(ask.type)}` : `The first ${choiceNoun(ask.type)}`,
      prompt: `${soFar}Several at once with “;” between them.${end}`,
      value,
      validate: (text) => problemOf(text, titles, ask),
    });
    if (answer === undefined) return undefined;
    if (answer === BACK) {
      // What was typed last comes back to be corrected.
      const last = titles.pop();
      if (last === undefined) return BACK;
      value = last;
      continue;
    }
    const added = titlesIn(answer);
    if (added.length === 0) return titles;
    titles.push(...added);
    value = '';
  }
}

function problemOf(text: string, titles: readonly string[], { taken, type, none }: AskTitles): string | undefined {
  const added = titlesIn(text);
  if (added.length === 0) return titles.length > 0 || none ? undefined : `Type the first ${choiceNoun(type)}.`;
  for (const title of added) {
    const same = (other: string) => other.toLowerCase() === title.toLowerCase();
    if (titles.some(same)) return `“${title}” is in the list already.`;
    const there = taken.find((one) => same(one.title));
    if (there)
      return there.archived
        ? `“${there.title}” is there, archived: bring it back instead.`
        : `“${there.title}” is there already.`;
  }
  return undefined;
}
