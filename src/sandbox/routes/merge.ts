/**
 * `POST /v2/objects/{object}/records/merge` (api.md section 4.3): two records become a third. Both are gone at once;
 * the new one is there after a moment, and says `merge_in_progress` until then.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { mapReferences, relink } from '../containers.js';
import type { AttributeDef, Container, Row, Value } from '../model.js';
import { invalid } from '../problem.js';
import { actorOf, bodyOf, type Call, type Route, stampOf, WRITE_RECORDS } from '../route.js';
import { activeValues, type Workspace } from '../workspace.js';
import { setValues } from '../writing.js';

const BODY = z.object({ data: z.object({ primary_record_id: z.uuid(), secondary_record_id: z.uuid() }) });

/** How long a merge takes, ms. */
const TAKES = 250;

function merge(call: Call) {
  const { workspace, params } = call;
  const object = workspace.object(params.object!);
  const { data: given } = bodyOf(BODY, call);
  const [one, two] = [given.primary_record_id.toLowerCase(), given.secondary_record_id.toLowerCase()];
  if (one === two) throw invalid('self_merge', 'A record cannot be merged with itself.');
  const primary = workspace.record(object, one);
  const secondary = workspace.record(object, two);
  const stamp = stampOf(call);
  const wanted = united(object, primary, secondary);
  for (const row of [primary, secondary]) {
    // Relationships are let go of first, so that their other sides can be tied to the new record.
    for (const attribute of object.attributes.filter((each) => each.other)) {
      setValues(workspace, object, row.id, attribute, [], 'replace', stamp);
    }
    workspace.rows(object).remove(row.id);
  }
  const id = randomUUID();
  const createdAt = [primary.createdAt, secondary.createdAt].sort()[0]!;
  workspace.rows(object).add({ id, createdAt, createdBy: actorOf(call), values: new Map() });
  for (const [attribute, values] of wanted) {
    if (attribute.other) {
      const links = values.map((value) => value.data);
      setValues(workspace, object, id, attribute, links, 'replace', stamp);
    } else workspace.rows(object).edit(id)!.values.set(attribute.id, values);
  }
  moveAll(workspace, object, new Set([one, two]), id);
  workspace.merging.set(id, Date.now() + (call.mergeTakes ?? TAKES));
  workspace.publish({
    event_type: 'record.merged',
    id: { workspace_id: workspace.name.id, object_id: object.id, record_id: id },
    duplicate_object_id: object.id,
    duplicate_record_id: two,
    actor: actorOf(call),
  });
  return { status: 202, body: { data: { new_record_id: id } } };
}

/** The values of both: the primary's where there is room for one, its first where there is room for all. */
function united(object: Container, primary: Row, secondary: Row): Map<AttributeDef, Value[]> {
  const result = new Map<AttributeDef, Value[]>();
  for (const attribute of object.attributes) {
    if (['record_id', 'created_at', 'created_by'].includes(attribute.slug)) continue;
    const first = activeValues(attribute, primary, object);
    const second = activeValues(attribute, secondary, object);
    const distinct = second.filter(
      (value) => !first.some((one) => JSON.stringify(one.data) === JSON.stringify(value.data)),
    );
    const values = attribute.multi ? [...first, ...distinct] : first.length > 0 ? first : second;
    if (values.length > 0) result.set(attribute, values);
  }
  return result;
}

/** What was about the old records is about the new one. */
function moveAll(workspace: Workspace, object: Container, old: ReadonlySet<string>, id: string): void {
  relink(workspace, (link) =>
    link.object === object.slug && old.has(link.recordId) ? { object: link.object, recordId: id } : link,
  );
  for (const list of workspace.lists.filter((one) => one.parent === object.slug)) {
    for (const entry of [...workspace.rows(list).from()]) {
      if (entry.parentId !== undefined && old.has(entry.parentId)) workspace.rows(list).edit(entry.id)!.parentId = id;
    }
  }
  // The other sides of relationships were tied anew already.
  const move = ({ data, ...value }: Value) => ({ ...value, data: { ...data, target_record_id: id } });
  const isOld = (value: Value) => old.has(String(value.data.target_record_id));
  mapReferences(workspace, object.slug, (value) => (isOld(value) ? move(value) : value), true);
}

export const mergeRoutes: Route[] = [
  { method: 'POST', path: '/v2/objects/{object}/records/merge', scopes: WRITE_RECORDS, run: merge },
];
