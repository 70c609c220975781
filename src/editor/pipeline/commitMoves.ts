/**
 * "Commit Staged Moves…": all that wait, or some, in one approval, with a note on each record that says why.
 *
 * The notes do not leave through the outbox. They are of one piece with the moves: one approval, made in order, one Undo;
 * the outbox sends notes alone, later, and each by itself. What it gives a note, these have as well: what is sent is written
 * down first and looked for before anything is sent again (sentMoves.ts), and what is not made is kept, here as a staged move
 * (which remembers that its note is owed) and a message that comes back with the next try.
 */
import type { ApplyOutcome, Batch, SingleChange } from '../../changes/change.js';
import { carryOut } from '../changes/carryOut.js';
import { quoted } from '../changes/words.js';
import { beginning } from '../markdown.js';
import { canWriteNotes } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { compareMoves } from './compareMoves.js';
import { moveOf } from './moveCards.js';
import type { StagedMove } from './moves.js';
import { Commit, noteOn, settleSent } from './sentMoves.js';
import { countedMoves, lookAtMoves, type SeenMove, troubleOf } from './stagedLook.js';
import { MESSAGES, stagedMoves } from './stagedStore.js';

const SURFACE = 'moves.commit';
const OVERWRITE = 'Overwrite with Mine';
const COMPARE = 'Compare';
/** So many lines fit into a question. */
const MAX_LINES = 12;

/** `only`: those that are to be committed; without it, all that wait in the account in use. */
export async function commitMoves(services: Services, only?: readonly StagedMove[]): Promise<void> {
  const connection = await services.connections.current();
  const staged = stagedMoves(services);
  staged.refresh();
  const waiting = only ?? staged.list(connection.account.id);
  if (waiting.length === 0) return sayNone(services);
  const looked = await lookAtMoves(services, connection, waiting, SURFACE);
  const { waiting: seen, made } = await settleSent(services, connection, looked, SURFACE);
  if (made.length > 0) await forgetMessage(services, connection.account.id, made);
  if (seen.length === 0) return sayMade(services, made.length);
  const going = await settled(services, seen);
  if (!going || going.length === 0) return;
  const message = await askMessage(services, connection, going);
  if (message === undefined) return;
  await write(services, connection, seen, going, message.trim());
}

/** That nothing waits, and how moves come to wait. Resolves when it is closed. */
export async function sayNone({ ui }: Services): Promise<void> {
  await ui.info(
    'No move waits to be committed. With the setting “attio.pipeline.stageMoves” moves between stages are collected instead of written.',
  );
}

/** That an earlier commit, whose end was not known, has made all that waited. Resolves when it is closed. */
export async function sayMade({ ui }: Services, count: number): Promise<void> {
  const were = count === 1 ? 'The staged move was' : `All ${countedMoves(count)} were`;
  await ui.info(`${were} committed by an earlier try, as Attio shows: nothing waits, and nothing was written again.`);
}

/** What is to be made of those that were moved meanwhile, and of those that are gone. undefined: nothing is committed. */
async function settled(services: Services, seen: readonly SeenMove[]): Promise<SeenMove[] | undefined> {
  const { ui } = services;
  const fine = seen.filter(({ state }) => state === 'ready' || state === 'done');
  const conflicts = seen.filter(({ state }) => state === 'conflict');
  if (conflicts.length === 0) {
    if (fine.length > 0) return fine;
    await ui.info(
      `Nothing can be committed: ${seen.length === 1 ? 'the card is' : `all ${seen.length} cards are`} not in Attio any more where ${seen.length === 1 ? 'it was' : 'they were'}.`,
      { title: 'Discard', run: () => stagedMoves(services).drop(seen.map(({ move }) => move)) },
    );
    return undefined;
  }
  const one = conflicts.length === 1;
  const others = fine.length === 1 ? 'Commit the Other One' : `Commit the Other ${fine.length}`;
  const unstage = one ? 'Unstage It' : 'Unstage Them';
  const answer = await ui.confirm({
    message: `${one ? 'A card was' : `${conflicts.length} cards were`} moved since you staged ${one ? 'it' : 'them'}.`,
    detail: lines(
      conflicts.map(({ title, from, to, now }) => `${title}: you staged ${from} → ${to}; it is in ${now} now.`),
    ),
    verb: fine.length > 0 ? others : unstage,
    others: [OVERWRITE, COMPARE],
    destructive: true,
  });
  if (answer === OVERWRITE) return seen.filter(({ state }) => state !== 'gone');
  if (answer === others) return fine;
  if (answer === unstage) {
    await stagedMoves(services).drop(conflicts.map(({ move }) => move));
    ui.status(`Attio: ${countedMoves(conflicts.length)} unstaged`);
  }
  // A dialog would lie over what is to be read: the commit is begun anew after it.
  if (answer === COMPARE) await compareMoves(seen);
  return undefined;
}

const lines = (all: readonly string[]): string =>
  [...all.slice(0, MAX_LINES), ...(all.length > MAX_LINES ? [`… and ${all.length - MAX_LINES} more`] : [])].join('\n');

/** undefined: closed. What was typed so far is there again the next time. */
async function askMessage(services: Services, { account }: Connection, going: readonly SeenMove[]) {
  const count = going.length;
  const begun = going.map(({ move }) => move.sent?.message).find((one) => one);
  if (!canWriteNotes(account)) return '';
  const keep = (text: string) => void keepMessage(services, account.id, text);
  return services.ui.input({
    title: `Commit ${countedMoves(count)}`,
    prompt: `The message becomes a note on ${count === 1 ? 'the record' : 'each record'}. Leave it empty for no note.`,
    placeholder: 'Why they moved, as Markdown',
    value: messages(services)[account.id] ?? begun ?? '',
    ignoreFocusOut: true,
    validate: (text) => {
      keep(text);
      return undefined;
    },
  });
}

