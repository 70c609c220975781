/** The rows of the Records view. */
import type { AttioObject, AttioRecord } from '../../attio/types.js';
import type { Card } from '../../crm/pipeline/types.js';
import type { RecordSummary } from '../../crm/types.js';
import { questionOf } from '../filters/spec.js';
import { learnNames, specWords } from '../filters/words.js';
import { NOTES_PER_PAGE } from '../records/resolve.js';
import type { Connection, Services } from '../services.js';
import { groupingOf } from '../stages/chosen.js';
import { mergeStage, type RowMaker, stageRows } from '../stages/stageRows.js';
import { conventions } from '../values/known.js';
import { Branch, type Page } from './branch.js';
import type { NoteNode, ObjectNode, ObjectStage, RecordNode, ViewNode } from './nodes.js';
import { noteNode, viewNode } from './parts.js';

const SURFACE = 'tree';

/** What the rows need of the tree they are in. */
export interface RowParts {
  services: Services;
  accountId: string;
  /** Rejects (AbortError) when another account is shown now. */
  connection(): Promise<Connection>;
  /** Tells an object its filter. */
  filterOf(node: ObjectNode): void;
  /** What filters say has changed. */
  titled(): void;
}

/**
 * Makes rows, and knows how what is below each is read, which it is when it is unfolded. Of one account: once another
 * is shown, readings reject with an AbortError.
 */
export class RecordNodes {
  readonly #parts: RowParts;

  constructor(parts: RowParts) {
    this.#parts = parts;
  }

  object(object: AttioObject): ObjectNode {
    const { object_id } = object.id;
    const id = `${this.#parts.accountId}/${object_id}`;
    const node: ObjectNode = {
      kind: 'object',
      id,
      parent: undefined,
      object,
      slug: object.api_slug ?? object_id,
      // Set below: each names the other.
      views: undefined as never,
      branch: new Branch<RecordNode | ObjectStage>({
        read: (offset, fresh, signal) => this.#readObject(node, offset, fresh, signal),
        merge: (old, read) => {
          if (old.kind === 'stage') return read.kind === 'stage' ? mergeStage(old, read) : old;
          return read.kind === 'stage' ? old : mergeRecord(old, read);
        },
      }),
    };
    node.views = {
      kind: 'views',
      id: `${id}/views`,
      parent: node,
      branch: new Branch<ViewNode>({
        read: async (_offset, fresh, signal) => {
          const { catalog } = await this.#parts.connection();
          const views = await catalog.views(node.slug, { surface: SURFACE, signal, fresh });
          return { nodes: views.map((view) => viewNode(node.views, view)), next: undefined };
        },
        merge: (old, read) => Object.assign(old, { view: read.view }),
      }),
    };
    this.#parts.filterOf(node);
    return node;
  }

  /** Its stages, with no request but for how it is set up; or a page of its records. */
  async #readObject(
    node: ObjectNode,
    offset: number,
    fresh: boolean,
    signal: AbortSignal,
  ): Promise<Page<RecordNode | ObjectStage>> {
    if (offset > 0) return this.#readRecords(node, offset, fresh, signal);
    const connection = await this.#parts.connection();
    const read = { surface: SURFACE, signal, fresh };
    const of = { target: 'objects', object: node.slug } as const;
    const by = await groupingOf(this.#parts.services, connection, of, node.object.id.object_id, read);
    delete node.pipeline;
    delete node.waiting;
    if (!by) return this.#readRecords(node, offset, fresh, signal);
    if (node.filter?.spec.view) {
      node.waiting = by.title;
      return this.#readRecords(node, offset, fresh, signal);
    }
    const [pipeline] = await Promise.all([
      connection.catalog.pipeline({ of, attribute: by.api_slug }, read),
      node.filter && this.#learnWords(connection, node.filter, signal),
    ]);
    node.pipeline = pipeline;
    return { nodes: stageRows(node, pipeline, this.#maker()), next: undefined };
  }

  #maker(): RowMaker<ObjectNode, RecordNode> {
    return {
      account: this.#parts.accountId,
      surface: SURFACE,
      catalog: async () => (await this.#parts.connection()).catalog,
      card: (stage, card) => this.card(stage, card),
      merge: mergeRecord,
      asks: ({ filter }) => (filter ? questionOf(filter.spec, conventions()) : {}),
    };
  }

  async #readRecords(
    parent: ObjectNode,
    offset: number,
    fresh: boolean,
    signal: AbortSignal,
  ): Promise<Page<RecordNode>> {
    const connection = await this.#parts.connection();
    const read = { surface: SURFACE, signal, fresh };
    const { filter } = parent;
    const question = filter ? questionOf(filter.spec, conventions()) : {};
    const [{ records, next }] = await Promise.all([
      connection.catalog.recordsPage(parent.slug, { offset, ...question }, read),
      filter && this.#learnWords(connection, filter, signal),
    ]);
    return { nodes: await this.records(parent, records, signal), next };
  }

  /** The names of records and colleagues that a filter speaks of; most filters speak of none, and ask for nothing. */
  async #learnWords(
    connection: Connection,
    filter: NonNullable<ObjectNode['filter']>,
    signal: AbortSignal,
  ): Promise<void> {
    filter.words = specWords(filter.spec, await learnNames(connection, filter.spec, { surface: SURFACE, signal }));
    this.#parts.titled();
  }

  async records(parent: ObjectNode, records: AttioRecord[], signal?: AbortSignal): Promise<RecordNode[]> {
    const { catalog } = await this.#parts.connection();
    // A page costs one request: names of what its records refer to show where they are known.
    const summaries = await catalog.summarize(records, parent.slug, {
      surface: SURFACE,
      ...(signal && { signal }),
      names: 'known',
    });
    return summaries.map((summary, at) => this.#recordNode(parent, summary, records[at]!.created_at));
  }

  /** A record in a stage; all that is told of it until the mouse rests on it. */
  card(stage: ObjectStage, card: Card): RecordNode {
    const { ref, title, description, createdAt } = card;
    const objectNoun = stage.parent.object.singular_noun ?? stage.parent.slug;
    const summary: RecordSummary = { ref, title, description, objectNoun, webUrl: null, facts: [] };
    return Object.assign(this.#recordNode(stage, summary, createdAt), { card, pipeline: stage.pipeline });
  }

  #recordNode(parent: ObjectNode | ObjectStage, summary: RecordSummary, createdAt: string): RecordNode {
    const { recordId } = summary.ref;
    const { slug } = parent.kind === 'stage' ? parent.parent : parent;
    const node: RecordNode = {
      kind: 'record',
      id: `${parent.id}/${recordId}`,
      parent,
      account: this.#parts.accountId,
      ref: { account: this.#parts.accountId, object: slug, recordId },
      summary,
      createdAt,
      branch: new Branch<NoteNode>({
        read: async (offset, fresh, signal) => {
          const { catalog } = await this.#parts.connection();
          const page = { offset, limit: NOTES_PER_PAGE };
          const { notes, next } = await catalog.notesOf(node.ref, page, { surface: SURFACE, signal, fresh });
          return { nodes: notes.map((note) => noteNode(this.#parts.accountId, node, note)), next };
        },
        merge: (old, read) => Object.assign(old, { note: read.note, full: read.full }),
      }),
    };
    return node;
  }
}

function mergeRecord(old: RecordNode, { summary, card, pipeline }: RecordNode): RecordNode {
  delete old.guest;
  return Object.assign(old, { summary }, card && { card }, pipeline && { pipeline });
}
