/** "New Meeting Note": a file for a record or for a meeting, with its people and the records it is about. */

import { hasScopes } from '../../attio/scopes.js';
import { parseAttioUrl } from '../../attio/webUrl.js';
import type { Meeting } from '../../attio/workTypes.js';
import { isAllDay, startOf, whenInWords } from '../../crm/meetingTimes.js';
import { BUILT_IN } from '../../crm/publish/templates.js';
import type { MeetingPage, RecordRef } from '../../crm/types.js';
import { objectIcon } from '../records/icons.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import { pickRecord } from '../search/pickRecord.js';
import type { Connection, Services } from '../services.js';
import { meetingTarget, type RecordTarget, recordTarget } from '../targets.js';
import type { PickItem } from '../ui.js';
import { allTemplates, forRecord, fromTemplate, linkTo } from './newNoteFromTemplate.js';

const SURFACE = 'notes.meeting';
const SHOWN = 15;

const template = () => allTemplates().find(({ name }) => name.toLowerCase() === 'meeting') ?? BUILT_IN[0]!;

/** `argument`: a record or a tree node of one, a meeting or a node of one, or nothing: it is asked for. */
export async function newMeetingNote(services: Services, argument?: unknown): Promise<void> {
  const meeting = meetingTarget(argument);
  const record = recordTarget(argument);
  if (meeting) {
    const connection = await connectionFor(services, meeting);
    const found = await connection.catalog.meeting(meeting.meeting.id, { surface: SURFACE });
    if (!found)
      return void (await services.ui.info('This meeting is not in Attio any more. Refresh the Meetings view.'));
    return forMeeting(services, connection, found);
  }
  if (record) return forRecord(await connectionFor(services, record), template(), record);
  const connection = await services.connections.current();
  const chosen = await choose(services, connection);
  if (chosen === 'record') return anyRecord(services);
  if (chosen) await forMeeting(services, connection, chosen);
}

async function anyRecord(services: Services): Promise<void> {
  const target: RecordTarget | undefined = await pickRecord(services, {
    title: 'New Meeting Note',
    placeholder: 'Which record is the note for?',
    surface: SURFACE,
  });
  if (target)
    await forRecord(await connectionFor(services, target), template(), {
      object: target.object,
      recordId: target.recordId,
    });
}

/** One of the meetings around now, or a record. */
async function choose(services: Services, connection: Connection): Promise<Meeting | 'record' | undefined> {
  const { account, catalog } = connection;
  if (!hasScopes(account.scopes, 'meeting:read')) return 'record';
  const none: MeetingPage = { meetings: [], next: undefined };
  // Without meetings there are records still.
  const page = (when: 'past' | 'upcoming') => catalog.meetings({ when }, { surface: SURFACE }).catch(() => none);
  const [upcoming, past] = await Promise.all([page('upcoming'), page('past')]);
  if (upcoming.meetings.length + past.meetings.length === 0) return 'record';
  const now = Date.now();
  const item =
    (group: string) =>
    (meeting: Meeting): PickItem<Meeting | 'record'> => ({
      label: oneLine(meeting.title, 80) || 'Untitled meeting',
      description: whenInWords(meeting, now),
      detail: meeting.participants
        .map(({ name, email_address }) => oneLine(name ?? email_address ?? '', 40))
        .filter(Boolean)
        .slice(0, 6)
        .join(', '),
      icon: 'calendar',
      group,
      value: meeting,
    });
  return services.ui.pick<Meeting | 'record'>(
    [
      {
        label: 'For a Record…',
        description: 'Search for the company, person or deal',
        icon: 'search',
        value: 'record',
      },
      ...upcoming.meetings.slice(0, SHOWN).map(item('Upcoming')),
      ...past.meetings.slice(0, SHOWN).map(item('Past')),
    ],
    { title: 'New Meeting Note', placeholder: 'Which meeting is it about?', matchOnDescription: true },
  );
}

interface Candidate {
  ref: RecordRef;
  name: string;
  noun: string;
  reason: string;
  picked: boolean;
}

async function forMeeting(services: Services, connection: Connection, meeting: Meeting): Promise<void> {
  const title = oneLine(meeting.title, 120) || 'Meeting';
  const found = await services.ui.progress({ title: 'Looking for the meeting’s people…', where: 'window' }, () =>
    candidatesOf(connection, meeting),
  );
  const chosen =
    found.length === 0
      ? []
      : await services.ui.pickMany(
          found.map((one) => ({
            label: one.name,
            description: one.noun,
            detail: one.reason,
            icon: objectIcon(one.ref.object),
            value: one,
            picked: one.picked,
          })),
          { title: `Records for “${title}”`, placeholder: 'Where is the note to be published?' },
        );
  if (chosen === undefined) return;
  const id = meeting.id.meeting_id;
  const start = startOf(meeting);
  await fromTemplate(template(), {
    title,
    ...(start !== undefined && { at: new Date(start) }),
    wholeDay: isAllDay(meeting),
    records: chosen.map(({ ref, name }) => ({ name, link: { ...linkTo(connection, ref), meeting: id } })),
    attendees: meeting.participants.flatMap(({ name, email_address: email }) => {
      const own = oneLine(name ?? '', 80);
      return own && email ? [`${own} <${email}>`] : own || email ? [own || email!] : [];
    }),
  });
}

/** What the meeting is linked to, then its people and their companies. */
async function candidatesOf({ catalog, account }: Connection, meeting: Meeting): Promise<Candidate[]> {
  const read = { surface: SURFACE };
  const linked = await Promise.all(
    meeting.linked_records.map(({ object_slug: object, record_id: recordId }) =>
      catalog.summary({ object, recordId }, read).catch(() => undefined),
    ),
  );
  const emails = meeting.participants.flatMap(({ email_address: email }) => email ?? []);
  const spoken = emails.length === 0 ? [] : await catalog.mentions(emails.join('\n'), read).catch(() => []);
  const all: Candidate[] = [
    ...linked.flatMap((one) =>
      one
        ? [
            {
              ref: one.ref,
              name: oneLine(one.title, 80),
              noun: one.objectNoun,
              reason: 'Linked to the meeting',
              picked: true,
            },
          ]
        : [],
    ),
    ...spoken.map(({ ref, title, objectNoun, by, evidence }) => ({
      ref,
      name: oneLine(title, 80),
      noun: objectNoun,
      reason: by === 'email' ? `Participant ${evidence}` : `Company of ${evidence}`,
      picked: false,
    })),
  ];
  const once = all.filter((one, at) => all.findIndex(({ ref }) => ref.recordId === one.ref.recordId) === at);
  // The company is what a meeting is mostly about.
  if (!once.some(({ picked }) => picked)) {
    const own = once.find(({ ref }) => ref.object === 'companies') ?? once[0];
    if (own) own.picked = true;
  }
  return once.filter(({ ref }) => parseAttioUrl(linkTo({ account }, ref).record) !== undefined);
}
