/** How the rows of the Notes view look: what matters first, for the side bar is narrow. */
import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';
import { age } from '../notes/age.js';
import { oneLine } from '../records/text.js';
import type { DraftNode, FileNode, NotesNode, OutboxNode, SectionKind, SectionNode } from './nodes.js';
import { stateOf, titleOf } from './words.js';

const SECTIONS: Record<SectionKind, { label: string; icon: string }> = {
  outbox: { label: 'Outbox', icon: 'inbox' },
  drafts: { label: 'Drafts', icon: 'notebook' },
  files: { label: 'Published Files', icon: 'cloud' },
};

/** Its own for each row of the view, and the same after each reading: VS Code keeps selection and folds by it. */
export function idOf(node: NotesNode): string {
  switch (node.kind) {
    case 'section':
      return `section/${node.section}`;
    case 'outbox':
      return `outbox/${node.itemId}`;
    case 'draft':
      return `draft/${node.draftId}`;
    case 'file':
      return `file/${node.uri}`;
  }
}

/** With tooltip and id. `now`: milliseconds since 1970; ages are counted to it. */
export function present(node: NotesNode, now: number): TreeItem {
  const item = itemOf(node, now);
  item.id = idOf(node);
  return item;
}

function itemOf(node: NotesNode, now: number): TreeItem {
  switch (node.kind) {
    case 'section':
      return sectionItem(node);
    case 'outbox':
      return outboxItem(node, now);
    case 'draft':
      return draftItem(node, now);
    case 'file':
      return fileItem(node);
  }
}

function sectionItem({ section, rows }: SectionNode): TreeItem {
  const { label, icon } = SECTIONS[section];
  const item = new TreeItem(label, TreeItemCollapsibleState.Expanded);
  item.iconPath = new ThemeIcon(icon);
  item.description = String(rows.length);
  item.contextValue = `section.${section}`;
  item.accessibilityInformation = { label: `${label}, ${rows.length} ${rows.length === 1 ? 'item' : 'items'}` };
  return item;
}

const ICONS: Record<OutboxNode['item']['state'], [icon: string, color?: string]> = {
  waiting: ['clock'],
  sending: ['sync~spin'],
  unknown: ['question', 'list.warningForeground'],
  refused: ['error', 'list.errorForeground'],
  conflict: ['warning', 'list.warningForeground'],
  sent: ['check'],
};
const SHORT: Record<OutboxNode['item']['state'], string> = {
  waiting: 'waits',
  sending: 'sending',
  unknown: 'checking',
  refused: 'refused',
  conflict: 'conflict',
  sent: 'sent',
};

const where = (...parts: (string | undefined)[]): string =>
  parts
    .filter((part) => part !== undefined && part.trim() !== '')
    .map((part) => oneLine(part!, 60))
    .join(' · ');

function outboxItem({ item, itemId, elsewhere }: OutboxNode, now: number): TreeItem {
  const made = new TreeItem(titleOf(item), TreeItemCollapsibleState.None);
  const [icon, color] = ICONS[item.state];
  made.iconPath = new ThemeIcon(icon, color === undefined ? undefined : new ThemeColor(color));
  made.description = where(SHORT[item.state], item.recordName, age(now - item.createdAt));
  const state = stateOf(item);
  made.tooltip = [
    `${titleOf(item)}: ${state}`,
    ...(item.recordName ? [`On ${oneLine(item.recordName, 80)}`] : []),
    `Approved ${age(now - item.createdAt)}, for ${item.account.name} (${item.account.slug})`,
    ...(item.attempts > 0 ? [`Tried ${item.attempts === 1 ? 'once' : `${item.attempts} times`}`] : []),
    ...(item.message ? ['', item.message] : []),
  ].join('\n');
  made.contextValue = `outbox.${item.state}${elsewhere ? '.elsewhere' : ''}`;
  made.accessibilityInformation = {
    label: `${titleOf(item)}, ${state}, ${item.recordName ? `on ${item.recordName}, ` : ''}approved ${age(now - item.createdAt)}`,
  };
  made.command = { command: 'attio.openOutboxItem', title: 'Open', arguments: [{ id: itemId }] };
  return made;
}

function draftItem({ draftId, title, recordName, beginning, savedAt, elsewhere }: DraftNode, now: number): TreeItem {
  const made = new TreeItem(oneLine(title, 80).trim() || 'Untitled note', TreeItemCollapsibleState.None);
  made.iconPath = new ThemeIcon('note');
  made.description = where(recordName, elsewhere, age(now - savedAt));
  made.tooltip = [
    oneLine(title, 200).trim() || 'Untitled note',
    `On ${oneLine(recordName, 80)}${elsewhere ? `, in ${elsewhere}` : ''}, not in Attio yet`,
    `Typed in ${age(now - savedAt)}`,
    ...(beginning ? ['', beginning] : []),
  ].join('\n');
  made.contextValue = 'draft';
  made.command = { command: 'attio.openDraft', title: 'Open Draft', arguments: [{ draftId }] };
  return made;
}

function fileItem({ uri, records, state }: FileNode): TreeItem {
  const address = Uri.parse(uri);
  const made = new TreeItem(address.path.slice(address.path.lastIndexOf('/') + 1), TreeItemCollapsibleState.None);
  const gone = state === 'gone';
  made.iconPath = new ThemeIcon(gone ? 'warning' : state === 'changed since' ? 'edit' : 'file');
  const short: Record<string, string> = {
    'as published': '',
    'changed since': 'changed',
    gone: 'file is gone',
    'not compared': '',
  };
  made.description = where(short[state], records.join(', '));
  made.tooltip = [
    address.scheme === 'file' ? address.fsPath : address.toString(true),
    ...(records.length > 0 ? [`Published to ${records.join(', ')}`] : []),
    ...(state === 'changed since' ? ['Changed since it was published'] : []),
    ...(gone ? ['The file is not there any more; its notes are'] : []),
  ].join('\n');
  made.contextValue = gone ? 'file.gone' : 'file';
  if (!gone) made.command = { command: 'vscode.open', title: 'Open', arguments: [address] };
  return made;
}
