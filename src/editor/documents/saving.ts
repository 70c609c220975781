/** What a save of a document was for. */
import {
  commands,
  type Disposable,
  TextDocumentSaveReason as Reason,
  type TextDocument,
  type Uri,
  workspace,
} from 'vscode';
import type { OurDocuments } from './ours.js';

/**
 * Tells saves by hand, which lead to a question, from those that VS Code or we ourselves do. Knows documents by the
 * authority of their address, whatever the name in it.
 */
export class Saving implements Disposable {
  /** Documents that were saved by hand, until it is asked what to do with that: VS Code gives up a save for a newer one. */
  readonly #byHand = new Set<string>();
  /** Documents that are being saved by us. */
  readonly #settling = new Set<string>();
  readonly #listeners: Disposable[];

  /** `asked`: a document was saved by hand. */
  constructor(
    private readonly ours: OurDocuments,
    private readonly asked: (document: TextDocument) => void,
  ) {
    this.#listeners = [
      workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (ours.isOurs(document) && reason === Reason.Manual) this.#savedByHand(document);
      }),
      workspace.onDidSaveTextDocument((document) => this.#saved(document)),
    ];
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
  }

  /** Saves a document without sending it. */
  async settle(document: TextDocument): Promise<void> {
    const { authority } = document.uri;
    this.#settling.add(authority);
    try {
      await document.save();
    } finally {
      this.#settling.delete(authority);
      // Who pressed Save meanwhile is waiting for the question.
      if (this.#byHand.delete(authority)) this.asked(document);
    }
  }

  /** Saves as Ctrl+S does. VS Code joins it, without a word, to an auto-save of the same text that is under way. */
  async save(document: TextDocument): Promise<void> {
    this.#byHand.add(document.uri.authority);
    await commands.executeCommand('workbench.action.files.save');
    // Nothing left to save means that the other save is over, and that it was too early to see this one.
    if (!document.isDirty) this.#saved(document);
  }

  /** The editor was closed: nobody waits for a question any more. */
  forget({ authority }: Uri): void {
    this.#byHand.delete(authority);
  }

  /** The next save of this document, whatever it is for, leads to the question. */
  #savedByHand({ uri }: TextDocument): void {
    if (!this.#settling.has(uri.authority)) this.#byHand.add(uri.authority);
  }

  #saved(document: TextDocument): void {
    if (!this.ours.isOurs(document)) return;
    const { authority } = document.uri;
    // Auto-save keeps the text here. Only who saves by hand is asked whether it is to be sent.
    if (this.#settling.has(authority) || !this.#byHand.delete(authority)) return;
    this.asked(document);
  }
}
