/** "Set Attribute…": one value of a record, without opening the record as a document. */
import { commands } from 'vscode';
import type { Attribute } from '../../attio/types.js';
import { writable } from '../../crm/edit/writable.js';
import type { RecordView } from '../../crm/types.js';
import { partsText } from '../../crm/values.js';
import type { Services } from '../services.js';
import { chooseRecord } from './chosen.js';
import { attributeNamed, setOne } from './setOne.js';

const SURFACE = 'records.set';

/** `argument`: a record, with the slug of the attribute as `attribute` where that is known; or nothing. */
export async function setAttribute(services: Services, argument?: unknown): Promise<void> {
  const chosen = await chooseRecord(services, argument, {
    title: 'Set an Attribute of a Record',
    surface: SURFACE,
    writes: { kind: 'record.update', operation: 'records.overwrite' },
  });
  if (!chosen) return;
  const { connection, ref, view, name } = chosen;
  await setOne(
    services,
    connection,
    {
      name,
      object: ref.object,
      rows: view.values.map(({ attribute, parts }) => ({ attribute, text: partsText(parts) })),
      current: (attribute) => writable(view.record.values[attribute.api_slug], attribute),
      change: (values, base) => ({ kind: 'record.update', mode: 'overwrite', ...ref, values, base }),
      asDocument: () => commands.executeCommand('attio.editRecord', { ...ref, account: connection.account.id }),
    },
    { surface: SURFACE, given: namedAttribute(argument, view) },
  );
}

/** The attribute that an argument names by slug; undefined: it names none. Throws where there is none that can be set. */
export function namedAttribute(argument: unknown, { values, object }: RecordView): Attribute | undefined {
  const attributes = values.map(({ attribute }) => attribute);
  return attributeNamed(argument, attributes, `A ${object.singular_noun ?? 'record'}`);
}
