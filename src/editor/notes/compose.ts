/** From what was selected to a note's title and text. */
import { permalink } from '../../crm/permalink.js';
import { type Composed, composeNoteBody, type Piece } from '../../crm/selection.js';
import type { Gathered } from './gather.js';

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
