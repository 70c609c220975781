/** Drag and drop of both trees. Thin: what it does loads with the first drag. */
import type { DataTransfer, TreeViewOptions } from 'vscode';
import type { Services } from '../services.js';

const mime = (id: string): string => `application/vnd.code.tree.${id}`;
const MIMES = [mime('attio.lists'), mime('attio.records')];

/** Several rows at once, and dragged between stages and from Records onto lists. */
export function cardDrag<N>(
  services: Services,
  id: 'attio.lists' | 'attio.records',
): Pick<TreeViewOptions<N>, 'canSelectMany' | 'dragAndDropController'> {
  const late = () => import('../late.js');
  return {
    canSelectMany: true,
    dragAndDropController: {
      dragMimeTypes: [mime(id)],
      dropMimeTypes: MIMES,
      handleDrag: async (rows: readonly N[], data: DataTransfer) => (await late()).dragCards(rows, data, mime(id)),
      handleDrop: async (row: N | undefined, data: DataTransfer) =>
        (await late()).dropCards(services, row, data, MIMES),
    },
  };
}
