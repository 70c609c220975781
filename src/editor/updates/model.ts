/** What the page of updates shows, as data; and from proposals to what a person reads of them. */
import { asValues } from '../../crm/edit/writable.js';
import { formatDay } from '../../crm/format.js';
import { memberName } from '../../crm/schema.js';
import type { ReadOptions } from '../../crm/types.js';
import type { Evidence, KnownSubject, Proposal, Subject } from '../../crm/updates/types.js';
import { valueText } from '../../crm/values.js';
import type { Connection } from '../services.js';
import { colleagues, type Words, wordsOf } from '../values/known.js';
import type { WebviewModel } from '../webview/model.js';
import type { UpdatesState } from './messages.js';

export type Stage = 'open' | 'done' | 'undone' | 'failed';

export interface Item {
  id: string;
  kind: Proposal['kind'];
  /** `Deal value`, `New person`, `Task`, `Note`. */
  label: string;
  /** Of an update: what Attio has; empty: nothing. */
  before?: string;
  after: string;
  /** More lines of what is written. */
  details: string[];
  /** The text of a note. */
  body?: string;
  evidence: Evidence;
  accepted: boolean;
  doubt?: string;
  stage: Stage;
  /** What went wrong with it. */
  message?: string;
}

export interface Group {
  /** Id of the record, or what else the group is. */
  key: string;
  title: string;
  noun: string;
  /** There is a record to open. */
  known: boolean;
  items: Item[];
}

export interface UpdatesModel extends WebviewModel<UpdatesState> {
  /** What the text is called. */
  name: string;
  /** `rules on this machine`, `GPT-4.1 (copilot)`. */
  reader: string;
  /** What else is to be known of how it was read. */
  remarks: string[];
  groups: Group[];
  dropped: string[];
  /** It is being written. */
  writing: boolean;
  /** What was applied can be taken back. */
  canUndo: boolean;
}

/** A proposal on the page. */
export interface Entry {
  proposal: Proposal;
  dropped: boolean;
  /** A person has put it right. */
  edited?: true;
  stage: Stage;
  message?: string;
}

/**
 * Whether it can still be accepted, edited and dropped: it was not applied, failed, or was undone, and is not dropped.
 */
export const isOpen = ({ dropped, stage }: Entry): boolean =>
  !dropped && (stage === 'open' || stage === 'failed' || stage === 'undone');

/** Rejects with AttioError where names cannot be read. */
export async function groupsOf(entries: readonly Entry[], connection: Connection, read: ReadOptions): Promise<Group[]> {
  const groups = new Map<string, Group>();
  const members = await colleagues(connection, read).catch(() => []);
  const person = (id: string) => {
    const member = members.find((one) => one.id.workspace_member_id === id);
    return member ? memberName(member) : 'a colleague';
  };
  const words = new Map<string, Words>();
  const wordsFor = (object: string) => {
    const known = words.get(object) ?? wordsOf(connection, object, read);
    words.set(object, known);
    return known;
  };
  for (const { proposal, dropped, stage, message } of entries) {
    if (dropped) continue;
    const of = groupOf(proposal);
    const group = groups.get(of.key) ?? { ...of, items: [] };
    groups.set(of.key, group);
    const { id, kind, evidence, accepted, doubt } = proposal;
    group.items.push({
      id,
      kind,
      evidence,
      accepted,
      stage,
      ...(doubt && { doubt }),
      ...(message && { message }),
      ...(await said(proposal, { person, wordsFor, connection, read })),
    });
  }
  return [...groups.values()];
}

interface Saying {
  person(id: string): string;
  wordsFor(object: string): Words;
  connection: Connection;
  read: ReadOptions;
}

async function said(
  proposal: Proposal,
  { person, wordsFor, connection, read }: Saying,
): Promise<Pick<Item, 'label' | 'before' | 'after' | 'details' | 'body'>> {
  switch (proposal.kind) {
    case 'note':
      return { label: 'Note', after: proposal.title, details: [], body: proposal.content };
    case 'task': {
      const { content, assignee, deadline, links } = proposal;
      const who = assignee === undefined ? 'For nobody yet' : `For ${person(assignee)}`;
      const due = deadline === undefined ? [] : [`due ${formatDay(deadline, {}) ?? deadline}`];
      const on = links.length === 0 ? [] : [`on ${links.map(({ title }) => title).join(', ')}`];
      return { label: 'Task', after: content, details: [[who, ...due, ...on].join(' · ')] };
    }
    case 'update': {
      const { about, attribute, before, values } = proposal;
      const text = wordsFor(about.ref.object);
      const all = attribute.is_multiselect ? [...before, ...values] : values;
      const [had, will] = await Promise.all([text(attribute, before), text(attribute, all)]);
      return { label: attribute.title, before: had, after: will, details: [] };
    }
    case 'create': {
      const { object, noun, title, values, refers } = proposal;
      const attributes = await connection.catalog.attributes(object, read);
      const facts = attributes.flatMap((attribute) => {
        const written = values[attribute.api_slug];
        const other = refers[attribute.api_slug];
        const text = other?.title ?? (written ? valueText(asValues(attribute, written), {}) : '');
        return text === '' || text === title ? [] : [`${attribute.title}: ${text}`];
      });
      return { label: `New ${noun.toLowerCase()}`, after: title, details: facts };
    }
  }
}

const NEW = { key: 'new', title: 'New in Attio', noun: '', known: false };

/** The record that a proposal is shown under: of a task the company or deal before the people. */
function groupOf(proposal: Proposal): Omit<Group, 'items'> {
  const of = (subject: Subject | undefined) => {
    if (!subject) return { key: 'none', title: 'About no record', noun: '', known: false };
    if (!('ref' in subject)) return NEW;
    return { key: subject.ref.recordId, title: subject.title, noun: subject.noun, known: true };
  };
  switch (proposal.kind) {
    case 'create':
      return NEW;
    case 'task': {
      const { links } = proposal;
      return of(links.find((one) => !('ref' in one) || one.ref.object !== 'people') ?? links[0]);
    }
    default:
      return of(proposal.about);
  }
}

/** The record of a group, to be opened. */
export function subjectOf(entries: readonly Entry[], key: string): KnownSubject | undefined {
  for (const { proposal } of entries) {
    const subjects: Subject[] =
      proposal.kind === 'task' ? proposal.links : proposal.kind === 'create' ? [] : [proposal.about];
    for (const one of subjects) if ('ref' in one && one.ref.recordId === key) return one;
  }
  return undefined;
}
