/** Pieces of a text that may be the names of people and companies, the likeliest first. Pure, linear. */

const MAX_TEXT = 50_000;
/** A word as names have it: a capital first, or a script that has none. */
const WORD = "\\p{Lu}[\\p{L}\\p{M}\\p{N}'’&-]*";
const RUN = new RegExp(`${WORD}(?: (?:&|de|van|von|of|der) ${WORD}| ${WORD}){0,3}`, 'gu');
/** Before a name. */
const LEAD = /(?:with|w\/|at|from|for|and|met|to|by|mit|bei|von|avec|chez|con|–|—|-|:|@|\|)\s*$/iu;
/** Words that begin sentences, headings and agendas, and are nobody's name. */
const COMMON = new Set(
  (
    'the a an i we you he she it they this that these those there here my our your his her its their what when where who why how which and or but if so as at by for ' +
    'from in into of on off to up with without about after before during is are was were be been do does did has have had will would can could should may might must ' +
    'not no yes ok all any each every some more most next new old last first second open then also meeting call calls notes note agenda attendees decisions decision ' +
    'action actions items item steps step summary research question questions findings sources follow kick kickoff weekly daily sync review demo intro q1 q2 q3 q4 ' +
    'monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december ' +
    'mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep oct nov dec today tomorrow yesterday crm attio api ceo cto cfo coo vp usd eur gbp todo re fw fwd ' +
    'in-person when about date time title objections amounts dates need needs they talked spoke discussed asked said wants hello hi dear thanks best regards'
  ).split(' '),
);

/** Lower-case words of letters and digits, accents composed; all else parts them. */
export function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

/** Whether a piece of text is a record's whole name, or more than that. */
export function names(piece: string, title: string): boolean {
  const said = ` ${wordsOf(piece).join(' ')} `;
  const wanted = wordsOf(title).join(' ');
  return wanted !== '' && said.includes(` ${wanted} `);
}

interface Score {
  name: string;
  score: number;
}

/** Common words at either end are no part of a name. */
function core(run: string): string {
  const words = run.split(' ');
  const common = (word: string | undefined) =>
    word !== undefined && COMMON.has(word.toLowerCase().replace(/['’]s$/, ''));
  while (common(words[0])) words.shift();
  while (common(words.at(-1))) words.pop();
  return words.join(' ').replace(/['’]s$/u, '');
}

/**
 * Names, each once, the likeliest first: to be an attendee without an address counts most, then to stand in the title,
 * in headings, in the text. Of `body` the first 50,000 characters are read.
 */
export function candidatesIn({
  title,
  attendees,
  body,
}: {
  title: string;
  attendees: readonly string[];
  body: string;
}): string[] {
  const scores = new Map<string, Score>();
  const add = (name: string, score: number) => {
    const letters = name.match(/\p{L}/gu)?.length ?? 0;
    if (letters < 3) return;
    const key = name.toLowerCase();
    const known = scores.get(key);
    if (known) known.score += score;
    else scores.set(key, { name, score });
  };
  for (const attendee of attendees) {
    // Of those with an address, the address is looked up.
    if (!attendee.includes('@')) add(attendee.trim(), 100);
  }
  const read = (text: string, weight: number) => {
    const plain = text
      .replace(/https?:\/\/\S+|\S+@\S+/g, ' ')
      .replace(/[*_`~#>[\]()]+/g, ' ')
      .replace(/[ \t]+/g, ' ');
    for (const match of plain.matchAll(RUN)) {
      const name = core(match[0]);
      if (name === '') continue;
      const several = name.includes(' ');
      const led = LEAD.test(plain.slice(Math.max(0, match.index - 8), match.index));
      // One word with a capital may just begin a sentence.
      const begins = /(?:^|[.!?\n]\s*|[-*+] )$/u.test(plain.slice(Math.max(0, match.index - 3), match.index));
      if (!several && !led && (begins || weight < 20)) continue;
      add(name, weight + (several ? 5 : 0) + (led ? 4 : 0));
    }
  };
  read(title, 40);
  const text = body.slice(0, MAX_TEXT);
  for (const line of text.split('\n')) read(line, /^#{1,6}\s/.test(line) ? 10 : 1);
  return [...scores.values()].sort((a, b) => b.score - a.score).map(({ name }) => name);
}
