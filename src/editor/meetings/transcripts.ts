/** Transcripts as read-only documents. */
import {
  DocumentSymbol,
  type EventEmitter,
  FoldingRange,
  FoldingRangeKind,
  languages,
  Range,
  SymbolKind,
  TabInputText,
  type TextDocument,
  type Uri,
  window,
  workspace,
} from 'vscode';
import { transcriptText, turnHeads, whyNoTranscript } from '../../crm/transcript.js';
import { sentences, trouble } from '../records/trouble.js';
import type { Services } from '../services.js';
import { readCall } from './reading.js';
import { TRANSCRIPT_SCHEME, transcriptMeeting } from './uri.js';

/**
 * VS Code’s own find searches them, and each turn is in the outline and folds. What they show is never on disk; signed
 * out, it is gone from open editors too. `changed` hears which are to be read anew. Listens as long as the extension
 * does.
 */
export class Transcripts {
  readonly #services: Services;
  /** Those whose text is only a word on why there is none: asked for again when it may be there. */
  readonly #without = new Map<string, Uri>();

  constructor(services: Services, changed: EventEmitter<Uri>) {
    this.#services = services;
    const selector = { scheme: TRANSCRIPT_SCHEME };
    // What no tab shows is read when it is shown again.
    const again = () => {
      for (const uri of shown()) if (this.#without.has(uri.toString())) changed.fire(uri);
    };
    services.context.subscriptions.push(
      services.accounts.onDidChange(() => {
        for (const { uri } of workspace.textDocuments) {
          if (uri.scheme !== TRANSCRIPT_SCHEME || this.#without.has(uri.toString())) continue;
          if (!this.#signedIn(transcriptMeeting(uri)?.account)) changed.fire(uri);
        }
        again();
      }),
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) again();
      }),
      window.tabGroups.onDidChangeTabs(({ opened }) => {
        if (opened.length > 0) again();
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#without.delete(uri.toString())),
      languages.registerFoldingRangeProvider(selector, { provideFoldingRanges: folds }),
      languages.registerDocumentSymbolProvider(selector, { provideDocumentSymbols: turns }, { label: 'Speakers' }),
    );
  }

  /** The text of a document; where it cannot be read, why, and what to do. */
  async text(uri: Uri): Promise<string> {
    const key = uri.toString();
    this.#without.delete(key);
    const of = transcriptMeeting(uri);
    if (!of) return 'This address names no transcript.\n';
    try {
      if (this.#signedIn(of.account)) {
        const { meeting, recording, names } = await readCall(this.#services, of);
        if (whyNoTranscript(recording) !== undefined) this.#without.set(key, uri);
        return transcriptText(meeting, recording, { names });
      }
      this.#without.set(key, uri);
      return 'This transcript belongs to an Attio account that is not signed in here. Sign in to it to read it.\n';
    } catch (error) {
      this.#without.set(key, uri);
      return `The transcript could not be read. ${this.#services.redactor.redact(sentences(trouble(error, new Date())))}\n`;
    }
  }

  #signedIn(account: string | undefined): boolean {
    return this.#services.accounts.list.some(({ id }) => id === account);
  }
}

/** The transcripts that tabs show. */
const shown = (): Uri[] =>
  window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.flatMap(({ input }) =>
      input instanceof TabInputText && input.uri.scheme === TRANSCRIPT_SCHEME ? input.uri : [],
    ),
  );

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
