/** Editors that have yet to read what was put behind them. */
import type { TextDocument } from 'vscode';

/** A text that an editor may still show. */
interface Older {
  text: string;
  mtime: number;
  /** Brings back what was known of the document then. */
  back?: (() => void) | undefined;
}

/**
 * Editors without unsaved text follow their file, but not at once: VS Code reads it again a moment after it is told.
 * Until then they show an older text, which nobody has typed; and who types in that moment types into the older one.
 * `F`: a file, with its text and the time of that in milliseconds, which `typedIn` sets back.
 */
export class Behind<F extends { text: string; mtime: number }> {
  /** Oldest first. */
  readonly #texts = new Map<F, Older[]>();

  /** Another text was put in the place of this one. */
  add(file: F, older: Older): void {
    this.#texts.set(file, [...(this.#texts.get(file) ?? []), older]);
  }

  forget(file: F): void {
    this.#texts.delete(file);
  }

  /** Whether the editor shows an older text, and nothing that was typed. */
  shows(file: F, document: TextDocument): boolean {
    const text = document.getText();
    return !document.isDirty && text !== file.text && (this.#texts.get(file) ?? []).some((one) => one.text === text);
  }

  /**
   * To be told of every change of the editor's text. true: it was typed in before it had read the newer text. Then the
   * file is what the editor has seen of it, so that VS Code will save it, and the news are to be put in anew.
   */
  typedIn(file: F, document: TextDocument): boolean {
    const older = this.#texts.get(file);
    if (!older) return false;
    const text = document.getText();
    if (document.isDirty) {
      this.#texts.delete(file);
      const [first] = older as [Older];
      if (!first.back) return false;
      file.text = first.text;
      file.mtime = first.mtime;
      first.back();
      return true;
    }
    const at = older.findIndex((one) => one.text === text);
    if (text === file.text) this.#texts.delete(file);
    else if (at > 0) older.splice(0, at);
    return false;
  }
}
