/** What somebody is to do, as a text says it: check boxes, `TODO:`, `I will …`, `Bruno asks …`. Pure. */
import { isDenied, isEnglish, isQuestion, isSupposed, unquoted } from './mood.js';
import type { Sentence } from './sentences.js';

export interface Action {
  /** What is to be done, in the base form, with its capital: `Send the offer to Tomas by Friday`. */
  content: string;
  /** By whom, as the text says: a name, or the one who speaks. */
  who?: { name: string } | 'speaker' | 'we';
  sentence: Sentence;
  /** What stands before it: `By Friday`. */
  before?: string;
  /** Why it is not ticked. */
  doubt?: string;
}

/** What people say they will do. Anything else (`I will see`, `I will be honest`) is no task. */
const VERBS =
  'send|share|write|prepare|draft|review|check|ask|find|call|email|mail|book|schedule|set|create|add|update|fix|price|quote|propose|deliver|order|introduce|intro|connect|follow|get|confirm|forward|switch|turn|enable|disable|move|invite|talk|speak|discuss|look|investigate|test|file|submit|sign|pay|invoice|ship|publish|post|document|plan|organize|organise|arrange|finish|complete|provide|show|present|demo|collect|gather|put|compile|reach|ping|contact|clarify|negotiate|upload|translate|remove|deploy|migrate|install|redline|chase|resolve|measure|train|hire|renew|report|answer|reply|respond|build|design|implement|evaluate|bring|take|push|raise|escalate|verify|loop|circulate|summarize|summarise|sync|revise|research|source|extend|adjust|correct|approve|return|visit|meet|attend|tell|inform|remind|align|export|import|integrate|estimate|calculate|register|request|replace|restart|rename|record|order|procure|cancel|close|map|scope|outline|run|make|give|transfer|configure|refactor|compare|coordinate|onboard|nudge|buy';
