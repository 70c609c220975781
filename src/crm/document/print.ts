/** A record as a YAML document. Pure. */
import type { Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { isEditable } from '../edit/form.js';
import type { RecordGround } from './ground.js';
import { beforeId, shown } from './shown.js';
import { yamlEntry } from './yamlText.js';

const MAX_FIXED = 160;

const letters = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** What is said at the end of an attribute's line: its title where the slug does not tell, its currency. */
function remark(attribute: Attribute): string {
  const [slug, title] = [letters(attribute.api_slug), letters(attribute.title)];
  const told = title === '' || slug.includes(title) || title.includes(slug);
  const currency = attribute.type === 'currency' ? attribute.config?.currency?.default_currency_code : undefined;
  return [told ? '' : beforeId(attribute.title), currency ? beforeId(currency) : ''].filter((part) => part).join(', ');
}

/** The lines of one attribute, with a line end. `written`: none is `slug:`, ready to be filled. */
export function printEntry(attribute: Attribute, written: readonly Json[], ground: RecordGround): string {
  const items = written.map((value) => shown(value, attribute, ground));
  const value = items.length === 0 ? null : attribute.is_multiselect || items.length > 1 ? items : items[0]!;
  const text = yamlEntry(attribute.api_slug, value);
  const comment = remark(attribute);
  // The end of the first line is the one place where a comment is none of the value's, also after `key: |`.
  return comment === '' ? text : text.replace(/[ \t]*$/m, ` # ${comment}`);
}

/** The attributes that a document has lines for, in Attio's order. */
export function editable(attributes: readonly Attribute[]): Attribute[] {
  return attributes.filter(isEditable);
}

/** The whole document: what is set, what is not, and what cannot be edited as comments. */
export function printRecord(ground: RecordGround): string {
  const noun = beforeId(ground.object.singular_noun ?? ground.ref.object);
  const head = [
    `# ${beforeId(ground.title)} (${noun} in ${beforeId(ground.account.name)})`,
    ...(ground.list ? [`# Its entry in the list ${beforeId(ground.list.name)}`] : []),
    `# ${ground.url}`,
    '# Save to see what changes and send it. Empty a value to clear it; a removed line changes nothing.',
  ];
  const own = editable(ground.attributes);
  const of = (attribute: Attribute) => ground.base[attribute.api_slug] ?? [];
  const lines = (attributes: Attribute[]) => attributes.map((one) => printEntry(one, of(one), ground)).join('');
  const set = own.filter((one) => of(one).length > 0);
  const unset = own.filter((one) => of(one).length === 0);
  const fixed = ground.fixed.map(({ slug, text }) => `#   ${slug}: ${cut(text)}\n`);
  const parts = [
    `${head.join('\n')}\n`,
    lines(set),
    unset.length > 0 ? `# Not set\n${lines(unset)}` : '',
    fixed.length > 0 ? `# Read-only\n${fixed.join('')}` : '',
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function cut(text: string): string {
  const line = text
    .slice(0, MAX_FIXED * 4)
    .replace(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ufeff]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= MAX_FIXED ? line : `${line.slice(0, MAX_FIXED).replace(/\p{Cs}$/u, '')}…`;
}
