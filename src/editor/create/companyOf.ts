/** The company of a new person: found by the address's domain, or created along. */
import type { Attribute } from '../../attio/types.js';
import { parseDomain } from '../../crm/edit/contacts.js';
import { nameOfDomain } from '../../crm/prefill.js';
import { companyDomains } from '../../crm/textFinds.js';
import type { RecordRef } from '../../crm/types.js';
import { oneLine } from '../records/text.js';
import { BACK, type Back, type PickItem } from '../ui.js';
import { referenceTo } from '../values/known.js';
import { type Alike, findAlike } from './alike.js';
import { addAlso, set, type Values } from './draft.js';
import { ask, attributeOf, headline, type Making, READ } from './making.js';

interface Proposal {
  attribute: Attribute;
  /** Of the address; undefined where only a name is known. */
  domain: string | undefined;
  /** What the company would be called. */
  name: string;
}

/** What there is to propose; undefined: it has a company, its address is of a mailbox of everybody, it was proposed. */
async function proposal(made: Making): Promise<Proposal | undefined> {
  const { slug, draft, prefill } = made;
  const attribute = attributeOf(made, 'company');
  if (slug !== 'people' || attribute?.type !== 'record-reference' || draft.values.company) return undefined;
  const email = (draft.values.email_addresses ?? []).find((one) => typeof one === 'string') as string | undefined;
  const host = email === undefined ? undefined : companyDomains(email).at(-1);
  const found = prefill?.company;
  const read = host === undefined ? undefined : await parseDomain(host);
  const domain = read?.ok ? (read.value as string) : undefined;
  const key = domain ?? found?.name;
  if (key === undefined || draft.offered.includes(key)) return undefined;
  // A name in the text is of this company where the text knows no other domain.
  const named = found?.name !== undefined && (domain === undefined || found.domains.includes(domain));
  return { attribute, domain, name: named ? found.name! : nameOfDomain(domain!) };
}

type Choice = { do: 'link'; ref: RecordRef } | { do: 'create' | 'other' | 'none' };

/** Asks once for each address. `true`: answered, or there was nothing to ask. */
export async function askCompany(made: Making, back: boolean): Promise<true | Back | undefined> {
  const proposed = await proposal(made);
  if (proposed === undefined) return true;
  const { services, connection, draft } = made;
  const { attribute, domain, name } = proposed;
  const companies = await connection.catalog.object('companies', READ);
  if (!companies) return true;
  const attributes = await connection.catalog.attributes('companies', READ);
  const values: Values = {
    ...(attributes.some((one) => one.api_slug === 'name' && one.type === 'text') && { name: [name] }),
    ...(domain && attributes.some((one) => one.api_slug === 'domains') && { domains: [domain] }),
  };
  const alike = services.ui.progress({ title: 'Looking for the company in Attio…', where: 'window' }, () =>
    findAlike(connection, 'companies', attributes, values),
  );
  const known = await alike;
  const chosen = await services.ui.pick<Choice, Back>(rows(known, name, domain), {
    title: `${headline(made)} · ${oneLine(attribute.title)}`,
    placeholder: domain === undefined ? 'Which company?' : `Which company? The address is at ${domain}`,
    ignoreFocusOut: true,
    matchOnDescription: true,
    ...(back && { back: BACK }),
  });
  if (chosen === undefined || chosen === BACK) return chosen;
  if (chosen.do === 'other') {
    const answer = await ask(made, attribute, { back: true });
    if (answer === undefined) return undefined;
    if (answer === BACK) return askCompany(made, back);
  }
  draft.offered.push(domain ?? name);
  if (chosen.do === 'link') set(draft, 'company', [referenceTo(chosen.ref)]);
  if (chosen.do === 'create') {
    const also = { object: 'companies', noun: companies.singular_noun ?? 'Company', title: name, values };
    set(draft, 'company', [referenceTo(addAlso(draft, also))]);
  }
  return true;
}

function rows(known: readonly Alike[], name: string, domain: string | undefined): PickItem<Choice>[] {
  const create: PickItem<Choice> = {
    label: `Create ${oneLine(name)} Too`,
    description: domain ? `a new company with ${domain}` : 'a new company',
    icon: 'add',
    value: { do: 'create' },
  };
  // Two companies cannot have one domain.
  const taken = known.some((one) => Object.keys(one.taken).length > 0);
  return [
    ...known.map(
      ({ ref, title, reasons }): PickItem<Choice> => ({
        label: `Link ${oneLine(title)}`,
        // The name was guessed from the domain: that it is the same says nothing more.
        description: (taken ? reasons.filter((one) => !one.endsWith(' name')) : reasons)
          .map((one) => oneLine(one))
          .join(', '),
        icon: 'organization',
        value: { do: 'link', ref },
      }),
    ),
    ...(taken ? [] : [create]),
    { label: 'Another Company…', description: 'search', icon: 'search', value: { do: 'other' } },
    { label: 'No Company', icon: 'circle-slash', value: { do: 'none' } },
  ];
}
