/** Where in a repository, or in a file, a line stands: what its task says on a line of its own. */
import { type TextDocument, workspace } from 'vscode';
import { permalink } from '../../crm/permalink.js';
import { findAgain } from '../../crm/todo/linkBack.js';
import { fileName } from '../notes/gather.js';
import { gitPlace, pushedText } from '../notes/git.js';

/** Longer than any address that is of use; Attio takes 2000 characters for all of a task. */
const MAX_PLACE = 600;

/**
 * Of each line (from 0): its address in the web where it is on the remote as it is here, else file and line as people name
 * them; undefined for what is not saved anywhere. Never rejects.
 */
export async function placesOf(
  document: TextDocument,
  lines: readonly { line: number; text: string }[],
): Promise<(string | undefined)[]> {
  const { scheme } = document.uri;
  const cell =
    scheme === 'vscode-notebook-cell'
      ? workspace.notebookDocuments.flatMap((one) => one.getCells()).find((one) => one.document === document)
      : undefined;
  if (cell) {
    const name = cell.notebook.isUntitled ? undefined : fileName(cell.notebook);
    return lines.map(({ line }) => name && `${name} cell ${cell.index + 1}:${line + 1}`);
  }
  const name = fileName(document);
  if (name === undefined) return lines.map(() => undefined);
  const git = await gitPlace(document.uri);
  const pushed = git && !git.unpushed ? await pushedText(document.uri) : undefined;
  const there = pushed?.split(/\r\n|[\r\n]/) ?? [];
  const found = findAgain(there.length, (at) => there[at]!, lines);
  return lines.map(({ line }, index) => {
    const at = found[index];
    const startLine = (at ?? line) + 1;
    const address = git && at !== undefined ? permalink({ ...git, startLine, endLine: startLine }) : undefined;
    return address !== undefined && address.length <= MAX_PLACE ? address : `${name.slice(-MAX_PLACE)}:${line + 1}`;
  });
}
