/** Which record a sentence speaks of when it names an amount, a day or a stage: the one that it, its paragraph or heading names. */
import type { Attribute } from '../../attio/types.js';
import type { Sentence } from './sentences.js';
import { type Known, referencesOf, refsKey, type Subjects } from './subjects.js';

/** Other words for what people sell. */
const NOUNS: Record<string, RegExp> = {
  deals: /\b(?:deal|contract|opportunity|renewal|agreement|order form|purchase order)\b/i,
};

export interface Holder {
  known: Known;
  /** How surely the sentence means this record: 3 by its name, 2 by words of its name, 1 by the kind of thing it is. */
  sure: 1 | 2 | 3;
}

/** Words of a name in a text, in any form of the noun. */
const says = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\p{L}])${word.length > 5 ? word.replace(/(?:al|s)$/, '') : word}`, 'iu').test(text);

/** Sentences with what is named around them. */
export class Context {
  readonly #subjects: Subjects;
  readonly #blocks = new Map<number, Known[]>();
  readonly #headings = new Map<string, Known[]>();

  constructor(sentences: readonly Sentence[], subjects: Subjects) {
    this.#subjects = subjects;
    for (const { block, text } of sentences) {
      const named = subjects.named(text);
      if (named.length > 0) this.#blocks.set(block, [...(this.#blocks.get(block) ?? []), ...named]);
    }
    for (const { form, text } of sentences)
      if (form === 'heading') this.#headings.set(text.toLowerCase(), subjects.named(text));
  }

  /** What is meant where nothing else is named, from the nearest to the farthest. */
  #tiers({ text, block, heading }: Sentence): Known[][] {
    const { named, main, all } = this.#subjects;
    const linked = all.filter((one) => one.linked || one === main);
    return [named(text), this.#blocks.get(block) ?? [], this.#headings.get(heading) ?? [], linked];
  }

  /** What the nearest heading above names, or else its paragraph. */
  around({ block, heading }: Sentence): readonly Known[] {
    return [...(this.#headings.get(heading) ?? []), ...(this.#blocks.get(block) ?? [])];
  }

  /** Records with such attributes that the sentence may mean, of the nearest tier that has any; the surest first. */
  holders(sentence: Sentence, has: (attribute: Attribute) => boolean): Holder[] {
    const { all } = this.#subjects;
    for (const [place, tier] of this.#tiers(sentence).entries()) {
      if (tier.length === 0) continue;
      const near = all.filter((one) => tier.some((other) => one === other || related(one, other)));
      const holders = near
        .filter(({ attributes }) => attributes.some(has))
        .flatMap((known): Holder[] => {
          const sure = this.#surety(known, sentence, near, tier, place < 3);
          return sure === 0 ? [] : [{ known, sure }];
        });
      if (holders.length > 0) return holders.sort((a, b) => b.sure - a.sure);
    }
    return [];
  }

  #surety(
    known: Known,
    sentence: Sentence,
    near: readonly Known[],
    tier: readonly Known[],
    around: boolean,
  ): 0 | 1 | 2 | 3 {
    const { text } = sentence;
    if (known.pattern?.test(text)) return 3;
    const { telling } = known;
    const said = telling.filter((word) => says(text, word)).length;
    if (telling.length > 0 && (telling.length <= 2 ? said === telling.length : said >= 2)) return 2;
    const { object } = known.ref;
    // The whole paragraph or section is about it, and about no other of its kind.
    const alone = tier.filter((one) => one.ref.object === object).length === 1;
    if (tier.includes(known) && alone && (object !== 'people' || tier.length === 1)) return around ? 2 : 1;
    const noun = NOUNS[object] ?? new RegExp(`\\b${known.noun.toLowerCase().replace(/[^a-z ]/g, '')}\\b`, 'i');
    if (known.noun === '' || !noun.test(text)) return 0;
    const open = near.filter((one) => one.ref.object === object && !isOver(one));
    return open.length === 1 && open[0] === known ? 1 : 0;
  }
}

/** Won, lost or otherwise done with, as its stage says. */
export function isOver({ record, attributes }: Known): boolean {
  return attributes
    .filter(({ type }) => type === 'status')
    .some(({ api_slug }) => {
      const status = record.values[api_slug]?.[0]?.status as { title?: string } | undefined;
      return /\b(?:won|lost|closed|churned|done|cancelled|on ice)\b/i.test(status?.title ?? '');
    });
}

/** Whether one refers to the other. */
export function related(one: Known, other: Known): boolean {
  const refers = (from: Known, to: Known) => referencesOf(from).some((ref) => refsKey(ref) === refsKey(to.ref));
  // People share a company with everybody: only what is sold hangs closely enough on somebody.
  if (one.ref.object === 'people') return false;
  return refers(one, other) || refers(other, one);
}
