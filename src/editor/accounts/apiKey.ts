/** Keys as people paste them. Attio's are opaque, so nothing here judges their form (api.md section 11). */

/** White space of every kind, and the invisible characters that come along from web pages and chats. */
const BLANK = /^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$/g;
const QUOTES: Record<string, string> = { '"': '"', "'": "'", '`': '`', '“': '”', '‘': '’' };

/** The key in what was pasted: without white space, quotes and a leading `Bearer ` or `Authorization: Bearer `. */
export function cleanKey(pasted: string): string {
  let text = pasted;
  for (;;) {
    const before = text;
    text = text.replace(BLANK, '').replace(/^(?:authorization\s*:\s*)?bearer(?=\s|$)/i, '');
    const closing = QUOTES[text[0] ?? ''];
    if (closing !== undefined && text.length > 1 && text.endsWith(closing)) text = text.slice(1, -1);
    if (text === before) return text;
  }
}

/** What keeps a cleaned key from being sent at all, as a sentence; undefined when it can be checked. */
export function keyProblem(key: string, from: 'Attio' | 'Maton' = 'Attio'): string | undefined {
  if (key === '') return 'Paste an API key first.';
  if (/\s/.test(key)) return 'An API key has no spaces or line breaks inside. Copy the key alone.';
  // Anything else cannot stand in a header.
  if (!/^[\x21-\x7e]+$/.test(key)) return `This holds characters that no API key has. Copy the key again from ${from}.`;
  return undefined;
}
