/** Completions, hovers and quick fixes in the document of a record. */
import {
  type CancellationToken,
  CodeAction,
  CodeActionKind,
  CompletionItem,
  CompletionItemKind,
  CompletionList,
  type Disposable,
  Hover,
  languages,
  MarkdownString,
  type Position,
  type Range,
  type TextDocument,
  WorkspaceEdit,
} from 'vscode';
import type { Attribute } from '../../attio/types.js';
import { recordUrl } from '../../attio/webUrl.js';
import { placeAt } from '../../crm/document/at.js';
import { type Completion, type Completions, completionsAt } from '../../crm/document/complete.js';
import { describeAttribute } from '../../crm/document/describe.js';
import type { RecordGround } from '../../crm/document/ground.js';
import { referenceText } from '../../crm/document/shown.js';
import { yamlScalar } from '../../crm/document/yamlText.js';
import { describeLink, HOVER_COMMANDS } from '../links/describe.js';
import { beginning, escapeMarkdown } from '../markdown.js';
import { SURFACE } from './loadGround.js';
import type { RecordDocuments } from './room.js';
import { rangeOf } from './send.js';
import { RECORD_SCHEME } from './uri.js';

const KINDS: Record<Completion['kind'], CompletionItemKind> = {
  attribute: CompletionItemKind.Property,
  choice: CompletionItemKind.EnumMember,
  member: CompletionItemKind.User,
  value: CompletionItemKind.Value,
  part: CompletionItemKind.Field,
};
/** More would not be read in a small box. */
const MAX_CHOICES = 30;

/**
 * Until what it answers is disposed of. Completing a record searches Attio from two letters on, and offers nothing when
 * that fails; a hover over a record’s id may ask Attio as well. Everything else is known from the document’s reading.
 */
export function registerLanguage(room: RecordDocuments): Disposable[] {
  const selector = { scheme: RECORD_SCHEME };
  return [
    languages.registerCompletionItemProvider(
      selector,
      { provideCompletionItems: (document, position, token) => complete(room, document, position, token) },
      ' ',
      '-',
      ',',
      '[',
    ),
    languages.registerHoverProvider(selector, {
      provideHover: (document, position, token) => hover(room, document, position, token),
    }),
    languages.registerCodeActionsProvider(
      selector,
      { provideCodeActions: (document, range) => fixes(room, document, range) },
      { providedCodeActionKinds: [CodeActionKind.QuickFix] },
    ),
  ];
}

async function complete(
  room: RecordDocuments,
  document: TextDocument,
  position: Position,
  token: CancellationToken,
): Promise<CompletionList | undefined> {
  const file = await room.file(document.uri).catch(() => undefined);
  if (!file) return undefined;
  const found = completionsAt(document.getText(), document.offsetAt(position), file.ground);
  if (!found || token.isCancellationRequested) return undefined;
  const range = rangeOf(document, found.replace.start, found.replace.end);
  if (found.what === 'records') return records(room, document, found, range, file.ground, token);
  return new CompletionList(
    found.items.map((one, at) => {
      const item = new CompletionItem({ label: one.label, description: one.detail }, KINDS[one.kind]);
      item.insertText = one.insert;
      item.filterText = one.filter;
      item.range = range;
      item.sortText = String(at).padStart(5, '0');
      if (one.attribute) item.documentation = attributeText(one.attribute, file.ground);
      if (one.more) item.command = { command: 'editor.action.triggerSuggest', title: 'Values' };
      return item;
    }),
  );
}

