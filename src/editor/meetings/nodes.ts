/** What the Meetings view is made of. Ids hold the path from the account down, so that no two elements ever share one. */
import type { Meeting, Recording } from '../../attio/workTypes.js';
import type { MeetingQuestion, RecordSummary } from '../../crm/types.js';
import type { RecordingTarget, RecordTarget } from '../targets.js';
import type { Branch } from '../tree/branch.js';
import type { LineNode, MoreNode } from '../tree/nodes.js';

export const MEETINGS_VIEW = 'attio.meetings';

export interface GroupNode {
  kind: 'group';
  id: string;
  parent: undefined;
  when: MeetingQuestion['when'];
  branch: Branch<MeetingNode, string>;
}

export interface MeetingNode {
  kind: 'meeting';
  id: string;
  parent: GroupNode;
  account: string;
  /** What commands take (targets.ts). */
  meeting: { id: string; title: string };
  full: Meeting;
  branch: Branch<PartNode>;
  /** The records that its participants turned out to be: they are not listed again as linked. */
  met: Set<string>;
}

export interface RecordingNode {
  kind: 'recording';
  id: string;
  parent: MeetingNode;
  account: string;
  /** What commands take (targets.ts). */
  recording: RecordingTarget['recording'];
  full: Recording;
}

/** A record linked to the meeting. */
export interface LinkedNode {
  kind: 'linked';
  id: string;
  parent: MeetingNode;
  /** What commands take (targets.ts). */
  ref: Required<RecordTarget>;
  summary: RecordSummary;
}

export interface ParticipantNode {
  kind: 'participant';
  id: string;
  parent: MeetingNode;
  /** Of the record, the colleague, or as the invitation has it; the e-mail address where nothing else is known. */
  name: string;
  email: string | null;
  status: string;
  organizer: boolean;
  /** A member of the Attio workspace. */
  colleague: boolean;
  /** The person's record, where there is one. */
  ref?: Required<RecordTarget>;
  summary?: RecordSummary;
}

export type PartNode = RecordingNode | LinkedNode | ParticipantNode | LineNode<MeetingNode>;
/** What has rows below it that are read. */
export type MeetingsParent = GroupNode | MeetingNode;
export type MeetingsNode = MeetingsParent | PartNode | LineNode<MeetingsParent> | MoreNode<MeetingsParent>;
