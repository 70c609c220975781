/** "Set Attribute of List Entry…": one value of a record's place in a list. */
import { commands, workspace } from 'vscode';
import type { Attribute } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { editable } from '../../crm/document/print.js';
import { writtenText } from '../../crm/edit/writable.js';
import { refuseUntrusted } from '../changes/approve.js';
import { titleOf } from '../documents/file.js';
import { loadEntry } from '../documents/loadEntry.js';
import { oneLine } from '../records/text.js';
import type { Services } from '../services.js';
import { mayWrite } from './chosen.js';
import { chooseEntry } from './chosenEntry.js';
import { attributeNamed, setOne } from './setOne.js';

const SURFACE = 'entries.set';

/** `argument`: an entry, with the slug of the attribute as `attribute` where that is known; a record; or nothing. */
export async function setEntryAttribute(services: Services, argument?: unknown): Promise<void> {
  if (!workspace.isTrusted) return void (await refuseUntrusted(services));
  const title = 'Set an Attribute of a List Entry';
  const chosen = await chooseEntry(services, argument, {
    title,
    surface: SURFACE,
    check: (connection) => mayWrite(connection, { kind: 'entry.update', operation: 'entries.overwrite' }),
  });
  if (!chosen) return;
  const { connection, key } = chosen;
  const seenAt = Date.now();
  const ground = await loadEntry(connection, key, { surface: SURFACE });
  const { list, entryId } = key;
  const current = ({ api_slug: slug }: Attribute): Json[] => [...(ground.base[slug] ?? [])];
  const text = (attribute: Attribute): string => {
    const { members, objects, recordName } = ground;
    const choices = ground.choices.get(attribute.api_slug);
    return writtenText(attribute, current(attribute), { members, objects, recordName, ...(choices && { choices }) });
  };
  const own = editable(ground.attributes);
  await setOne(
    services,
    connection,
    {
      name: oneLine(titleOf(ground), 80),
      object: list,
      rows: own.map((attribute) => ({ attribute, text: current(attribute).length > 0 ? text(attribute) : '' })),
      current,
      choices: (slug) => ground.choices.get(slug) ?? [],
      change: (values, base) => ({ kind: 'entry.update', mode: 'overwrite', list, entryId, values, base }),
      seen: { seenAt, seenRef: ground.ref },
      asDocument: () => commands.executeCommand('attio.editEntry', { account: key.account, entry: { list, entryId } }),
    },
    {
      surface: SURFACE,
      given: attributeNamed(argument, ground.attributes, `An entry of “${oneLine(ground.list?.name ?? list, 60)}”`),
    },
  );
}
