/** "Move to Stage…": cards of the trees, or a record that is chosen, by a list of the stages. */

import { window } from 'vscode';
import { formatMoment } from '../../crm/format.js';
import type { Card, Grouped, PipelineRef, Stage } from '../../crm/pipeline/types.js';
import { durationWords } from '../../crm/targetTime.js';
import type { RecordRef } from '../../crm/types.js';
import { uriTarget } from '../documents/uri.js';
import { mayWrite } from '../edit/chosen.js';
import { activeRecord } from '../records/activeRecord.js';
import { connectionFor } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import { pickRecord } from '../search/pickRecord.js';
import type { Connection, Services } from '../services.js';
import type { StageNode } from '../stages/nodes.js';
import { tallyIn } from '../stages/present.js';
import { tallyText } from '../stages/tally.js';
import { stageTitle } from '../stages/title.js';
import { entryTarget, recordTarget } from '../targets.js';
import type { PickItem } from '../ui.js';
import { countedCards, moveCards, stagedMoves } from './moveCards.js';
import type { PipelineCard } from './moves.js';

const SURFACE = 'pipeline.move';

/** `argument`: a row of a tree, a record or an entry, or nothing; `more`: the rows that are selected with it. */
export async function moveToStage(services: Services, argument?: unknown, more?: unknown): Promise<void> {
  const nodes = Array.isArray(more) && more.length > 0 ? more : argument === undefined ? [] : [argument];
  const rows = nodes.flatMap(cardOfNode);
  const cards = rows.length > 0 ? onePipeline(rows) : await chosenCard(services, argument);
  const [first] = cards;
  if (!first) return;
  const connection = await connectionFor(services, first);
  mayWrite(
    connection,
    first.card.entry
      ? { kind: 'entry.update', operation: 'entries.overwrite' }
      : { kind: 'record.update', operation: 'records.overwrite' },
  );
  const stage = await services.ui.pick(stageItems(services, connection, cards, knownCounts(nodes[0])), {
    title:
      cards.length === 1
        ? `Move ${oneLine(first.card.title, 60)}`
        : `Move ${countedCards(cards.length, first.pipeline)}`,
    placeholder: `Which ${oneLine(first.pipeline.attributeTitle, 40).toLowerCase()}?`,
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  if (stage !== undefined) await moveCards(services, cards, stage.id, { surface: SURFACE });
}

/** What stands in a stage; a row that is in none has a pipeline without an attribute. */
function cardOfNode(node: unknown): PipelineCard[] {
  if (typeof node !== 'object' || node === null) return [];
  const { account, pipeline, card } = node as Partial<PipelineCard>;
  return typeof account === 'string' && pipeline?.ref?.attribute && card?.id ? [{ account, pipeline, card }] : [];
}

const sameRef = (a: PipelineRef, b: PipelineRef) => JSON.stringify(a) === JSON.stringify(b);

/** Rows of several pipelines have no stage in common. */
function onePipeline(rows: PipelineCard[]): PipelineCard[] {
  const [first] = rows;
  if (rows.every(({ account, pipeline }) => account === first?.account && sameRef(pipeline.ref, first.pipeline.ref)))
    return rows;
  throw new Error(
    'The rows that are selected are of several pipelines: select some of one pipeline. Nothing was moved.',
  );
}

/** The card of what an argument names, or of the record in front, or of one that is searched for. Empty: closed. */
async function chosenCard(services: Services, argument: unknown): Promise<PipelineCard[]> {
  const entry = entryTarget(argument);
  if (entry) return cardOfEntry(services, await connectionFor(services, entry), entry.entry);
  if (argument !== undefined && !recordTarget(argument))
    throw new Error('This names neither a record nor an entry of a list: its id is incomplete.');
  const document = window.activeTextEditor?.document.uri;
  const target =
    recordTarget(argument) ??
    activeRecord() ??
    (document && uriTarget(document)) ??
    (await pickRecord(services, { title: 'Move a Record to Another Stage', surface: SURFACE }));
  if (!target) return [];
  return cardOfRecord(services, await connectionFor(services, target), target);
}

type Place = { of: Grouped; id: string; ref: RecordRef; entryId?: string };

async function cardOfEntry(services: Services, connection: Connection, entry: { list: string; entryId: string }) {
  // The entry itself says whose it is.
  const place: Place = {
    of: { target: 'lists', list: entry.list },
    id: entry.entryId,
    ref: NOBODY,
    entryId: entry.entryId,
  };
  return choose(services, await standing(connection, [place]), 'This entry');
}
const NOBODY: RecordRef = { object: '', recordId: '' };

/** The stages a record stands in: those of its object, and of its places in lists. */
async function cardOfRecord(services: Services, connection: Connection, target: RecordRef): Promise<PipelineCard[]> {
  const { catalog } = connection;
  const read = { surface: SURFACE };
  const found = await services.ui.progress({ title: 'Looking where it stands…', where: 'window' }, async () => {
    const [summary, entries] = await Promise.all([
      catalog.summary(target, read),
      // A key may see records and no lists.
      catalog.entriesOf(target, { ...read, fresh: true }).catch(() => []),
    ]);
    if (!summary) return undefined;
    const { ref, title } = summary;
    const places: Place[] = [
      { of: { target: 'objects', object: ref.object }, id: ref.recordId, ref },
      ...entries.map(({ id }) => ({
        of: { target: 'lists' as const, list: id.list_id },
        id: id.entry_id,
        ref,
        entryId: id.entry_id,
      })),
    ];
    return { title: oneLine(title, 60), cards: await standing(connection, places) };
  });
  if (found) return choose(services, found.cards, found.title);
  await services.ui.info('This record is not in Attio any more: it was deleted or merged into another.');
  return [];
}

/** The card of each place in each attribute that it can be grouped by; those of statuses first. */
async function standing({ account, catalog }: Connection, places: readonly Place[]): Promise<PipelineCard[]> {
  const read = { surface: SURFACE };
  const found = await Promise.all(
    places.map(async ({ of, id, ref, entryId }) => {
      const attributes = await catalog.groupings(of, read).catch(() => []);
      const cards = attributes.map(async ({ api_slug: attribute }): Promise<PipelineCard[]> => {
        const pipeline = await catalog.pipeline({ of, attribute }, read);
        const entry = entryId !== undefined &&
          pipeline.ref.of.target === 'lists' && { list: pipeline.ref.of.list, entryId };
        const card = await catalog.card(pipeline, { id, ref, ...(entry && { entry }) }, { ...read, fresh: true });
        return card ? [{ account: account.id, pipeline, card }] : [];
      });
      return (await Promise.all(cards)).flat();
    }),
  );
  const all = found.flat();
  return [
    ...all.filter(({ pipeline }) => pipeline.type === 'status'),
    ...all.filter(({ pipeline }) => pipeline.type !== 'status'),
  ];
}

/** Of several pipelines that it stands in, the one that is meant. */
async function choose({ ui }: Services, cards: readonly PipelineCard[], title: string): Promise<PipelineCard[]> {
  if (cards.length < 2) {
    if (cards.length === 0)
      await ui.info(
        `${title} stands in no pipeline: neither its object nor a list it is in has a status, or a select of one value.`,
      );
    return [...cards];
  }
  const items = cards.map((one): PickItem<PipelineCard> => {
    const { pipeline, card } = one;
    const inList = pipeline.ref.of.target === 'lists';
    return {
      label: `${oneLine(pipeline.attributeTitle, 40)} in ${oneLine(pipeline.name, 60)}`,
      description: `now ${stageTitle(pipeline, card.stage)}`,
      icon: inList ? 'list-unordered' : 'symbol-enum',
      group: pipeline.type === 'status' ? 'Pipelines' : 'Selects',
      value: one,
    };
  });
  const picked = await ui.pick(items, {
    title: `Move ${title}`,
    placeholder: 'In which pipeline?',
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  return picked ? [picked] : [];
}

/** How much is in each stage, as far as the tree has shown it. */
function knownCounts(node: unknown): Map<Stage['id'], string> {
  const { parent } = (node ?? {}) as { parent?: Partial<StageNode> };
  const { branch } = (parent?.parent ?? {}) as { branch?: { nodes?: unknown } };
  const stages = parent?.kind === 'stage' && Array.isArray(branch?.nodes) ? (branch.nodes as Partial<StageNode>[]) : [];
  return new Map(
    stages.flatMap((one) => {
      const tally = one.kind === 'stage' && one.stage && one.branch ? tallyIn(one as StageNode) : undefined;
      return tally ? [[one.stage!.id, tallyText(tally)] as const] : [];
    }),
  );
}

/** The stages that take cards, that of now marked; none at all only where Attio allows it. */
async function stageItems(
  services: Services,
  { catalog }: Connection,
  cards: readonly PipelineCard[],
  counts: ReadonlyMap<Stage['id'], string>,
): Promise<PickItem<Stage>[]> {
  const { account, pipeline } = cards[0]!;
  const attributes = await catalog.groupings(pipeline.ref.of, { surface: SURFACE });
  const required = attributes.find(({ api_slug }) => api_slug === pipeline.ref.attribute)?.is_required === true;
  const staged = stagedMoves(services);
  const here = (stage: Stage) => cards.filter(({ card }) => card.stage === stage.id);
  const coming = (stage: Stage) =>
    cards.filter(({ card }) => staged.of(account, card.id, pipeline.ref.attribute)?.to === stage.id);
  const first = pipeline.stages.find((stage) => here(stage).length > 0);
  return pipeline.stages
    .filter((stage) => !stage.archived && (stage.id !== null || !required))
    .map((stage) => {
      const [now, soon] = [here(stage), coming(stage)];
      const facts = [
        now.length > 0 &&
          (cards.length === 1 ? `here now${sinceText(now[0]!.card)}` : `${now.length} of them here now`),
        soon.length > 0 && (cards.length === 1 ? 'staged to go here' : `${soon.length} of them staged to go here`),
        counts.get(stage.id),
        stage.targetTime && `for ${durationWords(stage.targetTime)} at most`,
        stage.celebrated && 'celebrated',
      ];
      return {
        label: oneLine(stage.title, 80),
        description: facts.filter(Boolean).join(' · '),
        icon: stage.id === null ? 'circle-slash' : now.length > 0 ? 'circle-filled' : 'circle-large-outline',
        picked: stage === first,
        value: stage,
      };
    });
}

function sinceText({ since }: Card): string {
  const day = since === undefined ? undefined : formatMoment(since, {}, 'day');
  return day ? ` since ${day}` : '';
}
