/** The question for a slug. */
import type { Services } from '../services.js';
import type { Back } from '../ui.js';
import { freeSlug, slugFrom, slugProblem } from './slugs.js';
import { type Box, said } from './steps.js';

export interface Taken {
  slug: string;
  title: string;
  archived?: boolean;
}

export interface AskSlug {
  title: string;
  /** What it is called: the slug is proposed from it. */
  name: string;
  /** Typed before. */
  given: string;
  taken: readonly Taken[];
  /** `attribute`, `object`. */
  noun: string;
  box: Box;
  problem?: string;
}

const WHAT_FOR = 'The name by which the API, filters and records as documents know it.';

/**
 * Of an attribute or object. Begins with `given`, else with a free one made from `name`; what is taken is refused as
 * one types, also by what is archived, whose slug Attio keeps (api.md section 4.3). Resolves to the text as typed, with
 * white space around it. BACK; undefined: closed.
 */
export function askSlug({ ui }: Services, ask: AskSlug): Promise<string | Back | undefined> {
  const { given, name, taken, noun, problem, box, title } = ask;
  const isTaken = (slug: string) => taken.some((one) => one.slug === slug);
  return ui.input<Back>({
    ...box,
    title,
    value: given || freeSlug(slugFrom(name), isTaken),
    placeholder: `Slug, such as ${noun === 'object' ? 'contracts' : 'customer_tier'}`,
    prompt: said(problem, WHAT_FOR),
    validate: (text) => {
      const slug = text.trim();
      const there = taken.find((one) => one.slug === slug);
      if (!there) return slugProblem(slug);
      return there.archived
        ? `The archived ${noun} “${there.title}” has this slug, and Attio keeps it taken: choose another, or bring that one back.`
        : `The ${noun} “${there.title}” has this slug: choose another.`;
    },
  });
}
