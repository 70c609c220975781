/** How a row of the Meetings view looks. Tooltips are made when they are asked for, with remote text escaped. */
import { MarkdownString, type TreeItem, TreeItemCollapsibleState } from 'vscode';
import { formatMoment } from '../../crm/format.js';
import { dateInWords, hasEnded, isAllDay, startOf, whenInWords } from '../../crm/meetingTimes.js';
import { meetingTitle, whyNoTranscript } from '../../crm/transcript.js';
import { beginning, escapeMarkdown } from '../markdown.js';
import { objectIcon } from '../records/icons.js';
import { oneLine } from '../records/text.js';
import { item, lineItem, moreItem } from '../tree/items.js';
import type { GroupNode, LinkedNode, MeetingNode, MeetingsNode, ParticipantNode, RecordingNode } from './nodes.js';

const { Collapsed, Expanded } = TreeItemCollapsibleState;

/** The item of a row, less its tooltip. */
export function present(node: MeetingsNode): TreeItem {
  switch (node.kind) {
    case 'group':
      return groupItem(node);
    case 'meeting':
      return meetingItem(node);
    case 'recording':
      return recordingItem(node);
    case 'linked':
      return linkedItem(node);
    case 'participant':
      return participantItem(node);
    case 'more':
      return moreItem(node);
    case 'line':
      return lineItem(node);
  }
}

function groupItem(node: GroupNode): TreeItem {
  const upcoming = node.when === 'upcoming';
  const made = item(
    node,
    upcoming ? 'Upcoming' : 'Past',
    upcoming ? 'calendar' : 'history',
    upcoming ? Expanded : Collapsed,
  );
  made.contextValue = 'meetings';
  made.accessibilityInformation = { label: upcoming ? 'Upcoming meetings' : 'Past meetings' };
  return made;
}

function meetingItem(node: MeetingNode): TreeItem {
  const label = meetingTitle(node.full);
  const now = Date.now();
  const when = whenInWords(node.full, now);
  const goesOn = !isAllDay(node.full) && (startOf(node.full) ?? Infinity) <= now && !hasEnded(node.full, now);
  const made = item(node, label, goesOn ? 'pulse' : 'calendar', Collapsed);
  made.description = when;
  made.contextValue = 'meeting';
  made.accessibilityInformation = { label: `Meeting ${label}, ${when}` };
  return made;
}

const RECORDING: Record<string, { icon: string; says: string }> = {
  completed: { icon: 'play-circle', says: 'ready' },
  processing: { icon: 'watch', says: 'being processed by Attio' },
  failed: { icon: 'error', says: 'failed' },
};

function recordingItem(node: RecordingNode): TreeItem {
  const { status, created_at } = node.full;
  const { icon, says } = Object.hasOwn(RECORDING, status)
    ? RECORDING[status]!
    : { icon: 'question', says: oneLine(status, 40) };
  const made = item(node, 'Recording', icon);
  made.description = [formatMoment(created_at, {}), says].filter(Boolean).join(' · ');
  made.contextValue = `recording ${/^\w+$/.test(status) ? status : 'unknown'}`;
  made.command = { command: 'attio.openTranscript', title: 'Open Transcript', arguments: [node] };
  made.accessibilityInformation = { label: `Recording, ${made.description}` };
  return made;
}

function linkedItem(node: LinkedNode): TreeItem {
  const { summary, ref } = node;
  const [label, description] = [oneLine(summary.title), oneLine(summary.description)];
  const made = item(node, label, objectIcon(ref.object));
  made.description = description;
  made.contextValue = 'record';
  made.command = { command: 'attio.openRecord', title: 'Open Record', arguments: [ref] };
  made.accessibilityInformation = { label: [label, summary.objectNoun, description].filter(Boolean).join(', ') };
  return made;
}

const STATUS: Record<string, string> = {
  accepted: 'accepted',
  declined: 'declined',
  tentative: 'tentative',
  pending: 'not answered',
};
const statusInWords = (status: string) => (Object.hasOwn(STATUS, status) ? STATUS[status]! : oneLine(status, 40));

