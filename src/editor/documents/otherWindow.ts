/** Two windows that have begun to change the same. */
import { commands, type TextDocument } from 'vscode';
import { put } from '../changes/documents.js';
import { beginning } from '../markdown.js';
import type { Services } from '../services.js';
import type { EditFile } from './editFile.js';
import type { StoredText, TextStore } from './textStore.js';

/** What is needed of the room. */
interface Room<F, E extends StoredText> {
  readonly services: Services;
  readonly store: TextStore<E>;
  documentOf(file: F): TextDocument | undefined;
  textOf(file: F): string;
}

/**
 * Neither text is given up without a word: what the other window typed stays on disk, and this one is told once, with
 * ways to compare and to put its own there. `F`: one open document; `E`: what is kept of it.
 */
export class OtherWindow<F extends EditFile<E>, E extends StoredText> {
  /** Of which it has been said. */
  readonly #said = new Set<F>();

  /** `extension`: how a text is coloured. */
  constructor(
    private readonly room: Room<F, E>,
    private readonly extension: string,
  ) {}

  /** Puts an edit on disk, unless another window's is there: that is said once, and it stays. */
  async save(file: F, edit: E): Promise<void> {
    if (await this.room.store.save(edit)) this.#said.delete(file);
    else if (!this.#said.has(file)) {
      this.#said.add(file);
      this.#tell(file);
    }
  }

  #tell(file: F): void {
    const title = beginning(file.title, 60);
    void this.room.services.ui.warn(
      `${title} is being edited in another window, too, and what was typed there is not in Attio yet. That text is kept; yours stays in this editor only, until you send it.`,
      { title: 'Compare', run: () => this.#compare(file, title) },
      { title: 'Keep Mine Instead', run: () => this.#takeOver(file) },
    );
  }

  async #compare(file: F, title: string): Promise<void> {
    const other = await this.room.store.others(file.target);
    const document = this.room.documentOf(file);
    if (other === undefined || document === undefined)
      return void (await this.room.services.ui.info('The other window has nothing any more that is not in Attio.'));
    const left = put(`${title}, in the other window`, other.text, this.extension);
    await commands.executeCommand('vscode.diff', left, document.uri, `${title} (the other window ↔ this one)`);
  }

  async #takeOver(file: F): Promise<void> {
    const edit = file.toStore(this.room.textOf(file));
    if (edit) await this.room.store.save(edit, { over: true });
    this.#said.delete(file);
  }
}