const S_FORMS = VERBS.split('|')
  .map((verb) =>
    /(?:s|sh|ch|x)$/.test(verb) ? `${verb}es` : /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`,
  )
  .join('|');
const ADVERBS =
  '(?:(?:also|then|just|gladly|happily|definitely|quickly|personally|still|now|try to|have to|need to|make sure to|go ahead and|be sure to)\\s+){0,2}';
const NAME =
  "(?<name>\\p{Lu}[\\p{L}\\p{M}'’-]+(?:\\s+(?:(?:van|von|de|da|der|den)\\s+)?\\p{Lu}[\\p{L}\\p{M}'’-]+){0,2})";
const REST = `(?<what>(?:${VERBS})\\b.*)$`;
const LEAD =
  '^(?:[^:]{0,60}:\\s+)?(?:(?:and|so|then|ok|okay|great|good|yes|sure|thanks|perfect|right|well|also|meanwhile|first|next|finally|actually|in the meantime|after that|afterwards)[,:]?\\s+)*';

const I_WILL = new RegExp(
  `(?:^|[\\s,;:–—-])I(?:['’]ll| will| am going to|['’]m going to| shall| have to| need to| must| promise to| am to)\\s+${ADVERBS}${REST}`,
  'u',
);
const I_DO = new RegExp(`(?:^|[,;:]\\s*|\\band )I\\s+(?<what>(?:${VERBS})\\b.*)$`, 'u');
const REMIND = new RegExp(
  `\\b(?:remind me to|(?:I|we) must not forget to|(?:do not|don['’]t) forget to|note to self[:,]?)\\s+${ADVERBS}${REST}`,
  'iu',
);
const WE_WILL = new RegExp(
  `(?:^|[\\s,;:–—-])[Ww]e(?:['’]ll| will| are going to|['’]re going to| need to| have to| must)\\s+${ADVERBS}${REST}`,
  'u',
);
const X_WILL = new RegExp(
  `(?:^|[\\s,;:–—-])${NAME}(?:['’]ll| will| is going to| has to| needs to| must| is to)\\s+${ADVERBS}${REST}`,
  'u',
);
const X_TO = new RegExp(`${LEAD}${NAME}\\s+to\\s+${ADVERBS}${REST}`, 'u');
const X_AGREED = new RegExp(
  `(?:^|[\\s,;:–—-])${NAME}\\s+(?:(?:has\\s+)?(?:promised|agreed|offered|volunteered|undertook|committed|is happy|said|confirmed|promises|agrees|says))\\s+(?:that\\s+)?(?:to|(?:he|she|they)(?:['’]ll| will| would))\\s+${ADVERBS}${REST}`,
  'u',
);
const X_ASKED = new RegExp(
  `(?:^|[\\s,;:–—-])${NAME}\\s+(?:asks|asked|has asked|wants|expects|needs|requests|requested|would like)\\s+(?:us|me)\\s+to\\s+${ADVERBS}${REST}`,
  'u',
);
const PLEASE = new RegExp(`(?:^|[.!]\\s+)(?:${NAME}[,:]?\\s+)?[Pp]lease\\s+${ADVERBS}${REST}`, 'u');
const X_COLON = new RegExp(`^${NAME}:\\s+${REST}`, 'u');
/** At the start of a bullet these are no nouns. */
const IMPERATIVE =
  /^(?:send|share|prepare|ask|confirm|book|write|follow up|introduce|invite|remind|finish|deliver|organi[sz]e|collect|discuss|arrange|check with|provide|submit|clarify|get|set up|reach out|tell|bring|fix|add|find)\s+\S/iu;
/** `…, and Bruno will …` begins anew. */
const CLAUSES = /;\s+|,?\s+(?:and|while|but)\s+(?=\p{Lu}[\p{L}\p{M}'’-]+\s+(?:will|is going to|has to|needs to)\s)/u;
const X_DOES = new RegExp(`${LEAD}${NAME}\\s+(?:also\\s+)?(?<what>(?:${S_FORMS})\\b.*)$`, 'u');
const TAGGED =
  /^(?:to-?do|action(?: items?| points?)?|next steps?|follow[- ]?ups?|task|aufgabe|à faire|tarea)\s*(?:\((?<name>[^)]{2,40})\)\s*)?(?:[:–—]|\s-)\s*(?<what>\S.*)$/iu;
/** In capitals it needs no colon. */
const TODO = /^TODO\s+(?<what>\p{L}.{3,})$/u;
const TASK_HEADINGS =
  /^(?:(?:our|my|open|agreed)\s+)?(?:action(?:s| items?| points?)?|next steps?|to-?do'?s?|to do|tasks?|follow[- ]?ups?|what['’]?s next|aufgaben|nächste schritte|à faire|prochaines étapes|actions à mener|próximos pasos|tareas|próximos passos|actiepunten|volgende stappen|åtgärder)(?:\s*\([^)]*\))?$/iu;
const RECAP =
  /\b(?:what we (?:have )?agreed|we agreed|agreed (?:on )?the following|to (?:recap|summari[sz]e)|recap|next steps?|action items?|read back|so the plan|the plan is|who does what)\b/iu;
const DEADLINE =
  /\b(?:by|until|till|before|no later than|due)\s+(?!\d+(?:[.,]\d+)?\s*(?:%|percent|points?|k\b|x\b|[$€£]))\S|\b(?:today|tomorrow|tonight|this week|next week|this afternoon|in (?:a|an|one|two|three|\d+) (?:days?|weeks?|months?)|on (?:monday|tuesday|wednesday|thursday|friday))\b/iu;
const HABIT =
  /\b(?:every|each|usually|always|often|sometimes|normally|regularly|on (?:mon|tues|wednes|thurs|fri)days)\b/iu;
/** `asks whether …` tells of a question. */
const TELLS =
  /^(?:asks?|checks?|tells?|shows?|reports?|confirms?|answers?|replies|finds|looks|speaks|talks|calls|gets|takes|makes|sets|runs|needs)\s+(?:whether|if|how|why|what|when|who|where|that|like|for|about|good|well|sense|it\b)/iu;
const DONE = /(?:\bdone\b|\bcompleted\b|\balready sent\b|✅|✔|☑)[\s).!]*$/iu;
const NONE =
  /^(?:none|nothing|n\/?a|no\b.{0,40}\b(?:actions?|items?|steps?|tasks?|points?)|keine|aucune?|ninguna?|-|tbd)\.?$/iu;
const VAGUE = new Set(
  'it that this them these those him her you me us everything something anything do be to a an the in on at by of for with and or up out back off over as so then there here soon later today tomorrow once again all please'.split(
    ' ',
  ),
);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `sends` as `send`. */
function base(word: string): string {
  const lower = word.toLowerCase();
  const verb = VERBS.split('|').find(
    (one) => one === lower.replace(/ies$/, 'y') || one === lower.replace(/es$/, '') || one === lower.replace(/s$/, ''),
  );
  return verb ?? lower;
}

/** Whether anything but pronouns follows the verb. */
function saysWhat(what: string): boolean {
  const words = (what.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(1);
  return words.some((word) => !VAGUE.has(word));
}

function clean(what: string): string {
  return capital(
    what
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/[\s.;,!–—-]+$/u, ''),
  );
}

/** The actions that sentences speak of, in their order. `names`: those who are known, by any of their names. */
export function actionsIn(sentences: readonly Sentence[], isKnown: (name: string) => boolean): Action[] {
  const out: Action[] = [];
  let recap = -1;
  for (const [at, sentence] of sentences.entries()) {
    const { form, block } = sentence;
    if (form === 'quote' || form === 'done' || form === 'heading') continue;
    if (RECAP.test(sentence.text)) recap = block;
    const recapped = recap === block || /\b(?:agreed|recap|next steps?|decisions?)\b/i.test(sentence.heading);
    const first = sentences[at - 1]?.block !== block;
    out.push(...actionsOf(sentence, { first, recapped, isKnown }));
  }
  return out;
}

interface Around {
  /** It begins its bullet. */
  first: boolean;
  /** What was agreed is being said again. */
  recapped: boolean;
  isKnown(name: string): boolean;
}

function actionsOf(sentence: Sentence, around: Around): Action[] {
  const { form, heading } = sentence;
  const text = unquoted(sentence.text)
    .replace(/^(?:\p{Extended_Pictographic}\ufe0f?\s*)+/u, '')
    .trim();
  if (text.length < 6 || DONE.test(text)) return [];
  const listed = form === 'todo' || (form === 'bullet' && TASK_HEADINGS.test(heading));
  const tagged = TAGGED.exec(text) ?? TODO.exec(text);
  if (listed || (tagged && !NONE.test(tagged.groups!.what!.trim()))) {
    // Of a bullet, what follows its first sentence explains it.
    if (!around.first && !tagged) return [];
    const said = tagged ? tagged.groups!.what! : text;
    if (NONE.test(said.trim()) || isQuestion(said)) return [];
    const { what, name } = assigned(said, around, tagged?.groups?.name);
    return what.length < 4 ? [] : [{ content: clean(what), ...(name && { who: { name } }), sentence }];
  }
  if (isQuestion(text) || !isEnglish(text)) return [];
  return text.split(CLAUSES).flatMap((clause) => spoken(clause, sentence, around));
}

/** Who a listed task is for: `@Ada …`, `Ada: …`, `Ada to …`, `… (Ada)`, `… — Ada`. */
function assigned(said: string, { isKnown }: Around, given?: string): { what: string; name?: string } {
  const tries: RegExp[] = [
    /^[@[(]*(?<name>\p{Lu}[\p{L}\p{M}'’-]+(?:\s\p{Lu}[\p{L}\p{M}'’-]+)?)[\])]*\s*(?::|–|—|\s-\s)\s*(?<what>.+)$/u,
    /^@(?<name>\p{L}[\p{L}\p{M}'’-]+)\s+(?<what>.+)$/u,
    /^(?<name>\p{Lu}[\p{L}\p{M}'’-]+(?:\s\p{Lu}[\p{L}\p{M}'’-]+)?)\s+(?:to|will)\s+(?<what>.+)$/u,
    /^(?<what>.+?)\s*[([]@?(?<name>\p{L}[\p{L}\p{M}'’-]+(?:\s\p{Lu}[\p{L}\p{M}'’-]+)?)[)\]][\s.]*$/u,
    /^(?<what>.+?)\s+@(?<name>\p{L}[\p{L}\p{M}'’-]+)[\s.]*$/u,
    /^(?<what>.+?)\s+[–—-]\s+(?<name>\p{Lu}[\p{L}\p{M}'’-]+(?:\s\p{Lu}[\p{L}\p{M}'’-]+)?)[\s.]*$/u,
  ];
  for (const one of tries) {
    const { name, what } = one.exec(said)?.groups ?? {};
    if (name && what && isKnown(name)) return { what, name };
  }
  return { what: said, ...(given && isKnown(given) && { name: given }) };
}

const NEAR_WORDS = 'said as a possibility';

function spoken(clause: string, sentence: Sentence, { recapped, isKnown }: Around): Action[] {
  if (isDenied(clause.replace(/\b(?:must not|don['’]t|do not) forget\b/giu, ''))) return [];
  const action = (what: string, who: Action['who'], doubt?: string): Action[] => {
    const content = clean(what);
    const before = clause.slice(0, Math.max(0, clause.lastIndexOf(what)));
    if (content.length < 6) return [];
    const vague = saysWhat(what) ? doubt : (doubt ?? 'the sentence before says what is meant');
    return [{ content, before, ...(who && { who }), sentence, ...(vague && { doubt: vague }) }];
  };
  const supposed = (before: string): string | undefined => (isSupposed(before) ? NEAR_WORDS : undefined);
  const match = (pattern: RegExp) => pattern.exec(clause);

  const remind = match(REMIND);
  if (remind) return action(remind.groups!.what!, 'speaker');
  const asked = match(X_ASKED);
  if (asked && isKnown(asked.groups!.name!)) return action(asked.groups!.what!, 'we');
  const agreed = match(X_AGREED);
  if (agreed && isKnown(agreed.groups!.name!)) return action(agreed.groups!.what!, { name: agreed.groups!.name! });
  const mine = match(I_WILL);
  if (mine) {
    const doubt = supposed(clause.slice(0, mine.index + 1));
    return doubt && /\bif|unless\b/i.test(clause.slice(0, mine.index))
      ? []
      : action(mine.groups!.what!, 'speaker', doubt);
  }
  const will = match(X_WILL);
  if (will && isKnown(will.groups!.name!)) {
    const before = clause.slice(0, will.index + 1);
    return isSupposed(before) ? [] : action(will.groups!.what!, { name: will.groups!.name! });
  }
  if (sentence.form === 'bullet' && sentence.speaker === undefined) {
    const colon = match(X_COLON);
    if (colon && isKnown(colon.groups!.name!)) return action(colon.groups!.what!, { name: colon.groups!.name! });
    if (IMPERATIVE.test(clause) && DEADLINE.test(clause) && !isSupposed(clause)) return action(clause, undefined);
  }
  const to = match(X_TO);
  if (to && isKnown(to.groups!.name!)) return action(to.groups!.what!, { name: to.groups!.name! });
  const please = match(PLEASE);
  if (please) {
    const name = please.groups!.name ?? addressed(clause);
    if (name && isKnown(name)) return action(please.groups!.what!, { name });
    // Asked of nobody that is named: in one's own notes it is a word to a reader.
    if (sentence.speaker === undefined || DEADLINE.test(clause)) return [];
    return [];
  }
  const does = match(I_DO);
  if (does && (DEADLINE.test(clause) || recapped) && !HABIT.test(clause) && !isSupposed(clause))
    return action(does.groups!.what!, 'speaker');
  const others = match(X_DOES);
  if (others && isKnown(others.groups!.name!) && (recapped || DEADLINE.test(clause)) && !HABIT.test(clause))
    return thirdPerson(others.groups!.what!, others.groups!.name!, action);
  const ours = match(WE_WILL);
  if (ours) {
    if (isSupposed(clause.slice(0, ours.index + 1))) return [];
    return action(ours.groups!.what!, 'we', 'who of us does it is not said');
  }
  return [];
}

/** `Bruno, please …` in the middle of a sentence. */
const addressed = (clause: string): string | undefined => /(\p{Lu}[\p{L}\p{M}'’-]+),\s+please\b/u.exec(clause)?.[1];

/** `asks Granite about it, and turns on the export tomorrow`: two things to do. */
function thirdPerson(what: string, name: string, action: (what: string, who: Action['who']) => Action[]): Action[] {
  const parts = what.split(new RegExp(`,?\\s+and\\s+(?=(?:${S_FORMS})\\b)`, 'u'));
  return parts.flatMap((part) => {
    if (TELLS.test(part)) return [];
    const verb = /^\S+/.exec(part)![0];
    return action(base(verb) + part.slice(verb.length), { name });
  });
}
