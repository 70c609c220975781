/** From what was selected to a note's title and text. */
import { permalink } from '../../crm/permalink.js';
import { type Composed, composeNoteBody, type Piece } from '../../crm/selection.js';
import type { Gathered } from './gather.js';

/**
 * Each piece keeps its file (`Untitled` without one), its lines and, where git knows it, a permalink, with a remark
 * where what is committed or pushed may differ. Both title and body are proposals.
 */
export function composed({ pieces, whole, document, file, git, modified }: Gathered): Composed {
  const remarks = [...(modified ? ['uncommitted changes'] : []), ...(git?.unpushed ? ['not pushed yet'] : [])];
  return composeNoteBody({
    wholeDocument: whole,
    pieces: pieces.map(({ text, startLine, endLine }): Piece => {
      const link = git && permalink({ ...git, startLine, endLine });
      return {
        text,
        startLine,
        endLine,
        languageId: document.languageId,
        fileName: file ?? 'Untitled',
        ...(link && { permalink: link, ...(remarks.length > 0 && { remark: remarks.join(', ') }) }),
      };
    }),
  });
}
