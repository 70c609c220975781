/** The open boards. */
import type { Services } from '../services.js';
import { WebviewPages } from '../webview/pages.js';
import { chooseBoard } from './choose.js';
import { type BoardState, boardState } from './messages.js';
import { BOARD_VIEW_TYPE } from './names.js';
import { BoardPage } from './page.js';

/**
 * One for each pipeline of an account, reused when it is opened again, brought back after a reload. `boardPages` makes
 * the only instance.
 */
export class BoardPages extends WebviewPages<BoardState, BoardPage> {
  constructor(services: Services) {
    super(services, {
      viewType: BOARD_VIEW_TYPE,
      title: 'Attio Pipeline',
      state: boardState,
      key: ({ account, target, of, attribute }) => [account, target, of, attribute].join('/'),
      make: (...all) => new BoardPage(...all),
    });
  }

  /** Opens the pipeline an argument names, or asks for one. Resolves when it was read; undefined: nobody chose one. */
  async open(argument: unknown): Promise<BoardPage | undefined> {
    const state = await chooseBoard(this.services, argument);
    if (!state) return undefined;
    const page = this.find(state);
    if (page) {
      page.reveal();
      return page;
    }
    const made = this.create(state);
    await made.load();
    return made;
  }
}

let pages: BoardPages | undefined;

/** The boards of this window. */
export function boardPages(services: Services): BoardPages {
  if (!pages) {
    pages = new BoardPages(services);
    services.context.subscriptions.push(pages);
  }
  return pages;
}
