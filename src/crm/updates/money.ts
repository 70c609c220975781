/** Amounts of money that a sentence names. Pure. */

export interface FoundMoney {
  /** As `parseMoney` takes it: `$ 184000`, `2.5m EUR`. */
  text: string;
  /** It says of itself that it is money: `$`, `EUR`. */
  currency: boolean;
  at: number;
  end: number;
}

const BEFORE = '(?:US\\$|CA\\$|A\\$|[$€£¥]|(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK)\\s?)';
const AFTER = '(?:USD|EUR|GBP|CHF|JPY|CAD|AUD|SEK|NOK|DKK|dollars?|euros?|pounds?|[$€£¥])';
const AMOUNTS = new RegExp(
  `(?<![\\p{L}\\p{N}.,/:#_-])(${BEFORE})?\\s?(\\d{1,3}(?:([,.'’\\u00a0\\u202f ])\\d{3})(?:\\3\\d{3})*(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d{1,2})?)(?:\\s?(k|m|mn|mio|bn|thousand|million|billion)(?![\\p{L}\\p{N}]))?(?:\\s?(${AFTER})(?![\\p{L}\\p{N}]))?(?![\\p{L}\\p{N}%]|[.,:/-]\\d)`,
  'giu',
);
const NAMES: Record<string, string> = { dollar: 'USD', euro: 'EUR', pound: 'GBP' };
/** What may follow an amount of money; anything else is what there are so many of. */
const FOLLOWS =
  /^\s*(?:$|[.,;:!?)\]–—→/|"”]|(?:per|a|an|for|with|in|and|or|but|by|this|next|on|instead|now|from|to|as|if|because|until|over|total|overall|arr|acv|tcv|annually|yearly|net|gross|list|plus|excluding|including|ex|incl|is|at|so|then|after|before|when|starting)\b)/iu;
/** A price of a part is no amount of the whole. */
const OF_A_PART =
  /^\s*(?:(?:per|a|an|each|every|\/)\s*(?:seat|user|month|mo|day|hour|hr|week|head|unit|person|licen[cs]e|robot|employee|call|request|event|gb|tb|quarter)\b|\/\s?\p{L}|monthly|apiece|each\b|p\.?\s?m\.?(?![\p{L}]))/iu;

const digits = (written: string): string => {
  if (/^\d{1,3}(?:\.\d{3})+$/.test(written)) return written.replaceAll('.', '');
  if (/^\d{1,3}(?:\.\d{3})+,\d{1,2}$/.test(written)) return written.replaceAll('.', '').replace(',', '.');
  if (/^\d{1,3}(?:[,'’\s]\d{3})+(?:[.,]\d{1,2})?$/u.test(written)) {
    const cents = /[.,](\d{1,2})$/.exec(written);
    const whole = cents ? written.slice(0, cents.index) : written;
    return whole.replace(/[^\d]/g, '') + (cents ? `.${cents[1]}` : '');
  }
  return written.replace(',', '.');
};

/** Amounts of something else (`40k users`), of parts (`$12 per seat`) and bare small numbers are left out. */
export function moneyIn(sentence: string): FoundMoney[] {
  const found: FoundMoney[] = [];
  for (const match of sentence.slice(0, 600).matchAll(AMOUNTS)) {
    const [whole, before, number, , scale, after] = match;
    const currency = before !== undefined || after !== undefined;
    if (!currency && scale === undefined) continue;
    const end = match.index + whole.length;
    const rest = sentence.slice(end);
    if (OF_A_PART.test(rest) || (!currency && !FOLLOWS.test(rest))) continue;
    const unit = (before ?? after ?? '').trim();
    const code = NAMES[unit.toLowerCase().replace(/s$/, '')] ?? unit;
    const suffix = scale && /^(?:mn|mio)$/i.test(scale) ? 'm' : (scale ?? '');
    found.push({ text: `${code} ${digits(number!)}${suffix}`.trim(), currency, at: match.index, end });
  }
  return found;
}

/** A yearly amount: right for what is kept a year, doubtful for a whole deal. */
export const isYearly = (sentence: string, { end }: FoundMoney): boolean =>
  /^\s*(?:(?:per|a|an|each|every|\/)\s*(?:year|yr|annum)\b|annually|yearly|p\.?\s?a\.?(?![\p{L}]))/iu.test(
    sentence.slice(end),
  );
