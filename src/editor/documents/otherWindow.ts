/** Two windows that have begun to change the same record: neither text is given up without a word. */
import { commands } from 'vscode';
import { put } from '../changes/documents.js';
import { beginning } from '../markdown.js';
import type { RecordFile } from './file.js';
import type { RecordDocuments } from './room.js';
import type { StoredEdit } from './store.js';

export class OtherWindow {
  /** Of which it has been said. */
  readonly #said = new Set<RecordFile>();

  constructor(private readonly room: RecordDocuments) {}

  /** Puts an edit on disk, unless another window's is there: that is said once, and it stays. */
  async save(file: RecordFile, edit: StoredEdit): Promise<void> {
    if (await this.room.store.save(edit)) this.#said.delete(file);
    else if (!this.#said.has(file)) {
      this.#said.add(file);
      this.#tell(file);
    }
  }

  #tell(file: RecordFile): void {
    const title = beginning(file.ground.title, 60);
    void this.room.services.ui.warn(
      `${title} is being edited in another window, too, and what was typed there is not in Attio yet. That text is kept; yours stays in this editor only, until you send it.`,
      { title: 'Compare', run: () => this.#compare(file, title) },
      { title: 'Keep Mine Instead', run: () => this.#takeOver(file) },
    );
  }

  async #compare(file: RecordFile, title: string): Promise<void> {
    const other = await this.room.store.others(file.target);
    const document = this.room.documentOf(file);
    if (other === undefined || document === undefined)
      return void (await this.room.services.ui.info('The other window has nothing any more that is not in Attio.'));
    const left = put(`${title}, in the other window`, other.text, 'yaml');
    await commands.executeCommand('vscode.diff', left, document.uri, `${title} (the other window ↔ this one)`);
  }

  async #takeOver(file: RecordFile): Promise<void> {
    const edit = file.toStore(this.room.textOf(file));
    if (edit) await this.room.store.save(edit, { over: true });
    this.#said.delete(file);
  }
}