function participantItem(node: ParticipantNode): TreeItem {
  const { ref, organizer, colleague, summary, status } = node;
  const label = oneLine(node.name);
  const made = item(node, label, ref ? 'person' : colleague ? 'account' : 'mail');
  made.description = [organizer && 'organizer', statusInWords(status), colleague && 'colleague', summary?.description]
    .flatMap((part) => (part ? oneLine(part) : []))
    .join(' · ');
  made.contextValue = ref ? 'record' : 'participant';
  if (ref) made.command = { command: 'attio.openRecord', title: 'Open Record', arguments: [ref] };
  made.accessibilityInformation = { label: `Participant ${label}, ${made.description}` };
  return made;
}

/** Markdown where anything in it is from Attio, else plain text. undefined: the row has none. */
export function tooltip(node: MeetingsNode): MarkdownString | string | undefined {
  switch (node.kind) {
    case 'line':
      return node.tooltip;
    case 'meeting':
      return new MarkdownString(aboutMeeting(node));
    case 'recording':
      return new MarkdownString(aboutRecording(node));
    case 'linked':
    case 'participant':
      return new MarkdownString(aboutRecord(node));
    case 'group':
      return node.when === 'upcoming'
        ? 'Meetings that have not ended, soonest first'
        : 'Meetings that are over, newest first';
    case 'more':
      return undefined;
  }
}

const paragraphs = (...parts: (string | false | undefined)[]) => parts.filter(Boolean).join('\n\n');

function aboutMeeting({ full }: MeetingNode): string {
  const { start, participants, description } = full;
  const zone = start !== null && 'timezone' in start ? start.timezone : null;
  const there = zone && zone !== Intl.DateTimeFormat().resolvedOptions().timeZone ? inZone(full, zone) : undefined;
  const answers = ['accepted', 'tentative', 'declined', 'pending'].flatMap((status) => {
    const count = participants.filter((one) => one.status === status).length;
    return count > 0 ? `${count} ${statusInWords(status)}` : [];
  });
  return paragraphs(
    `**${escapeMarkdown(meetingTitle(full))}**`,
    escapeMarkdown(dateInWords(full)),
    there && `${escapeMarkdown(there)} (${escapeMarkdown(zone!)})`,
    answers.length > 0 && escapeMarkdown(`${participants.length} taking part: ${answers.join(', ')}`),
    escapeMarkdown(beginning(description, 500)),
  );
}

/** Nothing for a zone that Intl does not know. */
function inZone(full: MeetingNode['full'], timeZone: string): string | undefined {
  try {
    return dateInWords(full, { timeZone });
  } catch {
    return undefined;
  }
}

function aboutRecording({ full, parent }: RecordingNode): string {
  const { icon: _, says } = RECORDING[full.status] ?? { icon: '', says: oneLine(full.status, 40) };
  const ready = full.status === 'completed';
  return paragraphs(
    `**Recording of ${escapeMarkdown(meetingTitle(parent.full))}**`,
    escapeMarkdown([formatMoment(full.created_at, {}), says].filter(Boolean).join(' · ')),
    ready ? 'Press to open the transcript' : escapeMarkdown(whyNoTranscript(full) ?? ''),
  );
}

function aboutRecord(node: LinkedNode | ParticipantNode): string {
  const { summary } = node;
  const said =
    node.kind === 'participant' &&
    [node.email, node.organizer ? 'organizer' : undefined, statusInWords(node.status)].filter(Boolean).join(' · ');
  const name = summary?.title ?? (node.kind === 'participant' ? node.name : '');
  const facts = summary?.facts.map(
    ({ title, text }) => `- ${escapeMarkdown(title)}: ${escapeMarkdown(oneLine(text, 160))}`,
  );
  const stranger = !summary && node.kind === 'participant' && !node.colleague && node.email !== null;
  return paragraphs(
    `**${escapeMarkdown(name)}**${summary ? ` · ${escapeMarkdown(summary.objectNoun)}` : ''}`,
    said && escapeMarkdown(said),
    facts?.join('\n'),
    stranger && 'No person in Attio has this e-mail address',
  );
}
