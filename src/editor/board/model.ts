/** What a board shows beside its cards, as data. */
import type { Pipeline } from '../../crm/pipeline/types.js';
import type { WebviewModel } from '../webview/model.js';
import type { BoardState } from './messages.js';

/** So many cards are read; a board of more is not looked at, it is searched. */
export const MAX_CARDS = 5000;

export interface BoardModel extends WebviewModel<BoardState> {
  pipeline?: Pipeline;
  /** So many cards are here. */
  count: number;
  /** The rest is still being read. */
  reading: boolean;
  /** `MAX_CARDS` are here, and Attio may have more. */
  capped: boolean;
  /** Cards can be moved. */
  canMove: boolean;
  /** Records can be put in. */
  canAdd: boolean;
  /** So many moves of the account wait to be committed; `here`: of this pipeline. */
  staged: { all: number; here: number };
}
