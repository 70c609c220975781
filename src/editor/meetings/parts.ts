/** What is below a meeting: its recordings, the records it is about, and who takes part. */
import { AttioError } from '../../attio/errors.js';
import { hasScopes } from '../../attio/scopes.js';
import type { Meeting } from '../../attio/workTypes.js';
import { startOf } from '../../crm/meetingTimes.js';
import type { ReadOptions, RecordRef } from '../../crm/types.js';
import { trouble } from '../records/trouble.js';
import type { Connection } from '../services.js';
import type { Page } from '../tree/branch.js';
import { saysLine } from '../tree/lines.js';
import { type LinkedNode, MEETINGS_VIEW, type MeetingNode, type ParticipantNode, type PartNode } from './nodes.js';
import { type Who, whoIs } from './people.js';

/** Rows a page; their addresses go into one query. */
const PAGE = 50;

type Link = Meeting['linked_records'][number];
type Participant = Meeting['participants'][number];

/**
 * Rows from `at` on. People are linked to a meeting by taking part: as linked records only those are listed that the
 * participants did not turn out to be, at the end.
 */
export async function readParts(
  connection: Connection,
  node: MeetingNode,
  at: number,
  read: ReadOptions,
): Promise<Page<PartNode>> {
  const { linked_records, participants } = node.full;
  const people = linked_records.filter(({ object_slug }) => object_slug === 'people');
  const plan = [...linked_records.filter((link) => !people.includes(link)), ...organizerFirst(participants)];
  const page = plan.slice(at, at + PAGE);
  const links = page.filter((one) => 'record_id' in one);
  const guests = page.filter((one) => 'status' in one);
  if (at === 0) node.met.clear();
  const [recordings, linked] = await Promise.all([
    at === 0 ? recordingRows(connection, node, read) : [],
    linkedRows(connection, node, links, read),
    // Beside the others, so that the records are there when they are summed up.
    connection.catalog.people(addresses(guests), read),
  ]);
  // Companies are known by name now: what a person's row says of them costs nothing more.
  const who = await whoIs(connection, guests, { ...read, fresh: false });
  const attending = guests.map((guest, index) => participantRow(node, guest, at + index, who));
  for (const { ref } of attending) if (ref) node.met.add(ref.recordId);
  const next = at + PAGE < plan.length ? at + PAGE : undefined;
  const rest = next === undefined ? people.filter(({ record_id }) => !node.met.has(record_id.toLowerCase())) : [];
  return { nodes: [...recordings, ...linked, ...attending, ...(await linkedRows(connection, node, rest, read))], next };
}

const addresses = (guests: readonly Participant[]) => guests.flatMap(({ email_address }) => email_address ?? []);

const organizerFirst = (participants: readonly Participant[]) =>
  [...participants].sort((a, b) => Number(b.is_organizer) - Number(a.is_organizer));

async function recordingRows(connection: Connection, node: MeetingNode, read: ReadOptions): Promise<PartNode[]> {
  const start = startOf(node.full);
  // Nothing is recorded of what has not begun.
  if (start !== undefined && start > Date.now()) return [];
  const place = { parent: node, path: node.id, view: MEETINGS_VIEW } as const;
  if (!hasScopes(connection.account.scopes, 'call_recording:read')) {
    const why =
      'This API key may not read recordings of calls. Grant it call_recording:read in Attio and sign in again to see them and their transcripts.';
    return [saysLine(place, 'recordings', 'lock', 'Recordings need the scope call_recording:read', why)];
  }
  try {
    const recordings = await connection.catalog.recordings(node.meeting.id, read);
    return recordings.map((full) => {
      const id = full.id.call_recording_id;
      const recording = { meetingId: node.meeting.id, id };
      return {
        kind: 'recording',
        id: `${node.id}/recording/${id}`,
        parent: node,
        account: node.account,
        recording,
        full,
      };
    });
  } catch (error) {
    // Who took part is of use without them.
    if (!AttioError.is(error, 'permission') && !AttioError.is(error, 'plan-limit')) throw error;
    const { icon, label, message, remedy } = trouble(error, new Date());
    return [saysLine(place, 'recordings', icon, `No recordings: ${label}`, `${message} ${remedy}`)];
  }
}

/** Those that are gone meanwhile are left out. */
async function linkedRows(
  { catalog, account }: Connection,
  node: MeetingNode,
  links: readonly Link[],
  read: ReadOptions,
): Promise<LinkedNode[]> {
  const rows = links.map(async ({ object_slug, object_id, record_id }): Promise<LinkedNode | undefined> => {
    const asked: RecordRef = { object: object_slug || object_id, recordId: record_id };
    const summary = await catalog.summary(asked, { ...read, names: 'known' });
    if (!summary) return undefined;
    const { ref } = summary;
    const id = `${node.id}/${ref.object}/${ref.recordId}`;
    return { kind: 'linked', id, parent: node, ref: { ...ref, account: account.id }, summary };
  });
  return (await Promise.all(rows)).filter((row) => row !== undefined);
}

function participantRow(
  node: MeetingNode,
  { email_address: email, name, status, is_organizer: organizer }: Participant,
  index: number,
  known: ReadonlyMap<string, Who>,
): ParticipantNode {
  const { ref, summary, colleague } = (email && known.get(email.toLowerCase())) || ({} as Who);
  return {
    kind: 'participant',
    id: `${node.id}/participant/${email?.toLowerCase() ?? index}`,
    parent: node,
    name: summary?.title || colleague || name || email || 'Somebody',
    email,
    status,
    organizer,
    colleague: colleague !== undefined,
    ...(ref && summary && { ref: { ...ref, account: node.account }, summary }),
  };
}
