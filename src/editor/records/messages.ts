/** What a record page's script may say. Everything it says is checked: remote text is drawn in that page. */
import { type CommentMessage, commentMessage } from '../comments/pageModel.js';
import { type RecordTarget, recordTarget } from '../targets.js';
import { type CommonMessage, commonMessage } from '../webview/messages.js';

export const TOOLS = {
  editRecord: 'attio.editRecord',
  newNote: 'attio.newNote',
  setAttribute: 'attio.setAttribute',
  addToList: 'attio.addToList',
  mergeRecords: 'attio.mergeRecords',
  deleteRecord: 'attio.deleteRecord',
  openInAttio: 'attio.openInAttio',
  copyLink: 'attio.copyLink',
  copyId: 'attio.copyId',
  copyMarkdownLink: 'attio.copyMarkdownLink',
  newTask: 'attio.newTask',
  showTasksOf: 'attio.showTasksOf',
} as const;

/** What is done with a place, by its command. */
export const PLACE_COMMANDS = {
  edit: 'attio.editEntry',
  move: 'attio.moveToStage',
  remove: 'attio.removeFromList',
} as const;
export type PlaceAction = keyof typeof PLACE_COMMANDS;

/** What a message of the page does to a task that it shows. */
export const TASK_COMMANDS = {
  complete: 'attio.completeTask',
  deadline: 'attio.setTaskDeadline',
  replace: 'attio.replaceTask',
} as const;
export type TaskAction = keyof typeof TASK_COMMANDS;

/** Commands that a page in trouble may offer. */
const HELP = new Set(['attio.signIn', 'attio.enterKey', 'attio.search']);
const SLUG = /^[\w-]{1,128}$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export type PageMessage =
  | { type: 'tool'; tool: keyof typeof TOOLS }
  | { type: 'moreNotes' }
  | { type: 'retryNotes' }
  | { type: 'record'; ref: RecordTarget }
  /** Set the values of one attribute, or unfold its history. */
  | { type: 'attribute'; what: 'set' | 'history'; slug: string }
  /** http, https, mailto or tel. */
  | { type: 'external'; href: string }
  | { type: 'note'; what: NoteAction; id: string }
  /** Of a place in a list, by the id of the entry. */
  | { type: 'place'; what: PlaceAction; id: string }
  /** Of an open task. */
  | { type: 'task'; what: TaskAction; id: string }
  | CommentMessage;

const NOTE_ACTIONS = ['toggle', 'edit', 'open', 'delete'] as const;
export type NoteAction = (typeof NOTE_ACTIONS)[number];

const PLAIN = new Set(['moreNotes', 'retryNotes']);

/** Links that may be handed to the operating system. */
export function isOutside(href: unknown): href is string {
  return typeof href === 'string' && href.length <= 8192 && /^(?:https?:\/\/|mailto:|tel:)[^\s\p{Cc}]+$/iu.test(href);
}

/** undefined: not one of the messages, or a part of it is not what it should be. */
export function pageMessage(data: unknown): PageMessage | CommonMessage | undefined {
  const common = commonMessage(data, HELP);
  if (common || typeof data !== 'object' || data === null) return common;
  const { type, tool, href, what, id, slug, object, recordId } = data as Record<string, unknown>;
  if (typeof type === 'string' && PLAIN.has(type)) return { type } as PageMessage;
  if (type === 'tool')
    return typeof tool === 'string' && Object.hasOwn(TOOLS, tool)
      ? { type, tool: tool as keyof typeof TOOLS }
      : undefined;
  if (type === 'record') {
    const ref = recordTarget({ object, recordId });
    return ref && { type, ref };
  }
  if (type === 'attribute') {
    if (typeof slug !== 'string' || !SLUG.test(slug)) return undefined;
    return what === 'set' || what === 'history' ? { type, what, slug } : undefined;
  }
  if (type === 'external') return isOutside(href) ? { type, href } : undefined;
  if (type === 'note') {
    if (typeof id !== 'string' || !UUID.test(id)) return undefined;
    return NOTE_ACTIONS.some((one) => one === what) ? { type, what: what as NoteAction, id } : undefined;
  }
  if (type === 'place') {
    if (typeof id !== 'string' || !UUID.test(id) || typeof what !== 'string') return undefined;
    return Object.hasOwn(PLACE_COMMANDS, what) ? { type, what: what as PlaceAction, id } : undefined;
  }
  if (type === 'task') {
    if (typeof id !== 'string' || !UUID.test(id) || typeof what !== 'string') return undefined;
    return Object.hasOwn(TASK_COMMANDS, what) ? { type, what: what as TaskAction, id } : undefined;
  }
  return commentMessage(data as Record<string, unknown>);
}

/** What survives a reload: which record of which account, and nothing about it. */
export type PageState = Required<RecordTarget>;

/** undefined: not of this form, or of no account. Whether that account and record are there is not looked at. */
export function pageState(data: unknown): PageState | undefined {
  const target = recordTarget(data);
  return target?.account === undefined ? undefined : { ...target, account: target.account };
}
