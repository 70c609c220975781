/** What is dragged in the trees, and what becomes of it where it is dropped. */
import { randomUUID } from 'node:crypto';
import { type DataTransfer, DataTransferItem } from 'vscode';
import type { Pipeline } from '../../crm/pipeline/types.js';
import { isCancel } from '../command.js';
import { report } from '../failure.js';
import { addDropped } from '../lists/addRecords.js';
import { moveCards } from '../pipeline/moveCards.js';
import type { PipelineCard } from '../pipeline/moves.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import type { Services } from '../services.js';
import { type RecordTarget, recordTarget } from '../targets.js';
import type { AnyStage, CardRow } from './nodes.js';

const SURFACE = 'stages.drag';

/** One row on its way. */
interface Dragged {
  ref: RecordTarget;
  /** What stands in a stage. */
  card?: PipelineCard;
  entry: boolean;
}

/** What is under way; VS Code passes on text alone between views, and so a name for it. */
let underWay: { key: string; rows: Dragged[] } | undefined;

/** Puts rows into a drag, as far as they are records or entries. */
export function dragCards(rows: readonly unknown[], data: DataTransfer, mime: string): void {
  const dragged = rows.flatMap((row) => draggedRow(row) ?? []);
  if (dragged.length === 0) return;
  underWay = { key: randomUUID(), rows: dragged };
  data.set(mime, new DataTransferItem(underWay.key));
}

function draggedRow(row: unknown): Dragged | undefined {
  const { kind, account, pipeline, card } = row as Partial<CardRow> & { kind?: string };
  if (kind !== 'entry' && kind !== 'record') return undefined;
  const ref = recordTarget(row);
  if (!ref) return undefined;
  const stands = account && card && pipeline?.ref.attribute ? { card: { account, pipeline, card } } : {};
  return { ref, ...stands, entry: kind === 'entry' };
}

type Row = { kind?: string; parent?: unknown };

/** Drops what is under way on a row. Never rejects: what is wrong is said. */
export async function dropCards(
  services: Services,
  row: unknown,
  data: DataTransfer,
  mimes: readonly string[],
): Promise<void> {
  try {
    // Between views VS Code has an item of its own of the same type, before ours.
    const items = [...data].filter(([mime]) => mimes.includes(mime));
    const texts = await Promise.all(items.map(([, item]) => item.asString()));
    const rows = underWay && texts.includes(underWay.key) ? underWay.rows : [];
    if (rows.length > 0) await drop(services, rows, row as Row | undefined);
  } catch (error) {
    // Whoever drops must not wait until a message is dismissed.
    if (!isCancel(error)) void report(error, services);
  }
}

async function drop(services: Services, rows: readonly Dragged[], row: Row | undefined): Promise<void> {
  const stage = stageOf(row);
  const list = listOf(row);
  if (stage && rows.every(({ card }) => card && samePipeline(card, stage))) {
    const cards = rows.map(({ card }) => card!);
    await moveCards(services, cards, stage.stage.id, { surface: SURFACE });
    return;
  }
  if (list && rows.every(({ entry }) => !entry)) {
    const connection = await connectionFor(services, list);
    const { account, full } = list;
    if (rows.some(({ ref }) => ref.account !== undefined && ref.account !== account)) return refuse(services, ACCOUNT);
    const on = stage && { attribute: stage.pipeline.ref.attribute, id: stage.stage.id, title: stage.stage.title };
    const refs = rows.map(({ ref: { object, recordId } }) => ({ object, recordId }));
    await addDropped(services, { connection, list: full, ...(on && { stage: on }) }, refs);
    return;
  }
  return refuse(services, whyNot(rows, stage, list));
}

const ACCOUNT = 'These records are of another account. Nothing was added.';

interface ListRow {
  account: string;
  full: Parameters<typeof addDropped>[1]['list'];
}

/** The stage that a row is, or stands in. */
function stageOf(row: Row | undefined): AnyStage | undefined {
  if (!row) return undefined;
  return row.kind === 'stage' ? (row as unknown as AnyStage) : stageOf(row.parent as Row | undefined);
}

function listOf(row: Row | undefined): ListRow | undefined {
  if (!row) return undefined;
  return row.kind === 'list' ? (row as unknown as ListRow) : listOf(row.parent as Row | undefined);
}

const sameRef = (one: Pipeline, other: Pipeline) => JSON.stringify(one.ref) === JSON.stringify(other.ref);
const samePipeline = ({ account, pipeline }: PipelineCard, stage: AnyStage) =>
  account === stage.account && sameRef(pipeline, stage.pipeline);

const refuse = async ({ ui }: Services, why: string): Promise<void> => void (await ui.info(why));

function whyNot(rows: readonly Dragged[], stage: AnyStage | undefined, list: ListRow | undefined): string {
  const from = rows.find(({ card }) => card)?.card?.pipeline;
  if (stage && from && !sameRef(from, stage.pipeline)) {
    const [one, other] = [from.name, stage.pipeline.name].map((name) => oneLine(name, 60));
    if (one === other)
      return `These stand in other stages than those of ${other}: drop them on a stage of their own. Nothing was moved.`;
    return `What stands in ${one} moves between its own stages, not into ${other}. To put a record into a list, drag it there from Records, or use Add to List…. Nothing was moved.`;
  }
  if (list && !stage) return 'Drop an entry on the stage it is to go to. Nothing was moved.';
  if (stage)
    return `${rows.length === 1 ? 'This' : 'These'} cannot be dropped on a stage of ${oneLine(stage.pipeline.name, 60)}. Nothing was moved.`;
  return 'Drop it on a stage, or a record on a list. Nothing was moved.';
}
