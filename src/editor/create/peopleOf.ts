/** The people of a new company whom the selected text names: those in Attio are linked, the others created along. */
import { sameWritten, writable } from '../../crm/edit/writable.js';
import type { FoundPerson } from '../../crm/prefill.js';
import { companyDomains } from '../../crm/textFinds.js';
import type { RecordRef } from '../../crm/types.js';
import { oneLine } from '../records/text.js';
import { BACK, type Back } from '../ui.js';
import { referenceTo } from '../values/known.js';
import { addAlso, set } from './draft.js';
import { personText, valuesFrom } from './fromSelection.js';
import { attributeOf, headline, type Making, READ, titleOfValues } from './making.js';

interface Found {
  person: FoundPerson;
  ref?: RecordRef;
  title?: string;
}

/** Asks once. `true`: answered, or there was nobody to propose. */
export async function askPeople(made: Making, back: boolean): Promise<true | Back | undefined> {
  const { services, connection, slug, draft, prefill } = made;
  const { catalog } = connection;
  const team = attributeOf(made, 'team');
  const people = prefill?.people ?? [];
  if (slug !== 'companies' || team?.type !== 'record-reference' || people.length === 0) return true;
  if (draft.offered.includes('team') || draft.values.team) return true;
  const object = await catalog.object('people', READ);
  if (!object) return true;
  const attributes = await catalog.attributes('people', READ);
  const mail = attributes.find(({ type }) => type === 'email-address');

  const known = async (): Promise<Found[]> => {
    const emails = people.flatMap((one) => one.emails);
    const records = mail && emails.length > 0 ? await catalog.recordsWith('people', mail, emails, READ) : [];
    const summaries = await catalog.summarize(records, 'people', { ...READ, names: 'known' });
    return people.map((person) => {
      const at = records.findIndex((record) =>
        writable(record.values[mail!.api_slug], mail!).some((one) =>
          person.emails.some((email) => sameWritten('domain', [one], [email])),
        ),
      );
      const summary = summaries[at];
      return summary ? { person, ref: summary.ref, title: summary.title } : { person };
    });
  };
  const found = await services.ui.progress({ title: 'Looking for the people in Attio…', where: 'window' }, known);
  const domains = draft.values.domains ?? [];
  const chosen = await services.ui.pickMany<Found, Back>(
    found.map((one) => ({
      label: oneLine(one.title ?? personText(one.person)),
      description: one.ref ? 'in Attio: is linked' : 'is created too',
      icon: one.ref ? 'person' : 'person-add',
      picked: one.person.emails.some((email) => companyDomains(email).some((domain) => domains.includes(domain))),
      value: one,
    })),
    {
      title: `${headline(made)} · ${oneLine(team.title)}`,
      placeholder: 'The text names these people. Tick those of the company',
      ignoreFocusOut: true,
      ...(back && { back: BACK }),
    },
  );
  if (chosen === undefined || chosen === BACK) return chosen;
  draft.offered.push('team');
  const refs: RecordRef[] = [];
  for (const { person, ref } of chosen) {
    if (ref) {
      refs.push(ref);
      continue;
    }
    const values = await valuesFrom(connection, attributes, 'people', { people: [person] }, person);
    const title = titleOfValues(attributes, values) ?? personText(person);
    refs.push(addAlso(draft, { object: 'people', noun: object.singular_noun ?? 'Person', title, values }));
  }
  if (refs.length > 0) set(draft, 'team', refs.map(referenceTo));
  return true;
}
