/**
 * "Commit Staged Moves…": all that wait, or some, in one approval, with a note on each record that says why.
 *
 * The notes do not leave through the outbox. They are of one piece with the moves: one approval, made in order, one Undo;
 * the outbox sends notes alone, later, and each by itself. What it gives a note, a batch gives these: a lost answer is looked
 * for before anything is sent again, and what is not made is kept, here as a staged move (which remembers that its note is
 * owed) and a message that comes back with the next try.
 */
import type { ApplyOutcome, Batch, SingleChange } from '../../changes/change.js';
import { carryOut } from '../changes/carryOut.js';
import { quoted } from '../changes/words.js';
import { beginning } from '../markdown.js';
import { canWriteNotes } from '../records/resolve.js';
import type { Connection, Services } from '../services.js';
import { moveOf } from './moveCards.js';
import type { StagedMove } from './moves.js';
import { countedMoves, lookAtMoves, type SeenMove, troubleOf } from './stagedLook.js';
import { MESSAGES, stagedMoves } from './stagedStore.js';

const SURFACE = 'moves.commit';
const OVERWRITE = 'Overwrite with Mine';
/** So many lines fit into a question. */
const MAX_LINES = 12;

/** `only`: those that are to be committed; without it, all that wait in the account in use. */
export async function commitMoves(services: Services, only?: readonly StagedMove[]): Promise<void> {
  const connection = await services.connections.current();
  const waiting = only ?? stagedMoves(services).list(connection.account.id);
  if (waiting.length === 0) return sayNone(services);
  const seen = await lookAtMoves(services, connection, waiting, SURFACE);
  const going = await settled(services, seen);
  if (!going || going.length === 0) return;
  const message = await askMessage(services, connection, going.length);
  if (message === undefined) return;
  await write(services, connection, seen, going, message.trim());
}

/** That nothing waits, and how moves come to wait. Resolves when it is closed. */
export async function sayNone({ ui }: Services): Promise<void> {
  await ui.info(
    'No move waits to be committed. With the setting “attio.pipeline.stageMoves” moves between stages are collected instead of written.',
  );
}

/** What is to be made of those that someone else moved, and of those that are gone. undefined: nothing is committed. */
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
  const others = fine.length === 1 ? 'Commit the Other One' : `Commit the Other ${fine.length}`;
  const answer = await ui.confirm({
    message: `Someone else moved ${conflicts.length === 1 ? 'a card' : `${conflicts.length} cards`} meanwhile.`,
    detail: lines(
      conflicts.map(({ title, from, to, now }) => `${title}: you staged ${from} → ${to}; it is in ${now} now.`),
    ),
    verb: fine.length > 0 ? others : OVERWRITE,
    ...(fine.length > 0 && { others: [OVERWRITE] }),
    destructive: true,
  });
  if (answer === undefined) return undefined;
  return answer === OVERWRITE ? seen.filter(({ state }) => state !== 'gone') : fine;
}

const lines = (all: readonly string[]): string =>
  [...all.slice(0, MAX_LINES), ...(all.length > MAX_LINES ? [`… and ${all.length - MAX_LINES} more`] : [])].join('\n');

/** undefined: closed. What was typed so far is there again the next time. */
async function askMessage(services: Services, { account }: Connection, count: number): Promise<string | undefined> {
  if (!canWriteNotes(account)) return '';
  const keep = (text: string) => void keepMessage(services, account.id, text);
  return services.ui.input({
    title: `Commit ${countedMoves(count)}`,
    prompt: `The message becomes a note on ${count === 1 ? 'the record' : 'each record'}. Leave it empty for no note.`,
    placeholder: 'Why they moved, as Markdown',
    value: messages(services)[account.id] ?? '',
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

async function write(
  services: Services,
  connection: Connection,
  seen: readonly SeenMove[],
  going: readonly SeenMove[],
  message: string,
): Promise<void> {
  const { account } = connection;
  const { changes, owners } = await changesOf(going, message);
  const settle = async (made: number, whole: boolean) => {
    await settleMade(services, going, owners, made);
    if (whole) await keepMessage(services, account.id, '');
  };
  // All of them are where they were to go, and there is nothing to say of it.
  if (changes.length === 0) {
    await settle(0, true);
    const are = going.length === 1 ? 'The card is' : `All ${going.length} cards are`;
    return void (await services.ui.info(`${are} there already: nothing had to be written.`));
  }
  const notes = message === '' ? '' : going.length === 1 ? ' with a note' : ' with a note on each record';
  const about = message === '' ? '' : `: ${quoted(beginning(message, 60))}`;
  const title = `Commit ${countedMoves(going.length)}${notes}${about}`;
  const batch: Batch = { kind: 'batch', title, changes };
  const outcome = await carryOut(services, connection, batch, {
    surface: SURFACE,
    done: () => `Committed ${countedMoves(going.length)}${notes}.`,
    warnings: warnings(connection, seen, going),
    // A note whose answer was lost may be there by now.
    ...(going.some(({ move }) => move.owesNote) && { mayBeDone: true }),
    later: (now) => settleOutcome(now),
  });
  await settleOutcome(outcome);

  async function settleOutcome(now: ApplyOutcome): Promise<void> {
    const applied = now.status === 'applied' || now.status === 'failed' ? now.applied : undefined;
    // Undo of what was made comes back here, too: of what was not made it says nothing.
    if (applied?.change.kind !== 'batch' || applied.change.title !== title) return;
    if (now.status === 'applied') await settle(changes.length, true);
    else await settle(applied.parts?.length ?? 0, false);
  }
}

/** Each move before its note, so that no note tells of what has not happened. */
async function changesOf(going: readonly SeenMove[], message: string) {
  const changes: SingleChange[] = [];
  const owners: { seen: SeenMove; last: boolean }[] = [];
  const content = message === '' ? '' : (await (await import('../../crm/markdown/rewrite.js')).forAttio(message)).text;
  for (const seen of going) {
    const { move, card, pipeline, state, to } = seen;
    if (!card || !pipeline) continue;
    if (state !== 'done') {
      // Those that are to be overwritten: what they have now was shown.
      changes.push(moveOf(pipeline, card, move.to, state === 'conflict' ? card.base : move.base));
      owners.push({ seen, last: content === '' });
    }
    if (content === '') continue;
    const { object, recordId } = card.ref;
    const note = { title: `Moved to ${to}`, format: 'markdown' as const, content };
    changes.push({ kind: 'note.create', parentObject: object, parentRecordId: recordId, ...note });
    owners.push({ seen, last: true });
  }
  return { changes, owners };
}

/** `made`: so many changes, from the first on. What is made whole waits no longer; of what is half made only its note does. */
async function settleMade(
  services: Services,
  going: readonly SeenMove[],
  owners: readonly { seen: SeenMove; last: boolean }[],
  made: number,
): Promise<void> {
  const staged = stagedMoves(services);
  const open = new Set(owners.slice(made).map(({ seen }) => seen));
  const begun = new Set(owners.slice(0, made).map(({ seen }) => seen));
  const waiting = ({ move }: SeenMove): StagedMove[] => {
    const now = staged.of(move.account, move.card, move.attribute);
    // Another window may have given it another target while this was written.
    return now && now.to === move.to ? [now] : [];
  };
  await staged.drop(going.filter((one) => !open.has(one)).flatMap(waiting));
  const half = going.filter((one) => open.has(one) && begun.has(one)).flatMap(waiting);
  await staged.put(half.map((move) => ({ ...move, owesNote: true })));
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
