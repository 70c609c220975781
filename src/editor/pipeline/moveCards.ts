/** Moving cards between stages: the one way for trees, board and command. */
import { workspace } from 'vscode';
import type { Json } from '../../attio/writes.js';
import type { Change, Conflict, SingleChange } from '../../changes/change.js';
import type { Card, Pipeline, Stage } from '../../crm/pipeline/types.js';
import { carryOut } from '../changes/carryOut.js';
import { quoted } from '../changes/words.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { stageTitle } from '../stages/title.js';
import type { MoveOutcome, PipelineCard, StagedMove } from './moves.js';
import { stagedMoves } from './stagedStore.js';

export { stagedMoves };

/** A batch is agreed to as a whole, and shape.ts takes no more. */
const MAX_MOVES = 2000;
/** So many cards are named in a message. */
const MAX_NAMED = 3;

/**
 * Moves cards to a stage (`null`: takes the value away): asks as `attio.confirmWrites` says, several at once in one
 * approval; or stages them, with `attio.pipeline.stageMoves`. Cards that are there already are left out. All are of one
 * pipeline. Says what came of it, with Undo. Rejects with AttioError where the attribute cannot be read, and with a
 * sentence where the stage takes no cards.
 */
export async function moveCards(
  services: Services,
  cards: readonly PipelineCard[],
  to: Stage['id'],
  options: { surface: string },
): Promise<MoveOutcome> {
  const [first] = cards;
  if (!first) return 'nothing';
  const { account, pipeline } = first;
  const own = cards.filter((one) => one.account === account && sameRef(one.pipeline, pipeline));
  if (own.length < cards.length)
    throw new Error('These are cards of several pipelines: move those of one pipeline at a time. Nothing was moved.');
  const connection = await connectionFor(services, { account });
  const stage = await stageFor(connection, pipeline, to, options.surface);
  const each = [...new Map(own.map((one) => [one.card.id, one])).values()];
  if (each.length > MAX_MOVES)
    throw new Error(`At most ${MAX_MOVES.toLocaleString('en')} cards can be moved at once. Nothing was moved.`);
  if (workspace.getConfiguration('attio').get('pipeline.stageMoves') === true)
    return putAside(services, connection, each, stage);
  const moving = each.filter(({ card }) => card.stage !== to);
  if (moving.length === 0) {
    services.ui.status(`Attio: already in ${oneLine(stage.title, 60)}`);
    return 'nothing';
  }
  return write(services, connection, moving, stage, options);
}

const sameRef = (one: Pipeline, other: Pipeline): boolean =>
  one === other || JSON.stringify(one.ref) === JSON.stringify(other.ref);

/** The stage that is meant; rejects where it takes no cards. */
async function stageFor({ catalog }: Connection, pipeline: Pipeline, to: Stage['id'], surface: string): Promise<Stage> {
  const stage = pipeline.stages.find(({ id }) => id === to);
  const where = oneLine(pipeline.name, 60);
  if (to === null) {
    const attributes = await catalog.groupings(pipeline.ref.of, { surface });
    if (attributes.find(({ api_slug }) => api_slug === pipeline.ref.attribute)?.is_required)
      throw new Error(
        `Attio wants a value of ${quoted(oneLine(pipeline.attributeTitle, 60))} in ${where}: a card can go to another stage, and not to none. Nothing was moved.`,
      );
    return stage ?? { id: null, title: 'No stage' };
  }
  if (!stage)
    throw new Error(`${where} has no such stage any more. Refresh it to see which there are. Nothing was moved.`);
  if (stage.archived)
    throw new Error(
      `The stage ${quoted(oneLine(stage.title, 60))} of ${where} is archived and takes no cards. Nothing was moved.`,
    );
  return stage;
}

/** The write that moves a card: only the attribute of the pipeline, over what the person saw. */
export function moveOf(
  pipeline: Pipeline,
  card: Pick<Card, 'entry' | 'ref'>,
  to: Stage['id'],
  base: unknown[],
): SingleChange {
  const slug = pipeline.ref.attribute;
  const values = { [slug]: to === null ? [] : [to] };
  const saw = { base: { [slug]: base as Json[] } };
  if (card.entry) return { kind: 'entry.update', mode: 'overwrite', ...card.entry, values, ...saw };
  return { kind: 'record.update', mode: 'overwrite', ...card.ref, values, ...saw };
}

