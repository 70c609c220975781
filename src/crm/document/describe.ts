/** What an attribute is, in words, for hovers and completions. Plain text, unescaped. Pure. */
import type { Attribute } from '../../attio/types.js';
import { isEditable } from '../edit/form.js';
import { humanize } from '../values.js';
import type { RecordGround } from './ground.js';
import { allowedObjects } from './shown.js';

const TYPES: Record<string, string> = {
  text: 'Text',
  number: 'Number',
  checkbox: 'Checkbox',
  currency: 'Money',
  date: 'Date',
  timestamp: 'Date and time',
  rating: 'Rating',
  status: 'Status',
  select: 'Select',
  'record-reference': 'Record',
  'actor-reference': 'Member',
  location: 'Location',
  domain: 'Domain',
  'email-address': 'E-mail address',
  'phone-number': 'Phone number',
  'personal-name': 'Name of a person',
  interaction: 'Interaction',
};

const FORMS: Record<string, string> = {
  number: 'A number, such as `1250.5`.',
  checkbox: '`true` or `false`.',
  date: 'A day: `2026-03-31`, or words such as `next friday`.',
  timestamp: 'A moment with its zone: `2026-03-31T14:00:00Z`.',
  rating: '0 to 5.',
  location: 'A map of the parts that are known: `line_1`, `locality`, `region`, `postcode`, `country_code` …',
  domain: 'A bare domain: `acme.example`.',
  'phone-number': 'With the country’s code: `"+49 30 901820"`.',
  'personal-name': '`First Last`, or a map of `first_name` and `last_name`.',
  'record-reference': '`Name <id>` or `Name <link>`; type letters of a name and press Ctrl+Space.',
  'actor-reference': '`Name <e-mail>` of a member of the workspace.',
};

export interface AttributeFacts {
  title: string;
  slug: string;
  /** `Select, several · required · unique`. */
  type: string;
  description: string;
  /** How it is written; Markdown of ours. */
  form: string;
  /** Titles of what can be chosen. */
  choices: string[];
}

/**
 * `Select, several · required · unique`; a reference by what it may be of, in the nouns of `objects`: `Company or
 * Person`.
 */
export function typeWords(attribute: Attribute, objects: RecordGround['objects']): string {
  const { type } = attribute;
  const name = TYPES[type] ?? humanize(type.replaceAll('-', ' '));
  const currency = type === 'currency' ? attribute.config?.currency?.default_currency_code : undefined;
  const nouns = allowedObjects(attribute, objects).map(
    (slug) => objects.find((one) => one.api_slug === slug)?.singular_noun ?? slug,
  );
  const what = type === 'record-reference' && nouns.length > 0 ? nouns.join(' or ') : name;
  return [
    `${what}${currency ? ` in ${currency}` : ''}${attribute.is_multiselect ? ', several' : ''}`,
    attribute.is_required && 'required',
    attribute.is_unique && 'unique',
    attribute.is_archived ? 'archived' : !isEditable(attribute) && 'read-only',
  ]
    .filter(Boolean)
    .join(' · ');
}

/**
 * Facts for one attribute: `form` is empty where it cannot be edited, `choices` where it has none; archived choices are
 * left out.
 */
export function describeAttribute(attribute: Attribute, ground: RecordGround): AttributeFacts {
  const currency = attribute.config?.currency?.default_currency_code;
  const money = attribute.type === 'currency' ? `An amount${currency ? ` in ${currency}` : ''}: \`1250.5\`.` : '';
  const several = attribute.is_multiselect ? ' Several as a list: one `- value` a line.' : '';
  const form = isEditable(attribute) ? `${FORMS[attribute.type] ?? money}${several}`.trim() : '';
  return {
    title: attribute.title,
    slug: attribute.api_slug,
    type: typeWords(attribute, ground.objects),
    description: attribute.description?.trim() ?? '',
    form,
    choices: (ground.choices.get(attribute.api_slug) ?? []).filter((one) => !one.archived).map(({ title }) => title),
  };
}
