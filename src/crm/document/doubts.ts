/** What is wrong or odd about a value that can be read all the same. Pure. */
import type { Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import type { Problem, RecordGround } from './ground.js';
import type { Item } from './layout.js';
import { allowedObjects, beforeId } from './shown.js';
import { yamlScalar } from './yamlText.js';

const NAMES: Record<number, string> = {
  0: 'NUL',
  8234: 'left-to-right embedding',
  8235: 'right-to-left embedding',
  8236: 'end of a direction',
  8237: 'left-to-right override',
  8238: 'right-to-left override',
  8294: 'left-to-right isolate',
  8295: 'right-to-left isolate',
  8296: 'first strong isolate',
  8297: 'end of an isolate',
};
/** Tabs and line ends are text; all other controls, and what turns the direction of text around, are not seen. */
const HIDDEN = /(?![\t\n\r])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** `U+202E (right-to-left override)`. */
function named(sign: string): string {
  const code = sign.codePointAt(0)!;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')} (${NAMES[code] ?? 'control character'})`;
}

/** Characters in a value that are not seen where it stands; undefined: none. */
export function hiddenIn(item: Item, { title }: Attribute): Problem | undefined {
  const texts = item.kind === 'map' ? item.parts.map(({ text }) => text) : item.kind === 'scalar' ? [item.text] : [];
  const found = new Set(texts.flatMap((text) => text?.match(HIDDEN) ?? []));
  if (found.size === 0) return undefined;
  const all = [...found].slice(0, 4).map(named);
  const message = `${title} has characters that are not seen, and may make it read as something else: ${all.join(', ')}${found.size > 4 ? ', …' : ''}.`;
  const { start, end } = item;
  const fix =
    item.kind === 'scalar'
      ? [{ title: 'Remove them', edit: { start, end, text: yamlScalar(item.text!.replace(HIDDEN, '')) } }]
      : [];
  return { start, end, message, fixes: fix };
}

const same = (name: string) => beforeId(name).normalize('NFC').toLowerCase();

/** Of a reference that was typed: a record of another object, or of another name than the one beside its id. */
export function doubtOf(
  item: Item,
  value: Json,
  attribute: Attribute,
  ground: RecordGround,
): { error?: Problem; warning?: Problem } {
  if (attribute.type !== 'record-reference' || item.kind !== 'scalar') return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const { target_object: object, target_record_id: recordId } = value;
  if (typeof object !== 'string' || typeof recordId !== 'string') return {};
  const { start, end } = item;
  const known = ground.recordKnown?.(recordId);
  const name = known?.name ?? ground.recordName({ object, recordId });
  const noun = (slug: string) =>
    ground.objects.find((one) => one.api_slug === slug || one.id.object_id === slug)?.singular_noun ?? slug;
  const allowed = allowedObjects(attribute, ground.objects);
  const meant = ground.objects.find((one) => one.id.object_id === object)?.api_slug ?? object;
  if (known && known.object !== meant) {
    const who = name === undefined ? 'This' : `“${beforeId(name)}”`;
    const takes = (allowed.length > 0 ? allowed : [meant]).map(noun).join(' or ');
    const what = allowed.includes(known.object) ? `the link says ${noun(meant)}` : `${attribute.title} takes: ${takes}`;
    return { error: { start, end, message: `${who} is of another kind (${noun(known.object)}); ${what}.`, fixes: [] } };
  }
  const written = /^(.*?)\s*<[^<>]+>\s*$/s.exec(item.text ?? '')?.[1]?.trim() ?? '';
  if (written === '' || name === undefined || same(name) === '' || same(name) === same(written)) return {};
  const text = yamlScalar(item.text!.replace(/^.*?(?=\s*<[^<>]+>\s*$)/s, () => beforeId(name)));
  return {
    warning: {
      start,
      end,
      message: `The id is that of “${beforeId(name)}”, not of “${beforeId(written)}”. The id counts.`,
      fixes: [{ title: `Change the name to “${beforeId(name)}”`, edit: { start, end, text } }],
    },
  };
}
