/** What a record page shows, as data: page.ts fills it, pageHtml.ts draws it. */
import type { HistoricValue } from '../../crm/edit/types.js';
import type { DisplayValue, RecordSummary } from '../../crm/types.js';
import type { PageComments } from '../comments/pageModel.js';
import type { Faces } from '../members/face.js';
import type { RecordTarget } from '../targets.js';
import type { PageTasks } from '../tasks/pageTasks.js';
import type { WebviewModel } from '../webview/model.js';
import type { Survivor } from './mergedInto.js';
import type { PagePlaces } from './places.js';
import type { Trouble } from './trouble.js';

export interface PageNote {
  id: string;
  title: string;
  /** ISO time. */
  createdAt: string;
  author: string;
  /** Of the member, for the face beside the name. */
  authorId?: string;
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

/** What an attribute was over time, unfolded below its value. */
export interface PageHistory {
  state: 'loading' | 'ready';
  /** Newest first. */
  items: HistoricValue[];
  trouble?: Trouble;
}

/** What was read of the record itself. */
export interface PageRecord {
  summary: RecordSummary;
  values: DisplayValue[];
}

export interface PageModel extends WebviewModel<Required<RecordTarget>> {
  record?: PageRecord;
  /** What became of a record that is gone, where it was merged here. */
  merged?: Survivor;
  places: PagePlaces;
  /** Open ones. */
  tasks?: PageTasks;
  notes: PageNotes;
  /** Pictures of those who are named; without one there are initials. */
  faces?: Faces;
  comments: PageComments;
  /** The unfolded histories, by the attribute's slug. */
  histories: Record<string, PageHistory>;
  canWriteNotes: boolean;
  canWriteRecords: boolean;
  canWriteEntries: boolean;
}
