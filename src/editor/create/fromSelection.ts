/** What the selected text of the editor in front fills in. */
import { window } from 'vscode';
import type { Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { parseInput } from '../../crm/edit/parse.js';
import { type FoundPerson, type Prefill, prefillFrom } from '../../crm/prefill.js';
import type { Connection } from '../services.js';
import { conventions } from '../values/known.js';
import type { Values } from './draft.js';

/** What the selections of the active editor speak of; undefined: nothing is selected, or nothing is found in it. */
export async function selectedPrefill(): Promise<Prefill | undefined> {
  const editor = window.activeTextEditor;
  const texts = (editor?.selections ?? []).map((selection) => editor?.document.getText(selection) ?? '');
  return prefillOf(texts.join('\n'));
}

/**
 * undefined: it speaks of no person and no company, and is no short line that may be a name. Read as on this machine.
 */
export async function prefillOf(text: string): Promise<Prefill | undefined> {
  if (text.trim() === '') return undefined;
  const found = await prefillFrom(text, conventions());
  return found.people.length > 0 || found.company !== undefined || found.words !== undefined ? found : undefined;
}

/** The texts that a found person and company have for one attribute, told from its type and slug. */
function textsFor(attribute: Attribute, object: string, found: Prefill, person: FoundPerson | undefined): string[] {
  const { type, api_slug: slug } = attribute;
  const { company, words } = found;
  const some = (text: string | undefined) => (text === undefined ? [] : [text]);
  const aboutPerson = object === 'people' || (person !== undefined && object !== 'companies');
  switch (type) {
    case 'personal-name':
      return some(person?.name ?? words);
    case 'email-address':
      return person?.emails ?? [];
    case 'domain':
      return company?.domains.slice(0, 1) ?? [];
    case 'phone-number':
      return (aboutPerson ? person?.phones : company?.phones) ?? [];
    case 'text':
      if (slug === 'name') return some(object === 'companies' ? (company?.name ?? words) : words);
      if (slug === 'job_title') return aboutPerson ? some(person?.jobTitle) : [];
      if (slug === 'linkedin') return some(aboutPerson ? person?.linkedin : company?.linkedin);
      return [];
    default:
      return [];
  }
}

/** The values that a text gives a new record; what cannot be read as a value of its attribute is left out. */
export async function valuesFrom(
  connection: Connection,
  attributes: readonly Attribute[],
  object: string,
  found: Prefill,
  person: FoundPerson | undefined,
): Promise<Values> {
  const values: Values = {};
  for (const attribute of attributes) {
    const written: Json[] = [];
    for (const text of textsFor(attribute, object, found, person)) {
      const read = await parseInput(text, { attribute, workspace: connection.account.slug, ...conventions() });
      if (read.ok && (attribute.is_multiselect || written.length === 0)) written.push(read.value);
    }
    if (written.length > 0) values[attribute.api_slug] = written;
  }
  return values;
}

/** `Ada Lovelace · ada@acme.example`. */
export function personText({ name, emails, jobTitle, phones }: FoundPerson): string {
  return [name, jobTitle, emails[0] ?? phones[0]].filter((part) => part !== undefined).join(' · ');
}
