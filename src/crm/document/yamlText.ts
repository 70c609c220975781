/** Values as YAML that an editor shows as it is. Pure. */
import { Document, Scalar, visit } from 'yaml';
import type { Shown } from './shown.js';

/** Line ends that editors break lines at or warn of, and characters that hide or turn around what stands beside them. */
const ODD = /[\r\u0085\u2028-\u202e\u2066-\u2069\ufeff]/;
const ODD_RAW = /[\u0085\u2028-\u202e\u2066-\u2069\ufeff]/g;

const escaped = (sign: string) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

const LAYOUT = {
  minContentWidth: 0,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  blockQuote: 'literal',
  nullStr: '',
} as const;

function write(document: Document, lineWidth = 0): string {
  let odd = false;
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== 'string' || !ODD.test(node.value)) return;
      node.type = Scalar.QUOTE_DOUBLE;
      odd = true;
    },
  });
  const text = document.toString({ ...LAYOUT, lineWidth });
  return odd ? text.replace(ODD_RAW, escaped) : text;
}

/** A line longer than this is folded into several, where it is made of words. */
const FOLD = 100;

const folds = (value: unknown): value is string =>
  typeof value === 'string' && value.length > FOLD && /\S \S/.test(value) && !/[\n\t]/.test(value) && !ODD.test(value);

/** `key: value` with a line end; a list where `value` is one, block scalars for texts that are long or of several lines. */
export function yamlEntry(key: string, value: Shown | Shown[] | null): string {
  const document = new Document({ [key]: value });
  if (!folds(value)) return write(document);
  visit(document, {
    Scalar(at, node) {
      if (at === 'value') node.type = Scalar.BLOCK_FOLDED;
    },
  });
  return write(document, FOLD);
}

/** One scalar as it is typed on a line, quoted where it must be; `flow`: inside `[…]`. */
export function yamlScalar(value: string | number | boolean, flow = false): string {
  const document = new Document(flow ? [value] : { k: value });
  if (flow) (document.contents as unknown as { flow: boolean }).flow = true;
  visit(document, {
    Scalar(key, node) {
      if (key !== 'key' && typeof node.value === 'string' && /[\r\n]/.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  const text = write(document).trim();
  return flow ? text.slice(1, -1).trim() : text.slice(2).trim();
}
