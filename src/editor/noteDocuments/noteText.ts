/** A note as its document needs it, and as text. Pure. */
import { printDraft } from '../../crm/draft.js';

export interface NoteGround {
  title: string;
  /** Markdown, as Attio gives it. */
  content: string;
  parentObject: string;
  parentRecordId: string;
  /** ISO time. */
  createdAt: string;
  record: { name: string; url: string };
}

/** The note as a document. */
export const printNote = ({ title, content, record }: NoteGround): string =>
  printDraft({ title, record, body: content });