/** `3 deals`, `2 entries`. Of a list its entries: its name is no noun. */
export function countedCards(count: number, { ref, name }: Pipeline): string {
  const many = ref.of.target === 'objects' ? oneLine(name, 60).toLowerCase() : 'entries';
  const one = ref.of.target === 'objects' ? 'record' : 'entry';
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

async function write(
  services: Services,
  connection: Connection,
  moving: readonly PipelineCard[],
  stage: Stage,
  { surface }: { surface: string },
): Promise<MoveOutcome> {
  const { account, pipeline, card } = moving[0]!;
  const title = oneLine(stage.title, 60);
  const changes = moving.map((one) => moveOf(one.pipeline, one.card, stage.id, one.card.base));
  const several = changes.length > 1;
  const inList = pipeline.ref.of.target === 'lists' ? ` in ${oneLine(pipeline.name, 60)}` : '';
  const many = `${countedCards(moving.length, pipeline)} to ${quoted(title)}${inList}`;
  const change: Change = several ? { kind: 'batch', title: `Move ${many}`, changes } : changes[0]!;
  const moved = async () => {
    // What was staged before is settled by this: left there it would be a conflict with oneself.
    const staged = stagedMoves(services);
    const slug = pipeline.ref.attribute;
    await staged.drop(moving.flatMap((one) => staged.of(account, one.card.id, slug) ?? []));
  };
  /** Someone moved some of them meanwhile: which, and where to; the others can go. */
  const partly = (conflicts: readonly Conflict[]) => {
    const others = moving.filter((_, at) => !conflicts.some((one) => one.change === at));
    const where = conflicts.slice(0, MAX_NAMED).map(({ change: at, theirs }) => {
      const name = quoted(oneLine(moving[at ?? 0]!.card.title, 60));
      return theirs === '' ? `${name} has no stage now` : `${name} is in ${quoted(oneLine(theirs, 60))} now`;
    });
    const more = conflicts.length > MAX_NAMED ? `, and ${conflicts.length - MAX_NAMED} more are elsewhere` : '';
    const told = `Nothing was moved: ${where.join(', ')}${more}; someone moved ${conflicts.length === 1 ? 'it' : 'them'} in Attio since.`;
    if (others.length === 0) return { told };
    const title = others.length === 1 ? 'Move the Other One' : `Move the Other ${others.length.toLocaleString('en')}`;
    return { told, button: { title, run: () => write(services, connection, others, stage, { surface }) } };
  };
  const outcome = await carryOut(services, connection, change, {
    surface,
    done: () =>
      several
        ? `Moved ${many}.`
        : `Moved ${quoted(oneLine(card.title, 60))} from ${quoted(stageTitle(pipeline, card.stage))} to ${quoted(title)}${inList}.`,
    subject: () => (several ? undefined : card.ref),
    // Of a batch each is looked at in its turn anyway, and the approval takes longer than a base is good for.
    ...(!several && { seenAt: card.readAt, seenRef: { ...card.ref, title: card.title } }),
    verb: (count) =>
      `Move ${count.toLocaleString('en')} ${pipeline.ref.of.target === 'objects' ? oneLine(pipeline.name, 30) : 'Entries'}`,
    ...(several && { partly: (conflicts: readonly Conflict[]) => partly(conflicts) }),
    later: (now) => (now.status === 'applied' ? moved() : undefined),
  });
  if (outcome.status !== 'applied') return outcome.status;
  await moved();
  // Without an approval there was nothing to do: Attio had it there already.
  return outcome.applied.approval === undefined ? 'nothing' : 'moved';
}

/** Puts them among what waits to be committed; a card that goes back to where it is has no move any more. */
async function putAside(
  services: Services,
  { account }: Connection,
  cards: readonly PipelineCard[],
  stage: Stage,
): Promise<MoveOutcome> {
  const staged = stagedMoves(services);
  const slug = cards[0]!.pipeline.ref.attribute;
  const at = new Date().toISOString();
  const moves = cards
    .map(({ pipeline, card }): StagedMove => {
      const entry = card.entry && { entryId: card.entry.entryId };
      const from = { from: card.stage, to: stage.id, base: [...card.base], at };
      return { account: account.id, ...pipeline.ref, card: card.id, ...card.ref, ...entry, ...from };
    })
    .filter((move) => {
      const known = staged.of(account.id, move.card, slug);
      return known ? known.to !== move.to || known.from !== move.from : move.from !== move.to;
    });
  if (moves.length === 0) {
    services.ui.status(`Attio: already in ${oneLine(stage.title, 60)}`);
    return 'nothing';
  }
  await staged.put(moves);
  const all = staged.list(account.id).length;
  const wait = all === 0 ? 'no move waits' : `${all === 1 ? '1 move waits' : `${all} moves wait`} to be committed`;
  services.ui.status(`Attio: staged for ${oneLine(stage.title, 60)}; ${wait}`);
  return 'staged';
}