/** Records by Attio's search, of the objects that the attribute takes. */
async function records(
  room: RecordDocuments,
  document: TextDocument,
  { query, attribute, objects, flow }: Extract<Completions, { what: 'records' }>,
  range: Range,
  ground: RecordGround,
  token: CancellationToken,
): Promise<CompletionList | undefined> {
  if (query.length < 2) return new CompletionList([], true);
  const file = await room.file(document.uri);
  const { catalog } = await room.connection(file);
  const letGo = new AbortController();
  const listening = token.onCancellationRequested(() => letGo.abort());
  try {
    const matches = await catalog.search(query, { surface: SURFACE, signal: letGo.signal });
    const typed = document.getText(range);
    const items = matches
      .filter(({ ref }) => objects.length === 0 || objects.includes(ref.object))
      .map(({ ref, title, description, objectNoun }, at) => {
        const detail = [objectNoun, description].filter((part) => part !== '').join(' · ');
        const label = { label: beginning(title, 60), description: beginning(detail, 80) };
        const item = new CompletionItem(label, CompletionItemKind.Reference);
        item.insertText = yamlScalar(referenceText(ref, title, attribute, ground), flow);
        // The search has matched already, by more than the letters of the name.
        item.filterText = typed;
        item.range = range;
        item.sortText = String(at).padStart(5, '0');
        return item;
      });
    return new CompletionList(items, true);
  } catch {
    // Said where one looks for it when something is sent; typing goes on.
    return undefined;
  } finally {
    listening.dispose();
  }
}

/** Title, slug, type, what it is for, how it is written, what can be chosen. Text of others is escaped. */
function attributeText(attribute: Attribute, ground: RecordGround): MarkdownString {
  const facts = describeAttribute(attribute, ground);
  const choices = facts.choices.slice(0, MAX_CHOICES).map((one) => escapeMarkdown(beginning(one, 80)));
  const more = facts.choices.length - choices.length;
  const parts = [
    `**${escapeMarkdown(facts.title).trim() || escapeMarkdown(facts.slug)}** — \`${facts.slug.replace(/[^\w-]/g, '')}\``,
    escapeMarkdown(facts.type),
    facts.description === '' ? '' : escapeMarkdown(beginning(facts.description, 500)),
    facts.form,
    choices.length === 0 ? '' : `${choices.join(' · ')}${more > 0 ? ` · and ${more} more` : ''}`,
  ];
  return new MarkdownString(parts.filter((part) => part !== '').join('\n\n'));
}

async function hover(
  room: RecordDocuments,
  document: TextDocument,
  position: Position,
  token: CancellationToken,
): Promise<Hover | undefined> {
  const file = await room.file(document.uri).catch(() => undefined);
  if (!file) return undefined;
  const { ground, target } = file;
  const { layout } = await file.read(document.getText());
  const place = placeAt(layout, document.offsetAt(position), ground);
  if (!place || token.isCancellationRequested) return undefined;
  const range = rangeOf(document, place.span.start, place.span.end);
  if (place.what === 'attribute') return new Hover(attributeText(place.attribute, ground), range);
  const url = recordUrl(ground.account.slug, place.ref.object, place.ref.recordId);
  // Links are described wherever they stand; here it is ids.
  if (document.getText(range).includes(url) || room.services.accounts.active?.id !== target.account) return undefined;
  const letGo = new AbortController();
  const listening = token.onCancellationRequested(() => letGo.abort());
  try {
    const link = { kind: 'record' as const, workspace: ground.account.slug, ...place.ref };
    const text = await describeLink(room.services, link, url, letGo.signal);
    if (text === undefined) return undefined;
    const markdown = new MarkdownString(text, true);
    markdown.isTrusted = { enabledCommands: HOVER_COMMANDS };
    return new Hover(markdown, range);
  } finally {
    listening.dispose();
  }
}

async function fixes(room: RecordDocuments, document: TextDocument, range: Range): Promise<CodeAction[]> {
  const file = room.peek(document.uri);
  if (!file) return [];
  const { problems, warnings } = await file.read(document.getText());
  return [...problems, ...warnings]
    .filter(({ start, end }) => rangeOf(document, start, end).intersection(range))
    .flatMap(({ fixes: all }) =>
      all.map(({ title, edit }, at) => {
        const action = new CodeAction(beginning(title, 100), CodeActionKind.QuickFix);
        action.edit = new WorkspaceEdit();
        action.edit.replace(document.uri, rangeOf(document, edit.start, edit.end), edit.text);
        action.isPreferred = at === 0;
        return action;
      }),
    );
}
