/** Names of colleagues behind an `@`, in the box in which VS Code takes a comment. */
import {
  CompletionItem,
  CompletionItemKind,
  type Disposable,
  languages,
  type Position,
  Range,
  type TextDocument,
} from 'vscode';
import type { Connection } from '../services.js';
import { callOf, mentionable } from './mentions.js';
import { colleaguesFor } from './read.js';

/** VS Code says in the address of the box whose comments it is for. */
const isOurs = ({ uri }: TextDocument): boolean => uri.query === '' || /attio/i.test(uri.query);

/** `connections`: of the documents that are open. */
export function completeNames(connections: () => Promise<Connection[]>): Disposable {
  const provideCompletionItems = async (document: TextDocument, position: Position): Promise<CompletionItem[]> => {
    const before = document.lineAt(position).text.slice(0, position.character);
    const typed = /(?:^|[\s(])(@[\p{L}\p{N}._-]*)$/u.exec(before)?.[1];
    if (typed === undefined || !isOurs(document)) return [];
    const range = new Range(position.translate(0, -typed.length), position);
    const all = await Promise.all(
      (await connections()).map((one) => colleaguesFor(one, { surface: 'comments.names' })),
    );
    const members = mentionable(all.flat());
    return members.map((member) => {
      const call = callOf(member, members);
      const item = new CompletionItem({ label: call, description: member.email_address }, CompletionItemKind.User);
      item.filterText = `${call} @${member.email_address}`;
      item.insertText = `${call} `;
      item.range = range;
      return item;
    });
  };
  return languages.registerCompletionItemProvider({ scheme: 'comment' }, { provideCompletionItems }, '@');
}
