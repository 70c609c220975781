/** Pauses in typing. */
import { type Disposable, type TextDocument, type Uri, window, workspace } from 'vscode';
import type { OurDocuments } from './ours.js';

const PAUSE_MS = 250;
const LONGEST_MS = 1000;

/**
 * Tells of each document once nobody has typed in it for `PAUSE_MS`, at the latest `LONGEST_MS` after typing began.
 * Disposed of, it tells nothing more.
 */
export class Typing implements Disposable {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** When typing began that nothing has been done about yet. */
  readonly #since = new Map<string, number>();
  readonly #listeners: Disposable[];

  /** `paused`: what is done then, or at once when the window loses the focus. */
  constructor(
    ours: OurDocuments,
    private readonly paused: (document: TextDocument) => void,
  ) {
    this.#listeners = [
      workspace.onDidChangeTextDocument(({ document }) => {
        if (ours.isOurs(document)) this.#soon(document);
      }),
      window.onDidChangeWindowState(({ focused }) => {
        if (!focused) for (const document of ours.all()) this.#atOnce(document);
      }),
    ];
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  /** Whether something was typed that nothing has been done about yet. */
  waits({ authority }: Uri): boolean {
    return this.#timers.has(authority);
  }

  #soon(document: TextDocument): void {
    const key = document.uri.authority;
    const since = this.#since.get(key) ?? Date.now();
    this.#since.set(key, since);
    clearTimeout(this.#timers.get(key));
    // Who types without a pause is kept now and then all the same.
    const wait = Math.min(PAUSE_MS, Math.max(0, since + LONGEST_MS - Date.now()));
    this.#timers.set(
      key,
      setTimeout(() => this.#atOnce(document), wait),
    );
  }

  #atOnce(document: TextDocument): void {
    const key = document.uri.authority;
    if (!this.#timers.has(key)) return;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#since.delete(key);
    this.paused(document);
  }
}
