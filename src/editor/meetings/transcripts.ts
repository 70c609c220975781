/**
 * Transcripts as read-only documents: VS Code's own find searches them, and each turn is in the outline and folds. What
 * they show is never on disk; signed out, it is gone from open editors too.
 */
import {
  DocumentSymbol,
  type EventEmitter,
  FoldingRange,
  FoldingRangeKind,
  languages,
  Range,
  SymbolKind,
  type TextDocument,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { transcriptText, turnHeads } from '../../crm/transcript.js';
import { sentences, trouble } from '../records/trouble.js';
import type { Services } from '../services.js';
import { readCall } from './reading.js';
import { TRANSCRIPT_SCHEME, transcriptMeeting } from './uri.js';

export class Transcripts {
  readonly #services: Services;
  /** Those that could not be read: tried again when the window gets the focus. */
  readonly #failed = new Map<string, Uri>();

  constructor(services: Services, changed: EventEmitter<Uri>) {
    this.#services = services;
    const selector = { scheme: TRANSCRIPT_SCHEME };
    const again = (uris: Iterable<Uri>) => {
      for (const uri of [...uris]) changed.fire(uri);
    };
    services.context.subscriptions.push(
      services.accounts.onDidChange(() => again(open().map(({ uri }) => uri))),
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) again(this.#failed.values());
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#failed.delete(uri.toString())),
      languages.registerFoldingRangeProvider(selector, { provideFoldingRanges: folds }),
      languages.registerDocumentSymbolProvider(selector, { provideDocumentSymbols: turns }, { label: 'Speakers' }),
    );
  }

  /** The text of a document; where it cannot be read, why, and what to do. */
  async text(uri: Uri): Promise<string> {
    const key = uri.toString();
    this.#failed.delete(key);
    const of = transcriptMeeting(uri);
    if (!of) return 'This address names no transcript.\n';
    const { accounts } = this.#services;
    if (!accounts.list.some(({ id }) => id === of.account))
      return 'This transcript belongs to an Attio account that is not signed in here. Sign in to it to read it.\n';
    try {
      const { meeting, recording, names } = await readCall(this.#services, of);
      return transcriptText(meeting, recording, { names });
    } catch (error) {
      this.#failed.set(key, uri);
      return `The transcript could not be read. ${this.#services.redactor.redact(sentences(trouble(error, new Date())))}\n`;
    }
  }
}

const open = (): TextDocument[] => workspace.textDocuments.filter(({ uri }) => uri.scheme === TRANSCRIPT_SCHEME);

/** Each turn's first line, and its last. */
function spans(document: TextDocument): { speaker: string; time: string; start: number; end: number }[] {
  const lines = document.getText().split(/\r?\n/);
  const heads = turnHeads(lines);
  return heads.map(({ line, speaker, time }, at) => {
    let end = (heads[at + 1]?.line ?? lines.length) - 1;
    while (end > line && lines[end]?.trim() === '') end--;
    return { speaker, time, start: line, end };
  });
}

const folds = (document: TextDocument) =>
  spans(document).map(({ start, end }) => new FoldingRange(start, end, FoldingRangeKind.Region));

const turns = (document: TextDocument) =>
  spans(document).map(({ speaker, time, start, end }) => {
    const range = new Range(start, 0, end, document.lineAt(end).text.length);
    return new DocumentSymbol(speaker, time, SymbolKind.String, range, document.lineAt(start).range);
  });
