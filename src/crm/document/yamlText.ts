/** Values as YAML that an editor shows as it is. Pure. */
import { Document, Scalar, visit } from 'yaml';
import type { Shown } from './shown.js';

/** Line ends that editors break lines at or warn of, and characters that hide or turn around what stands beside them. */
const ODD = /[\r\u0085\u2028-\u202e\u2066-\u2069\ufeff]/;
const ODD_RAW = /[\u0085\u2028-\u202e\u2066-\u2069\ufeff]/g;
/** Lines that a block of text can hold without a sign for its spaces: it begins with a word and ends with one line end at most. */
const BLOCK = /^\S(?:.*\S)?\n?$/s;
/** What even in a block would be escaped. */
const CONTROL = /(?![\t\n])[\p{Cc}\p{Cs}]/u;
/** A line longer than this is folded into several, where it is made of words. */
const FOLD = 100;

const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** How a string is best written; undefined: as the library would. */
function styleOf(value: string, fold: boolean): Scalar.Type | undefined {
  if (ODD.test(value) || CONTROL.test(value)) return Scalar.QUOTE_DOUBLE;
  if (value.includes('\n')) return BLOCK.test(value) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
  return fold && BLOCK.test(value) ? Scalar.BLOCK_FOLDED : undefined;
}

function write(document: Document, fold = false, flow = false): string {
  let odd = false;
  visit(document, {
    Scalar(at, node) {
      if (at === 'key' || typeof node.value !== 'string') return;
      const style = styleOf(node.value, fold);
      odd ||= style === Scalar.QUOTE_DOUBLE;
      if (style !== undefined) node.type = flow ? Scalar.QUOTE_DOUBLE : style;
    },
  });
  const text = document.toString({
    lineWidth: fold ? FOLD : 0,
    minContentWidth: 0,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    nullStr: '',
  });
  return odd ? text.replace(ODD_RAW, escaped) : text;
}

/** `key: value` with a line end; a list where `value` is one, block scalars for texts that are long or of several lines. */
export function yamlEntry(key: string, value: Shown | Shown[] | null): string {
  const fold = typeof value === 'string' && value.length > FOLD && /\S \S/.test(value);
  return write(new Document({ [key]: value }), fold);
}

/** One scalar as it is typed on a line, quoted where it must be; `flow`: inside `[…]`. */
export function yamlScalar(value: string | number | boolean, flow = false): string {
  const document = new Document(flow ? [value] : { k: value });
  if (flow) (document.contents as unknown as { flow: boolean }).flow = true;
  const text = write(document, false, true).trim();
  return flow ? text.slice(1, -1).trim() : text.slice(2).trim();
}