const messages = ({ context }: Services): Record<string, string> => context.globalState.get(MESSAGES, {});

/** The person's own text: it is kept until it is on Attio. */
async function keepMessage(services: Services, account: string, text: string): Promise<void> {
  const { [account]: _, ...rest } = messages(services);
  await services.context.globalState.update(MESSAGES, text === '' ? rest : { ...rest, [account]: text });
}

/** The words of a commit that was made are on Attio, once nothing waits for which they are to be written as well. */
async function forgetMessage(services: Services, account: string, made: readonly SeenMove[]): Promise<void> {
  if (
    stagedMoves(services)
      .list(account)
      .some(({ sent }) => sent)
  )
    return;
  const kept = messages(services)[account]?.trim();
  if (made.some(({ move }) => move.sent?.message === kept)) await keepMessage(services, account, '');
}

async function write(
  services: Services,
  connection: Connection,
  seen: readonly SeenMove[],
  going: readonly SeenMove[],
  message: string,
): Promise<void> {
  const { account } = connection;
  const { changes, owners } = await changesOf(going, message);
  const moves = going.map(({ move }) => move);
  // All of them are where they were to go, and there is nothing to say of it.
  if (changes.length === 0) {
    await stagedMoves(services).swap(moves.map((move) => [move, undefined]));
    await keepMessage(services, account.id, '');
    const are = going.length === 1 ? 'The card is' : `All ${going.length} cards are`;
    return void (await services.ui.info(`${are} there already: nothing had to be written.`));
  }
  const notes = message === '' ? '' : going.length === 1 ? ' with a note' : ' with a note on each record';
  const about = message === '' ? '' : `: ${quoted(beginning(message, 60))}`;
  const title = `Commit ${countedMoves(going.length)}${notes}${about}`;
  const batch: Batch = { kind: 'batch', title, changes };
  const commit = new Commit(services, account.id, moves, owners, message);
  const sent = moves.flatMap((move) => (move.sent ? [Date.parse(move.sent.at)] : []));
  const outcome = await carryOut(services, connection, batch, {
    surface: SURFACE,
    done: () => `Committed ${countedMoves(going.length)}${notes}.`,
    warnings: warnings(connection, seen, going),
    // A note whose answer was lost may be there by now.
    ...(moves.some((move) => move.owesNote || move.sent) && { mayBeDone: true }),
    ...(sent.length > 0 && { since: Math.min(...sent) }),
    partly: (conflicts) => ({
      told: `Nothing was committed: ${namesOf(conflicts.flatMap((one) => going[owners[one.change ?? -1] ?? -1] ?? []))} moved in Attio since.`,
      button: { title: 'Commit Again…', run: () => commitMoves(services) },
    }),
    agreed: commit.agreed,
    ended: commit.ended,
    notWanted: commit.notWanted,
    later: (now) => settle(now),
  });
  await settle(outcome);

  async function settle(now: ApplyOutcome): Promise<void> {
    const applied = now.status === 'applied' || now.status === 'failed' ? now.applied : undefined;
    // Undo of what was made comes back here, too: of what was not made it says nothing.
    if (applied && (applied.change.kind !== 'batch' || applied.change.title !== title)) return;
    await commit.settle(now);
    if (now.status === 'applied' && messages(services)[account.id]?.trim() === message)
      await keepMessage(services, account.id, '');
  }
}

/** `“Acme” was`, `“Acme” and 2 more were`. */
function namesOf(cards: readonly SeenMove[]): string {
  const [first, ...more] = [...new Set(cards)];
  const name = first ? quoted(oneLine(first.title, 60)) : 'a card';
  return more.length === 0 ? `${name} was` : `${name} and ${more.length} more were`;
}

/** Each move before its note, so that no note tells of what has not happened. `owners`: of which of `going` each change is. */
async function changesOf(going: readonly SeenMove[], message: string) {
  const changes: SingleChange[] = [];
  const owners: number[] = [];
  for (const [index, { move, card, pipeline, state, to }] of going.entries()) {
    if (!card || !pipeline) continue;
    if (state !== 'done') {
      // Those that are to be overwritten: what they have now was shown.
      changes.push(moveOf(pipeline, card, move.to, state === 'conflict' ? card.base : move.base));
      owners.push(index);
    }
    if (message === '') continue;
    changes.push(await noteOn(card, to, message));
    owners.push(index);
  }
  return { changes, owners };
}

function warnings({ account }: Connection, seen: readonly SeenMove[], going: readonly SeenMove[]): string[] {
  const gone = seen.filter(({ state }) => state === 'gone').length;
  const done = going.filter(({ state, move }) => state === 'done' && !move.owesNote);
  const over = going.filter(({ state }) => state === 'conflict');
  const left = gone === 1 ? '1 card is gone and is' : `${gone} cards are gone and are`;
  return [
    ...(canWriteNotes(account) ? [] : ['The key may not write notes: there is no message on the records.']),
    ...(gone > 0 ? [`${left} left out: “Review Staged Moves…” can drop what is gone.`] : []),
    ...over.map((one) => `${one.title}: ${troubleOf(one)}.`),
    ...done.map((one) => `${one.title}: ${troubleOf(one)}.`),
  ];
}
