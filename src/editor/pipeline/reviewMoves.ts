/** "Review", "Discard" and "Unstage": what waits to be committed, looked at and taken out again. */

import { ago } from '../changes/words.js';
import type { Connection, Services } from '../services.js';
import type { PickItem } from '../ui.js';
import { commitMoves, sayMade, sayNone } from './commitMoves.js';
import { compareMoves, grouped } from './compareMoves.js';
import type { StagedMove } from './moves.js';
import { settleSent } from './sentMoves.js';
import { countedMoves, lookAtMoves, type SeenMove, troubleOf, wayOf } from './stagedLook.js';
import { stagedMoves } from './stagedStore.js';

const SURFACE = 'moves.review';
const MAX_LINES = 12;

/** What waits in the account in use, as Attio has it now; undefined: nothing does, which is said. */
async function waiting(services: Services): Promise<{ connection: Connection; seen: SeenMove[] } | undefined> {
  const connection = await services.connections.current();
  const staged = stagedMoves(services);
  staged.refresh();
  const moves = staged.list(connection.account.id);
  if (moves.length === 0) return void (await sayNone(services));
  const looked = await lookAtMoves(services, connection, moves, SURFACE);
  // Of a commit that the window did not outlive.
  const { waiting, made } = await settleSent(services, connection, looked, SURFACE);
  if (waiting.length === 0) return void (await sayMade(services, made.length));
  return { connection, seen: waiting };
}

function itemOf(seen: SeenMove, picked: boolean): PickItem<SeenMove> {
  const { move, title, state, pipeline } = seen;
  const trouble = troubleOf(seen);
  const staged = `staged ${ago(Date.parse(move.at), Date.now())}`;
  const icon = state === 'conflict' || state === 'gone' ? 'warning' : 'arrow-right';
  return {
    label: title,
    icon,
    description: [wayOf(seen), staged].join(' · '),
    ...(trouble && { detail: trouble }),
    ...(pipeline && { group: pipeline.name }),
    picked,
    value: seen,
  };
}

/** Lists what waits; unticks what is not to go along, and then commits, drops or shows it as a comparison. */
export async function reviewMoves(services: Services): Promise<void> {
  const found = await waiting(services);
  if (!found) return;
  const { ui } = services;
  const { connection, seen } = found;
  const able = ({ state }: SeenMove) => state === 'ready' || state === 'done';
  const ticked = await ui.pickMany(
    grouped(seen).map((one) => itemOf(one, able(one))),
    {
      title: `Staged Moves in ${connection.account.name}`,
      placeholder: 'Untick what is not to be committed now, then press Enter',
      matchOnDescription: true,
      ignoreFocusOut: true,
    },
  );
  if (!ticked) return;
  const left = seen.filter((one) => !ticked.includes(one));
  const next = await ui.pick(actions(ticked.length, left.length), {
    title: `Staged Moves in ${connection.account.name}`,
    placeholder: `${countedMoves(ticked.length)} ticked, ${left.length} not`,
    ignoreFocusOut: true,
  });
  const movesOf = (all: readonly SeenMove[]) => all.map(({ move }) => move);
  if (next === 'commit') await commitMoves(services, movesOf(ticked));
  if (next === 'show') await compareMoves(seen);
  if (next === 'drop') await drop(services, movesOf(left));
}

function actions(ticked: number, left: number): PickItem<'commit' | 'drop' | 'show'>[] {
  return [
    ...(ticked > 0
      ? [
          {
            label: `Commit ${countedMoves(ticked)}…`,
            icon: 'check',
            description: 'with a message',
            value: 'commit' as const,
          },
        ]
      : []),
    ...(left > 0
      ? [
          {
            label: `Unstage ${countedMoves(left)}`,
            icon: 'remove',
            description: 'those without a tick; nothing changes in Attio',
            value: 'drop' as const,
          },
        ]
      : []),
    { label: 'Compare Before and After', icon: 'diff', description: 'all staged moves side by side', value: 'show' },
  ];
}

async function drop(services: Services, moves: readonly StagedMove[]): Promise<void> {
  await stagedMoves(services).drop(moves);
  services.ui.status(`Attio: ${countedMoves(moves.length)} unstaged`);
}

/** Takes out all that wait in the account in use, once the person agrees. */
export async function discardMoves(services: Services): Promise<void> {
  const found = await waiting(services);
  if (!found) return;
  const { seen } = found;
  const told = seen.slice(0, MAX_LINES).map((one) => `${one.title}: ${wayOf(one)}`);
  const rest = seen.length - told.length;
  const answer = await services.ui.confirm({
    message: `Discard ${seen.length === 1 ? 'the staged move' : `all ${countedMoves(seen.length)} that are staged`}?`,
    detail: [...told, ...(rest > 0 ? [`… and ${rest} more`] : []), '', 'Nothing changes in Attio.'].join('\n'),
    verb: seen.length === 1 ? 'Discard Move' : 'Discard Moves',
    destructive: true,
  });
  if (answer === undefined) return;
  await drop(
    services,
    seen.map(({ move }) => move),
  );
}

/** The move that a row of a tree is, or that waits for its card. */
function moveOfNode(services: Services, node: unknown): StagedMove[] {
  if (typeof node !== 'object' || node === null) return [];
  const { move, card, account, pipeline } = node as {
    move?: StagedMove;
    card?: { id?: unknown };
    account?: unknown;
    pipeline?: { ref?: { attribute?: string } };
  };
  const staged = stagedMoves(services);
  if (move && typeof move === 'object') return [staged.of(move.account, move.card, move.attribute) ?? []].flat();
  if (typeof account !== 'string' || typeof card?.id !== 'string') return [];
  return [staged.of(account, card.id, pipeline?.ref?.attribute) ?? []].flat();
}

/** `argument`: a row of a tree, `more`: those that are selected with it; without them it is asked which. */
export async function dropMove(services: Services, argument?: unknown, more?: unknown): Promise<void> {
  const nodes = Array.isArray(more) && more.length > 0 ? more : argument === undefined ? [] : [argument];
  if (nodes.length > 0) {
    const moves = nodes.flatMap((node) => moveOfNode(services, node));
    if (moves.length === 0) return services.ui.status('Attio: no move waits here');
    return drop(services, moves);
  }
  const found = await waiting(services);
  if (!found) return;
  const picked = await services.ui.pickMany(
    grouped(found.seen).map((one) => itemOf(one, false)),
    {
      title: 'Unstage Moves',
      placeholder: 'Tick what is not to be committed; nothing changes in Attio',
      matchOnDescription: true,
    },
  );
  if (!picked || picked.length === 0) return;
  await drop(
    services,
    picked.map(({ move }) => move),
  );
}
