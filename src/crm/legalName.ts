/** Companies that a line of text names with their legal form: `… met Straße & Söhne GmbH today`. Pure, linear. */

/** As they are written after a name; short ones only in capitals, for `as` and `co` are words too. */
const FORM =
  /^(?:Inc|inc|INC|LLC|llc|Llc|Ltd|ltd|LTD|Limited|GmbH|gmbh|GMBH|gGmbH|AG|Corp|Corporation|PLC|plc|Plc|BV|B\.V|NV|N\.V|SA|S\.A|SAS|SARL|Sàrl|SRL|S\.r\.l|Srl|SpA|S\.p\.A|Oy|OY|Oyj|AB|AS|A\/S|ApS|Pty|KG|OHG|UG|SE|KGaA|Co)\.?$/u;
/** Small words inside of names. */
const INSIDE = /^(?:&|\+|und|and|et|y|of|de|del|della|di|da|do|des|der|van|von|the|for|für)$/u;
/** Capital letters begin these at the start of a sentence or of an entry; no name of a company ends its search here. */
const BEFORE =
  /^(?:at|from|with|by|to|for|the|and|our|my|your|dear|hello|hi|met|about|company|firma|von|bei|an|für|mit|der|die|das|chez|avec)$/iu;
const MAX_LINE = 500;
const MAX_WORDS = 6;

/** The first such name of a line, with its form; undefined: there is none. */
export function legalNameIn(line: string): string | undefined {
  // Between these stands one thing at a time; a comma may be part of a name.
  for (const piece of line.slice(0, MAX_LINE).split(/[|·•;:<>()[\]{}"“”„\t]|\s[–—-]\s/u)) {
    const words = piece.split(/\s+/u).filter((word) => word !== '');
    for (let at = 1; at < words.length; at++) {
      const name = nameEndingAt(words, at);
      if (name !== undefined) return name;
    }
  }
  return undefined;
}

const withoutComma = (word: string) => word.replace(/,$/u, '');

function nameEndingAt(words: readonly string[], at: number): string | undefined {
  if (!FORM.test(withoutComma(words[at]!))) return undefined;
  let from = at;
  while (from > 0 && at - from < MAX_WORDS) {
    const word = words[from - 1]!;
    // `Acme, Inc.`: only just before the form.
    if (word.endsWith(',') && from !== at) break;
    if (/[.!?]$/u.test(word) && !/^\p{Lu}\.$/u.test(word)) break;
    if (!/^[\p{Lu}\p{Lt}\p{Lo}\d]/u.test(word) && !INSIDE.test(word)) break;
    if (/@/u.test(word)) break;
    from--;
  }
  while (from < at && (INSIDE.test(words[from]!) || BEFORE.test(withoutComma(words[from]!)))) from++;
  if (from === at) return undefined;
  // `GmbH & Co. KG`
  let to = at;
  while (to + 1 < words.length) {
    const next = words[to + 1]!;
    const ended = words[to]!.endsWith(',');
    if (!ended && FORM.test(withoutComma(next))) to++;
    else if (!ended && /^[&+]$/u.test(next) && /^Co[.,]*$/u.test(words[to + 2] ?? '')) to += 2;
    else break;
  }
  return words
    .slice(from, to + 1)
    .join(' ')
    .replace(/,$/u, '');
}
