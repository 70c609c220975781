/** What a tooltip says of an entry beyond its row. */
import { memberName } from '../../crm/schema.js';
import type { ReadOptions } from '../../crm/types.js';
import { oneLine } from '../records/text.js';
import type { Connection } from '../services.js';
import { colleagues } from '../values/known.js';
import type { EntryNode } from './nodes.js';

/** Names of colleagues by id; none where the key may not read them. */
export async function memberNames(
  connection: Connection,
  ids: readonly string[],
  read: ReadOptions,
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const members = await colleagues(connection, read);
  return new Map(members.map((member) => [member.id.workspace_member_id, oneLine(memberName(member))]));
}

/** The values of the entry itself, by title; less what its card says. */
export async function entryFacts(
  { catalog }: Connection,
  { entry, pipeline }: EntryNode,
  read: ReadOptions,
): Promise<{ title: string; text: string }[]> {
  const values = (await catalog.entryValues(entry.list, entry.entryId, { ...read, names: 'known' })) ?? [];
  const said = [pipeline.ref.attribute, pipeline.money];
  return values
    .filter(({ attribute }) => !said.includes(attribute.api_slug))
    .map(({ attribute, parts }) => ({
      title: attribute.title,
      text: parts.map(({ text }) => text).join(', '),
    }));
}
