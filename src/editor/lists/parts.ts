/** Small parts of the Lists view. */
import { AttioError } from '../../attio/errors.js';
import type { AttioList } from '../../attio/types.js';
import type { ReadOptions } from '../../crm/types.js';
import { isCancel } from '../command.js';
import type { StagedMove } from '../pipeline/moves.js';
import type { Connection } from '../services.js';
import { cardsIn, tallyIn } from '../stages/present.js';
import { type Tally, tallyOf } from '../stages/tally.js';
import { wayText } from '../stages/title.js';
import { saysLine } from '../tree/lines.js';
import type { LineNode } from '../tree/nodes.js';
import {
  type EntryNode,
  LISTS_VIEW,
  type ListNode,
  type ListStage,
  type ListsParent,
  type MoveNode,
  type MovesNode,
} from './nodes.js';

/** Below a list that is grouped stand its stages, below another its entries. */
export const isStage = (node: ListStage | EntryNode): node is ListStage => node.kind === 'stage';

/** Of a grouped list: its stages. */
export const stagesIn = ({ branch }: Pick<ListNode, 'branch'>): ListStage[] => branch.nodes.filter(isStage);

/** The entries that were read, wherever they stand. */
export function entriesIn({ branch }: Pick<ListNode, 'branch'>): EntryNode[] {
  return branch.nodes.flatMap((node) => (isStage(node) ? [...node.branch.nodes] : [node]));
}

/** How much is in the whole list; undefined: not all of it was counted or opened. */
export function tallyOfList(node: ListNode): Tally | undefined {
  const { branch, pipeline } = node;
  if (!branch.touched || !branch.settled || branch.failure?.of === 'list') return undefined;
  if (pipeline?.ref.attribute === '') return tallyOf(cardsIn(entriesIn(node)), !branch.hasMore);
  const tallies = stagesIn(node).map(tallyIn);
  if (tallies.length === 0 || tallies.some((one) => !one?.whole)) return undefined;
  const all = tallies.map((one) => one!);
  const money = all.flatMap(({ sums }) => sums.map((sum) => ({ money: sum })));
  return { ...tallyOf(money, true), count: all.reduce((sum, { count }) => sum + count, 0) };
}

/** A row with nothing below it, with the way on. */
export function nobodyIn(parent: ListNode | ListStage, mayAdd: boolean): LineNode<ListsParent>[] {
  const place = { parent, path: parent.id, view: LISTS_VIEW } as const;
  const label = parent.kind === 'list' ? 'Nothing is in this list yet' : 'Nothing is in this stage';
  const lines = [saysLine<ListsParent>(place, 'nobody', 'dash', label)];
  if (!mayAdd || (parent.kind === 'stage' && parent.stage.archived)) return lines;
  const title = 'Add Records…';
  const add: LineNode<ListsParent> = {
    kind: 'line',
    role: 'retry',
    id: `${parent.id}/add`,
    parent,
    view: LISTS_VIEW,
    icon: 'add',
    label: title,
    command: { command: 'attio.addRecordsToList', title, withNode: true },
  };
  return [...lines, add];
}

/** The whole list as its own and only stage: for one that is not grouped. */
export const ungrouped = (list: AttioList) => ({
  of: { target: 'lists' as const, list: list.api_slug },
  attribute: '',
});

/** `gone` where Attio has no such thing; `unread` where it could not be asked. Rejects only when it is let go of. */
async function orWhy<T>(asked: Promise<T | undefined>): Promise<T | 'gone' | 'unread'> {
  try {
    return (await asked) ?? 'gone';
  } catch (error) {
    if (isCancel(error)) throw error;
    return AttioError.is(error, 'not-found') ? 'gone' : 'unread';
  }
}

/**
 * The rows of moves that wait, with names and where each card stands by now, as far as that is known; those of records that
 * are gone, and what could not be read, say so. Rejects when it is let go of.
 */
export async function moveRows(
  { account, catalog }: Connection,
  parent: MovesNode,
  moves: readonly StagedMove[],
  read: ReadOptions,
): Promise<MoveNode[]> {
  const goesOf = async (move: StagedMove): Promise<string> => {
    const { object, recordId, of, attribute, card: id, entryId } = move;
    const pipeline = await orWhy(catalog.pipeline({ of, attribute }, read));
    if (pipeline === 'gone') return 'where it goes is not in Attio any more';
    if (pipeline === 'unread') return 'where it goes was not read';
    const entry = of.target === 'lists' && entryId !== undefined ? { list: of.list, entryId } : undefined;
    const card = await orWhy(
      catalog.knownCard(pipeline, { id, ref: { object, recordId }, ...(entry && { entry }) }, read),
    );
    if (card === 'gone' && entry) return `not in ${pipeline.name} any more`;
    return wayText(pipeline, typeof card === 'string' ? undefined : card, move);
  };
  return Promise.all(
    moves.map(async (move): Promise<MoveNode> => {
      const { object, recordId, attribute } = move;
      const [summary, goes] = await Promise.all([
        orWhy(catalog.summary({ object, recordId }, { ...read, names: 'known' })),
        goesOf(move),
      ]);
      const untold = summary === 'gone' ? 'A record that is not in Attio any more' : 'A record that was not read';
      return {
        kind: 'move',
        id: `${parent.id}/${attribute}/${move.card}`,
        parent,
        account: account.id,
        ref: { object, recordId, account: account.id },
        move,
        title: typeof summary === 'string' ? untold : summary.title,
        goes,
      };
    }),
  );
}
