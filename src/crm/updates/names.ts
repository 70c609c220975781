/** Names that a text speaks of, to be looked for where no address tells the record. Pure. */
import type { Sentence } from './sentences.js';

/** Begin sentences and headings, and are no names. */
const NO_NAME =
  /^(?:i|we|you|he|she|it|they|the|a|an|this|that|these|those|there|here|and|but|or|so|if|when|while|after|before|because|as|at|by|for|from|in|into|of|on|to|with|without|no|not|yes|ok|okay|thanks|thank|hi|hello|hey|dear|regards|best|please|notes?|meeting|call|summary|agenda|action|actions|items?|next|steps?|todo|tasks?|follow|up|attendees|participants|date|time|subject|re|fwd|from|cc|question|questions|decision|decisions|background|context|overview|introduction|conclusion|update|updates|discussion|topics?|our|my|your|their|his|her|its|all|each|every|some|any|both|also|then|now|today|tomorrow|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|q[1-4]|crm|ceo|cto|cfo|coo|vp|api|faq|tbd|eod|asap|let|what|who|why|how|where|which|will|can|could|should|would|do|does|did|is|are|was|were|have|has|had|just|first|second|third|last|new|old|great|good|send|share|ask|check|review|book|schedule|prepare|write|draft|price|confirm|quick|weekly|monthly|daily|kick|kickoff|sync|demo|intro|research|status|stage|value|deal|renewal|pilot|close|project|team|customer|prospect|owner|won|lost|lead|company|companies|people|person)$/iu;

const WORD = "[\\p{Lu}][\\p{L}\\p{M}\\p{N}&'’-]*";
const PHRASE = new RegExp(
  `(?<![\\p{L}\\p{N}@./#_-])${WORD}(?:[ \\t]+(?:(?:of|&|and|de|du|van|von)[ \\t]+)?${WORD}){0,3}(?![\\p{L}\\p{N}@_]|\\.\\p{L})`,
  'gu',
);

/** The most telling first: those of the title and of headings, those said often, those of several words. */
export function candidateNames(sentences: readonly Sentence[], title: string): string[] {
  const scores = new Map<string, number>();
  const note = (name: string, points: number) => scores.set(name, (scores.get(name) ?? 0) + points);
  const read = (text: string, points: number, prose: boolean) => {
    for (const match of text.slice(0, 600).matchAll(PHRASE)) {
      const words = match[0].replace(/['’]s$/u, '').split(/\s+/);
      while (words.length > 0 && NO_NAME.test(words[0]!)) words.shift();
      while (words.length > 0 && (NO_NAME.test(words.at(-1)!) || /^(?:of|&|and|de|du|van|von)$/u.test(words.at(-1)!)))
        words.pop();
      const name = words.join(' ');
      if (name.length < 3 || /^\p{Lu}{1,3}$/u.test(name)) continue;
      // A capital at the start of a sentence says nothing of a single word.
      const begins = prose && match.index === 0 && words.length === 1;
      note(name, begins ? 0.4 : points * (words.length > 1 ? 1.5 : 1));
    }
  };
  read(title.replace(/[_-]+/g, ' '), 6, false);
  // Of a long text the beginning says what it is about.
  for (const { text, form } of sentences.slice(0, 400)) read(text, form === 'heading' ? 4 : 1, form !== 'heading');
  return [...scores]
    .filter(([, points]) => points >= 1)
    .sort((a, b) => b[1] - a[1])
    .map(([name]) => name);
}
