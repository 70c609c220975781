/** What the Notes view is made of. */
import type { OutboxItem } from '../../changes/outboxItem.js';

export type SectionKind = 'outbox' | 'drafts' | 'files';

export interface SectionNode {
  kind: 'section';
  section: SectionKind;
  rows: RowNode[];
}

export interface OutboxNode {
  kind: 'outbox';
  /** What its commands take. */
  itemId: string;
  item: OutboxItem;
  /** It is of another account than the one in use. */
  elsewhere: boolean;
}

export interface DraftNode {
  kind: 'draft';
  draftId: string;
  title: string;
  recordName: string;
  /** The first words of its text. */
  beginning: string;
  /** Milliseconds since 1970. */
  savedAt: number;
  /** Of another account than the one in use: its name. */
  elsewhere?: string;
}

export interface FileNode {
  kind: 'file';
  uri: string;
  /** What the records are called. */
  records: string[];
  state: string;
}

export type RowNode = OutboxNode | DraftNode | FileNode;
export type NotesNode = SectionNode | RowNode;
