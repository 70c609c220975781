/** What of a record tells whether another is the same thing. Pure. */
import { parse } from 'tldts';
import type { AttioRecord, Attribute, AttributeValue } from '../../attio/types.js';
import { labelOf, untitled } from '../label.js';
import { companyDomains } from '../textFinds.js';
import { referencesOf } from '../values.js';
import { type Name, personName, thingName } from './names.js';

/** A value that few things share. */
export interface Clue {
  /** As it is compared. */
  key: string;
  /** As it is written. */
  text: string;
  /** Its attribute is unique: it stands for the thing itself. */
  unique: boolean;
}

export interface Subject {
  recordId: string;
  /** Never empty. */
  title: string;
  /** One telling value: a domain, an address, a number. */
  description: string;
  person: boolean;
  name: Name | undefined;
  /** By the registrable domain; those of mailboxes of everybody left out. */
  domains: readonly Clue[];
  emails: readonly Clue[];
  /** E.164. */
  phones: readonly Clue[];
  /** The one record that each attribute refers to, by the attribute's slug. */
  links: ReadonlyMap<string, { recordId: string; attribute: string }>;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const current = (values: readonly AttributeValue[] | undefined): readonly AttributeValue[] =>
  (Array.isArray(values) ? values : []).filter((value) => value?.active_until == null);

/** Mailboxes in which dots do not count. */
const DOTLESS = new Set(['gmail.com', 'googlemail.com']);

/** One mailbox, however it is written: what follows a plus is the owner's own mark. */
export function mailbox(address: string): string {
  const lower = address.toLowerCase();
  const at = lower.lastIndexOf('@');
  if (at < 1) return lower;
  const [local, host] = [lower.slice(0, at).replace(/(?<=.)\+.*$/, ''), lower.slice(at + 1)];
  return DOTLESS.has(host) ? `${local.replaceAll('.', '')}@gmail.com` : `${local}@${host}`;
}

/** `acme.co.uk` of `shop.acme.co.uk`; of hosting for everybody the part that is one's own. */
function rootOf(domain: string): string | undefined {
  const host = domain.toLowerCase().replace(/^www\./, '');
  if (companyDomains(`x@${host}`).length === 0) return undefined;
  return parse(host, { allowPrivateDomains: true }).domain ?? undefined;
}

function add(clues: Clue[], key: string | undefined, written: string, unique: boolean): void {
  if (key && !clues.some((one) => one.key === key)) clues.push({ key, text: written, unique });
}

/** `noun`: what the record is called where nothing names it. */
export function subjectOf(record: AttioRecord, attributes: readonly Attribute[], noun = 'record'): Subject {
  const known = new Map(attributes.map((attribute) => [attribute.api_slug, attribute]));
  const [domains, emails, phones]: [Clue[], Clue[], Clue[]] = [[], [], []];
  const links = new Map<string, { recordId: string; attribute: string }>();
  let person = false;
  for (const [slug, all] of Object.entries(record.values ?? {})) {
    const attribute = known.get(slug);
    if (attribute?.is_archived) continue;
    const unique = attribute?.is_unique ?? false;
    const values = current(all);
    for (const value of values) {
      const { attribute_type: type } = value;
      if (type === 'domain') {
        const domain = text(value.domain).toLowerCase();
        if (domain !== '') add(domains, rootOf(domain), domain, unique);
      } else if (type === 'email-address') {
        const address = text(value.email_address) || text(value.original_email_address);
        if (address.includes('@')) add(emails, mailbox(address), address, unique);
      } else if (type === 'phone-number') {
        const number = (text(value.phone_number) || text(value.normalized_phone_number)).replace(/[^\d+]/g, '');
        if (number.length > 5) add(phones, number, number, unique);
      } else if (type === 'personal-name') person = true;
    }
    if (values[0]?.attribute_type === 'record-reference' && !attribute?.is_multiselect) {
      const [ref] = referencesOf(values);
      if (ref) links.set(slug, { recordId: ref.recordId.toLowerCase(), attribute: attribute?.title ?? slug });
    }
  }
  person ||= attributes.some((one) => one.type === 'personal-name' && !one.is_archived);
  const label = labelOf(record);
  // An address or a domain in the place of a name says nothing that it does not say itself.
  const named = label && !['domain', 'email-address'].includes(record.values[label.slug]?.[0]?.attribute_type ?? '');
  return {
    recordId: record.id.record_id.toLowerCase(),
    title: label?.title ?? untitled(noun),
    description: (domains[0] ?? emails[0] ?? phones[0])?.text ?? '',
    person,
    name: named ? (person ? personName : thingName)(label.title) : undefined,
    domains,
    emails,
    phones,
    links,
  };
}
