/** What is wrong with a text that is no YAML, in the words of someone who types: its first mistake, and how to mend it. */
import type { Problem, Span } from './ground.js';

interface Fault {
  code: string;
  message: string;
  /** UTF-16 offsets; the end exclusive. */
  pos: readonly [number, number];
}

interface Line extends Span {
  /** How many spaces it begins with. */
  indent: number;
  /** Without those. */
  text: string;
}

/** The complaint of the `yaml` library; undefined: there is none. What follows the first is mostly of its making. */
export function firstFault(text: string, faults: readonly Fault[]): Problem | undefined {
  const [first] = [...faults].sort((a, b) => a.pos[0] - b.pos[0]);
  if (!first) return undefined;
  const start = Math.min(first.pos[0], text.length);
  const place = { start, end: Math.min(Math.max(first.pos[1], start + 1), text.length) };
  return (MISPLACED.has(first.code) && misplaced(text, start)) || { ...place, message: complaint(first), fixes: [] };
}

/** What the library says of lines that begin in the wrong column, and of other things. */
const MISPLACED = new Set([
  'BAD_INDENT',
  'BLOCK_AS_IMPLICIT_KEY',
  'BLOCK_IN_FLOW',
  'MISSING_CHAR',
  'MULTILINE_IMPLICIT_KEY',
  'UNEXPECTED_TOKEN',
]);

function complaint({ message, code }: Fault): string {
  if (code === 'MULTIPLE_DOCS') return 'A line with “---” begins another document; a record is one.';
  if (code === 'TAB_AS_INDENT') return 'YAML is indented with spaces, not with tabs.';
  if (code === 'MULTILINE_IMPLICIT_KEY')
    return 'This line has no colon: each attribute is a line “slug: value”, and what continues a value is indented.';
  const first = message
    .split('\n')[0]!
    .replace(/ at line \d+, column \d+:?$/, '')
    .replace(/:$/, '');
  const advice = QUOTED.has(code) ? ' Put quotes around a value with “: ” or “#” in it.' : '';
  return `This is not YAML: ${first.charAt(0).toLowerCase()}${first.slice(1).replace(/\.$/, '')}.${advice}`;
}

/** What quotes around the value would have prevented. */
const QUOTED = new Set(['BLOCK_AS_IMPLICIT_KEY', 'BAD_SCALAR_START', 'UNEXPECTED_TOKEN']);

const KEY = /^[^\s#"'[{|>-][^:]*:(?:\s|$)/;
const ITEM = /^-(?:\s|$)/;
/** `slug: value`, with a value that lines of their own cannot follow. */
const FULL = /^[^:]*:[ \t]+[^\s#|>"'[{&]/;

/** Where a line does not stand below those it belongs with: that line, and how it would. */
function misplaced(text: string, at: number): Problem | undefined {
  const [first] = attributeAround(text, 0);
  if (first && first.indent > 0) return moved(first, 0, 'Attributes begin at the very left.');
  const [head, ...rest] = attributeAround(text, at);
  if (!head) return undefined;
  const items = rest.filter((line) => ITEM.test(line.text));
  if (items.length > 0) {
    const usual = commonest(items.map(({ indent }) => indent));
    const odd = items.find(({ indent }) => indent !== usual);
    return odd && moved(odd, usual, 'The items of a list begin exactly below each other.');
  }
  const parts = rest.filter((line) => KEY.test(line.text));
  const [part] = parts;
  if (part && FULL.test(head.text)) return moved(part, 0, 'Attributes begin at the very left.');
  const usual = commonest(parts.map(({ indent }) => indent));
  const odd = parts.find(({ indent }) => indent !== usual);
  return odd && moved(odd, usual, 'The parts of a value begin exactly below each other.');
}

/** The lines with something in them, from the attribute that a place belongs to, to the next one. */
function attributeAround(text: string, at: number): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const whole of text.split('\n')) {
    const own = whole.trimStart();
    const indent = whole.length - own.length;
    const begins = indent === 0 && KEY.test(own);
    if (begins && start > at) break;
    if (begins) lines.length = 0;
    if (own !== '' && !own.startsWith('#')) lines.push({ start, end: start + whole.length, indent, text: own });
    start += whole.length + 1;
  }
  return lines;
}

/** Of numbers the one that is there most often, the first one if several are. */
function commonest(numbers: readonly number[]): number {
  const times = (one: number) => numbers.filter((other) => other === one).length;
  return numbers.reduce((best, one) => (times(one) > times(best) ? one : best), numbers[0] ?? 0);
}

const spaces = (count: number) => (count === 0 ? 'no spaces' : count === 1 ? '1 space' : `${count} spaces`);

function moved({ start, end, indent }: Line, to: number, rule: string): Problem {
  return {
    start,
    end,
    message: `This line is indented by ${spaces(indent)} instead of ${spaces(to)}. ${rule}`,
    fixes: [
      {
        title: `Indent by ${spaces(to)}`,
        edit: { start, end: start + indent, text: ' '.repeat(to) },
      },
    ],
  };
}
