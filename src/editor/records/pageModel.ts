/** What a record page shows, as data: pages.ts fills it, pageHtml.ts draws it. */
import type { DisplayValue, RecordSummary } from '../../crm/types.js';
import type { RecordTarget } from '../targets.js';
import type { Trouble } from './trouble.js';

export interface PageNote {
  id: string;
  title: string;
  /** ISO time. */
  createdAt: string;
  author: string;
  markdown: string;
  /** The whole text shows. */
  open: boolean;
}

export interface PageNotes {
  /** `hidden`: the key may not read notes. */
  state: 'hidden' | 'loading' | 'ready';
  items: PageNote[];
  more: boolean;
  /** More are being read. */
  busy: boolean;
  trouble?: Trouble;
}

/** What was read of the record itself. */
export interface PageRecord {
  summary: RecordSummary;
  values: DisplayValue[];
}

export interface PageModel {
  target: Required<RecordTarget>;
  account: { name: string; slug: string; sample: boolean; maton?: boolean } | undefined;
  /** `gone`: there is no such record. */
  state: 'loading' | 'ready' | 'gone' | 'failed';
  record?: PageRecord;
  /** With `ready`: a refresh failed, and what is shown is older. */
  trouble?: Trouble;
  notes: PageNotes;
  canWriteNotes: boolean;
  /** It is being read again. */
  refreshing: boolean;
}
