/** Text from the CRM on one line. Apart from markdown.ts, which nothing at start needs. */

/** Controls, and the characters that reorder or hide the text around them (bidi embeddings and isolates, soft breaks). */
const INVISIBLE = /[\p{Cc}\u200B\u2028-\u202E\u2060\u2066-\u2069\uFEFF\u{E0000}-\u{E007F}]+/gu;
const LONE_SURROGATE = /\p{Cs}/gu;

/** `text` on one line: runs of white space and controls become one space, lone surrogates and bidi controls go. */
export function oneLine(text: string): string {
  return text.replace(LONE_SURROGATE, '\uFFFD').replace(INVISIBLE, ' ').replace(/\s+/g, ' ');
}
