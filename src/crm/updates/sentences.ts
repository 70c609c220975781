/**
 * A text as sentences with their lines: prose that is broken over lines, bullets, check boxes, turns of a transcript.
 * Code, front matter, tables and struck-out text are left out; what is quoted is marked. Pure, linear.
 */
import type { SourceLine } from './types.js';

export type Form = 'prose' | 'bullet' | 'todo' | 'done' | 'heading' | 'quote';

export interface Sentence {
  /** On one line, less Markdown's marks. */
  text: string;
  line: number;
  form: Form;
  speaker?: string;
  /** The nearest heading above, or the line that ends in a colon before a list. */
  heading: string;
  /** Sentences of one paragraph, bullet or turn have the same number. */
  block: number;
}

/** Longer lines are no prose. */
const MAX_LINE = 5_000;
const MAX_SENTENCE = 600;

const NAME = "[\\p{Lu}\\p{Lo}][\\p{L}\\p{M}'’.-]*(?:[ \\t]+[\\p{L}\\p{M}'’.-]+){0,4}(?:[ \\t]+\\([^()\\d]{2,40}\\))?";
const TIME = '(?:\\d{1,2}:)?\\d{1,2}:\\d{2}';
const TURNS = [
  // `Ada (0:12): …`, `**Ada** · 0:12`, `### Ada [0:12]`
  new RegExp(
    `^(?:#{1,6}\\s+|[-*]\\s+)?[*_]{0,2}(${NAME})[*_]{0,2}\\s*[·–—-]?\\s*[([]?${TIME}[)\\]]?[*_]{0,2}\\s*:?[*_]{0,2}(?:\\s+|$)(.*)$`,
    'u',
  ),
  // `[0:12] Ada: …`, `0:12 **Ada:** …`
  new RegExp(
    `^(?:[-*]\\s+)?[*_]{0,2}[([]?${TIME}[)\\]]?[*_]{0,2}\\s*[·–—-]?\\s*[*_]{0,2}(${NAME})[*_]{0,2}:[*_]{0,2}(?:\\s+|$)(.*)$`,
    'u',
  ),
];
const LABELLED = new RegExp(`^[*_]{0,2}(${NAME})[*_]{0,2}:[*_]{0,2}\\s+(\\S.*)$`, 'u');
/** Words before a colon that are no speakers. */
const NO_SPEAKER =
  /^(?:note|notes|date|time|subject|from|to|cc|bcc|re|fwd|sent|todo|to do|action|actions|action items?|next steps?|agenda|attendees|participants|present|where|when|who|what|why|how|decision|decisions|question|questions|answer|q|a|company|contact|stage|status|value|deal|price|budget|owner|close date|summary|location|phone|e-?mail|website|name|title|role|example|warning|important|update|background|context|goal|goals|risk|risks|pros?|cons?|ps|p\.s\.|nb|fyi|tl;dr)\b/iu;

