/** What a link points to, in words. Pure. */
import type { AttioLink } from '../../attio/webUrl.js';

/** Codicon and noun of what is no record. */
export const KINDS: Record<Exclude<AttioLink['kind'], 'record'>, { icon: string; noun: string; what: string }> = {
  note: { icon: 'note', noun: 'Note', what: 'A note' },
  task: { icon: 'checklist', noun: 'Task', what: 'A task. Its text and due date are shown in Attio.' },
  list: { icon: 'list-unordered', noun: 'List', what: 'A list of records. Its entries are shown in Attio.' },
  view: { icon: 'table', noun: 'Table', what: 'A table of records' },
  call: { icon: 'device-camera-video', noun: 'Call recording', what: 'The recording of a call. It plays in Attio.' },
};

/** `companies` as `Companies`, `sales_leads` as `Sales leads`: for an object whose name is not known. */
export function slugWords(slug: string): string {
  const words = slug.replace(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