/** Markdown's marks taken off one line. */
export function unmarked(line: string): string {
  return line
    .replace(/~~[^~]{0,500}~~/g, ' ')
    .replace(/!\[[^\]]{0,300}\]\([^)]{0,1000}\)/g, ' ')
    .replace(/\[([^\]]{0,300})\]\([^)]{0,1000}\)/g, '$1')
    .replace(/<!--.*?-->/g, ' ')
    .replace(/<(?:br|\/?(?:b|i|u|em|strong|p|div|span|ul|ol|li))\b[^<>]{0,200}>/gi, ' ')
    .replace(/`([^`]{0,300})`/g, '$1')
    .replace(/(\*\*|__|==)(?=\S)/g, '')
    .replace(/(?<=\S)(\*\*|__|==)/g, '')
    .replace(/(^|[^\p{L}\p{N}\\])([*_])(?=\S)([^*_\n]{0,300}\S)\2(?![\p{L}\p{N}])/gu, '$1$3')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What subtitles have between the lines that are said. */
const CUE = /^\s*(?:WEBVTT\b.*|\d+|(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{3}\s+-->.*)$/;

/** Labels that are those of speakers: at least two who take turns. */
function speakersOf(lines: readonly SourceLine[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  let all = 0;
  for (const { text } of lines) {
    if (text.trim() !== '' && !CUE.test(text)) all++;
    const name = LABELLED.exec(text.slice(0, 200).trim())?.[1];
    if (name && !NO_SPEAKER.test(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const several = [...counts].filter(([, count]) => count >= 2);
  const turns = several.reduce((sum, [, count]) => sum + count, 0);
  // Most of the text is turns: else they are labels of a form.
  return several.length >= 2 && turns * 2 >= all ? new Set([...counts.keys()]) : new Set();
}

/** The names of those who speak or write, in order of appearance. */
export function speakersIn(sentences: readonly Sentence[]): string[] {
  return [...new Set(sentences.flatMap(({ speaker }) => speaker ?? []))];
}

/** Of a mail: the one who says what follows. */
const FROM =
  /^[*_]{0,2}(?:From|Von|De|Da|Van)[*_]{0,2}:[*_]{0,2}\s*["']?([^"'<>@]{2,60}?)["']?\s*<[^<>\s]+@[^<>\s]+>\s*$/u;
const HEADER =
  /^[*_]{0,2}(?:From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Von|An|Betreff|Gesendet|Datum|De|À|Objet|Envoyé)[*_]{0,2}:[*_]{0,2}\s/u;

const STARTS = /^\s*[*_]{0,2}(?:TODO\b|\p{Lu}[\p{L} -]{1,28}[*_]{0,2}(?::[*_]{0,2}\s|\s[–-]\s))/u;
const BULLET = /^(\s*)(?:[-*+•‣◦–]|\d{1,3}[.)])\s+(?:\[([ xX✓✔])\]\s+)?(.*)$/u;

/** Front matter at the top: the number of lines that it takes. */
export function frontMatterLines(lines: readonly SourceLine[]): number {
  if (!/^\uFEFF?---\s*$/.test(lines[0]?.text ?? '')) return 0;
  const end = lines.findIndex(({ text }, at) => at > 0 && /^(?:---|\.\.\.)\s*$/.test(text));
  return end < 0 || end > 200 ? 0 : end + 1;
}

/**
 * In the order of the text, with the numbers of `lines`. Sentences of more than 600 characters, or without a letter or
 * digit, are left out; a speaker goes on until another one, or a heading, comes.
 */
export function sentencesOf(lines: readonly SourceLine[]): Sentence[] {
  const out: Sentence[] = [];
  const labels = speakersOf(lines);
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  let open: { form: Form; pieces: SourceLine[] } | undefined;
  let speaker: string | undefined;
  let heading = '';
  let block = 0;
  let fence: string | undefined;
  let comment = false;
  let headers = false;

  const close = () => {
    if (open) add(open.form, open.pieces);
    open = undefined;
  };
  const add = (form: Form, pieces: readonly SourceLine[]) => {
    block++;
    const starts: { at: number; line: number }[] = [];
    let text = '';
    for (const piece of pieces) {
      const plain = unmarked(piece.text);
      if (plain === '') continue;
      if (text !== '') text += ' ';
      starts.push({ at: text.length, line: piece.line });
      text += plain;
    }
    if (text === '') return;
    for (const { at, part } of split(text, segmenter)) {
      const line = starts.findLast((start) => start.at <= at)!.line;
      if (part.length <= MAX_SENTENCE && /[\p{L}\p{N}]/u.test(part))
        out.push({ text: part, line, form, ...(speaker !== undefined && { speaker }), heading, block });
    }
  };

  for (const { text: whole, line } of lines.slice(frontMatterLines(lines))) {
    const text = whole.slice(0, MAX_LINE).replace(/^\uFEFF/, '');
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(text)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
      continue;
    }
    if (mark) {
      close();
      fence = mark;
      continue;
    }
    if (comment || /^\s*<!--(?!.*-->)/.test(text)) {
      comment = !text.includes('-->');
      continue;
    }
    if (text.trim() === '' || CUE.test(text)) {
      close();
      continue;
    }
    // Headers stand together, and say by the first of them that they are a mail's.
    if (HEADER.test(text) && (headers || FROM.test(text.trim()))) {
      close();
      headers = true;
      const name = FROM.exec(text.trim())?.[1];
      if (name)
        speaker = name
          .split(/\s*,\s*/)
          .reverse()
          .join(' ');
      continue;
    }
    headers = false;
    const turn = TURNS.map((one) => one.exec(text.trim())).find((one) => one !== null);
    const label = turn ? undefined : LABELLED.exec(text.trim());
    if (turn || (label && labels.has(label[1]!))) {
      close();
      const [, name, said] = (turn ?? label)!;
      speaker = name!.replace(/\s*\([^)]*\)\s*$/, '').trim();
      if (said!.trim() !== '') open = { form: 'prose', pieces: [{ text: said!, line }] };
      continue;
    }
    const title = /^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$/.exec(text)?.[1];
    if (title !== undefined) {
      close();
      speaker = undefined;
      heading = unmarked(title).toLowerCase();
      add('heading', [{ text: title, line }]);
      continue;
    }
    if (/^\s{0,3}(?:=+|-{3,}|\*{3,}|_{3,})\s*$/.test(text)) {
      if (open?.pieces.length === 1 && open.form === 'prose' && /^\s{0,3}(?:=+|-{3,})/.test(text))
        heading = unmarked(open.pieces[0]!.text).toLowerCase();
      close();
      continue;
    }
    if (/^\s*\|/.test(text)) {
      close();
      continue;
    }
    if (/^\s{0,3}>/.test(text)) {
      close();
      add('quote', [{ text: text.replace(/^[\s>]+/, ''), line }]);
      continue;
    }
    const bullet = BULLET.exec(text);
    if (bullet) {
      close();
      const [, , box, rest] = bullet;
      open = { form: box === undefined ? 'bullet' : box === ' ' ? 'todo' : 'done', pieces: [{ text: rest!, line }] };
      continue;
    }
    const lead = /^\s*[*_]{0,3}([^:.!?]{2,60}?)(?::[*_]{0,3}|[*_]{2,3}:?)\s*$/u.exec(text);
    if (lead && (text.trim().endsWith(':') || /^\s*[*_]{2,3}/.test(text))) {
      close();
      heading = unmarked(lead[1]!).toLowerCase();
      add('heading', [{ text: lead[1]!, line }]);
      continue;
    }
    // `Stage: Won` and `TODO: …` stand for themselves.
    if (open && STARTS.test(text) && !/^\s/.test(text)) close();
    if (open) open.pieces.push({ text, line });
    else open = { form: 'prose', pieces: [{ text, line }] };
  }
  close();
  return out;
}

/** Words with a dot that end no sentence. */
const ABBREVIATION =
  /(?:^|[\s(])(?:mr|mrs|ms|dr|prof|st|jr|sr|inc|ltd|co|corp|no|nr|approx|ca|vs|etc|e\.g|i\.e|z\.b|d\.h|bzw|fig|dept|est|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.\s*$/iu;

function split(text: string, segmenter: Intl.Segmenter): { at: number; part: string }[] {
  const parts: { at: number; part: string }[] = [];
  let joins = false;
  for (const { segment, index } of segmenter.segment(text)) {
    if (joins) parts.at(-1)!.part += segment;
    else parts.push({ at: index, part: segment });
    joins = ABBREVIATION.test(segment) || /(?:^|\s)\p{Lu}\.\s*$/u.test(segment);
  }
  return parts.flatMap(({ at, part }) => (part.trim() === '' ? [] : [{ at, part: part.trim() }]));
}
