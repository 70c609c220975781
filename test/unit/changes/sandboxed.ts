/** A change service on the sample workspace over HTTP, what it holds, and changes made at random. */
import assert from 'node:assert/strict';

import type { Account } from '../../../src/attio/account.js';
import { type AttioApi, createClient } from '../../../src/attio/client.js';
import { type Clock, systemClock } from '../../../src/attio/clock.js';
import type { Attribute, AttributeValue } from '../../../src/attio/types.js';
import type { Assignee, CreateTask, Json, LinkedRecord, WriteValues } from '../../../src/attio/writes.js';
import type { Approver, Preview, SingleChange } from '../../../src/changes/change.js';
import { pendingId } from '../../../src/changes/pending.js';
import { type ChangeService, createChangeService, type WriteOptions } from '../../../src/changes/service.js';
import { createCatalog } from '../../../src/crm/createCatalog.js';
import { isEditable } from '../../../src/crm/edit/form.js';
import { writable } from '../../../src/crm/edit/writable.js';
import type { Catalog } from '../../../src/crm/types.js';
import { ALL_SCOPES, type Sandbox, startSandbox } from '../../../src/sandbox/server.js';
import { memoryJournal } from './support.js';

/** Pacing and retries a hundred times as fast. */
const FAST = 100;
const fast: Clock = {
  now: () => performance.now() * FAST,
  date: () => new Date(),
  after: (ms, run) => systemClock.after(ms / FAST, run),
};

export interface Desk {
  sandbox: Sandbox;
  api: AttioApi;
  catalog: Catalog;
  service: ChangeService;
  journal: ReturnType<typeof memoryJournal>;
  account: Account;
  /** Previews that were shown. */
  seen: Preview[];
  options(more?: Partial<WriteOptions>): WriteOptions;
  close(): Promise<void>;
}

export const agree: Approver = async () => ({ how: 'asked', at: new Date().toISOString(), surface: 'test' });

export function desk(sandbox: Sandbox, more: { scopes?: readonly string[]; now?: () => number } = {}): Desk {
  const api = createClient(
    { baseUrl: sandbox.url, key: sandbox.key, scopes: ALL_SCOPES },
    { clock: fast, timeouts: { connectMs: 2000, headersMs: 3000, bodyMs: 300 } },
  );
  const account: Account = {
    id: 'sample',
    via: 'sample',
    workspaceId: sandbox.workspace.id,
    slug: sandbox.workspace.slug,
    name: sandbox.workspace.name,
    scopes: [...(more.scopes ?? ALL_SCOPES)],
  };
  const catalog = createCatalog(api, account);
  const journal = memoryJournal();
  const seen: Preview[] = [];
  const service = createChangeService({
    api,
    catalog,
    account,
    journal,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 20)),
    ...(more.now && { now: more.now }),
  });
  return {
    sandbox,
    api,
    catalog,
    service,
    journal,
    account,
    seen,
    options: (own) => ({
      surface: 'test',
      approve: async (preview, change) => {
        seen.push(preview);
        return agree(preview, change);
      },
      ...own,
    }),
    async close() {
      catalog.dispose();
      await api.close();
    },
  };
}

/**
 * For the describe it is called in: a sandbox that is as new for each test, and a desk of the test's own. `use` is handed
 * both before each test.
 */
export function withSandbox(use: (sandbox: Sandbox, desk: Desk) => void, more?: Parameters<typeof desk>[1]): void {
  let sandbox: Sandbox;
  let own: Desk;
  before(async () => {
    sandbox = await startSandbox();
  });
  after(() => sandbox.close());
  beforeEach(() => {
    sandbox.reset();
    own = desk(sandbox, more);
    use(sandbox, own);
  });
  afterEach(() => own.close());
}

/** A call past the product, as another program would make it. */
export async function raw(
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: unknown,
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
): Promise<any> {
  const response = await fetch(sandbox.url + path, {
    method,
    headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = JSON.parse(await response.text());
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer.data;
}

interface Row {
  id: string;
  /** `objects/companies`, `lists/renewals_2026`. */
  of: string;
  parent?: string;
  values: Record<string, Json[]>;
}
export interface World {
  attributes: Map<string, Attribute[]>;
  rows: Row[];
  notes: { id: string; parent: string; title: string; markdown: string; at: number }[];
  tasks: { id: string; state: Omit<CreateTask, 'kind'> }[];
  members: string[];
  choices: Map<string, string[]>;
}

const OBJECTS = ['companies', 'people', 'deals', 'projects'];
const LISTS = ['target_accounts', 'renewals_2026', 'beta_testers'];
const PARENTS: Record<string, string> = {
  target_accounts: 'companies',
  renewals_2026: 'deals',
  beta_testers: 'people',
};

/** All that a person can change in the sample workspace. */
export async function worldOf(sandbox: Sandbox): Promise<World> {
  const world: World = { attributes: new Map(), rows: [], notes: [], tasks: [], members: [], choices: new Map() };
  const take = async (target: 'objects' | 'lists', slug: string) => {
    const of = `${target}/${slug}`;
    const attributes: Attribute[] = (await raw(sandbox, 'GET', `/v2/${of}/attributes?limit=200`)).filter(isEditable);
    world.attributes.set(of, attributes);
    for (const { api_slug, type } of attributes.filter((one) => one.type === 'select' || one.type === 'status')) {
      const all = await raw(
        sandbox,
        'GET',
        `/v2/${of}/attributes/${api_slug}/${type === 'select' ? 'options' : 'statuses'}`,
      );
      const ids = all.map((one: { id: Record<string, string> }) => one.id.option_id ?? one.id.status_id);
      world.choices.set(`${of}/${api_slug}`, ids);
    }
    const rows = await raw(sandbox, 'POST', `/v2/${of}/${target === 'objects' ? 'records' : 'entries'}/query`, {});
    for (const row of rows) {
      const values: Record<string, AttributeValue[]> = row.values ?? row.entry_values;
      world.rows.push({
        id: row.id.record_id ?? row.id.entry_id,
        of,
        ...(row.parent_record_id && { parent: row.parent_record_id }),
        values: Object.fromEntries(attributes.map((one) => [one.api_slug, writable(values[one.api_slug], one)])),
      });
    }
  };
  for (const slug of OBJECTS) await take('objects', slug);
  for (const slug of LISTS) await take('lists', slug);
  for (let offset = 0; ; offset += 50) {
    const page = await raw(sandbox, 'GET', `/v2/notes?limit=50&offset=${offset}`);
    for (const note of page) {
      world.notes.push({
        id: note.id.note_id,
        parent: note.parent_record_id,
        title: note.title,
        markdown: note.content_markdown,
        at: Date.parse(note.created_at),
      });
    }
    if (page.length < 50) break;
  }
  const slugOf = (recordId: string) => world.rows.find(({ id }) => id === recordId)!.of.replace('objects/', '');
  for (const task of await raw(sandbox, 'GET', '/v2/tasks')) {
    world.tasks.push({
      id: task.id.task_id,
      state: {
        content: task.content_plaintext,
        deadlineAt: task.deadline_at && new Date(task.deadline_at).toISOString(),
        isCompleted: task.is_completed,
        linkedRecords: task.linked_records.map(({ target_record_id: recordId }: { target_record_id: string }) => ({
          object: slugOf(recordId),
          recordId,
        })),
        assignees: task.assignees.map((one: { referenced_actor_id: string }) => ({
          memberId: one.referenced_actor_id,
        })),
      },
    });
  }
  world.members = (await raw(sandbox, 'GET', '/v2/workspace_members')).map(
    (one: { id: { workspace_member_id: string } }) => one.id.workspace_member_id,
  );
  return world;
}

const isRef = (value: Json): boolean => typeof value === 'object' && value !== null && 'target_record_id' in value;

/** Ids of rows that went and came again under others. */
const replaced = (world: World, then: World): Set<string> => {
  const has = new Set(world.rows.map(({ id }) => id));
  return new Set(then.rows.map(({ id }) => id).filter((id) => !has.has(id)));
};

/**
 * The world as text: the same for two that differ in the ids of `now`'s rows only, and in the order of references. What
 * links of tasks there are to `lost` is left out: they go with a record, and do not come back.
 */
export function portrait(world: World, then: World = world, lost: ReadonlySet<string> = new Set()): string[] {
  const names = new Map<string, string>();
  const bare = (row: Row) =>
    JSON.stringify([row.of, Object.entries(row.values).filter(([, values]) => !values.some(isRef))]);
  const had = new Set(then.rows.map(({ id }) => id));
  const has = new Set(world.rows.map(({ id }) => id));
  const gone = then.rows.filter(({ id }) => !has.has(id));
  for (const row of world.rows.filter(({ id }) => !had.has(id))) {
    const at = gone.findIndex((one) => bare(one) === bare(row));
    if (at >= 0) names.set(row.id, gone.splice(at, 1)[0]!.id);
  }
  const named = (id: string) => names.get(id) ?? id;
  const value = (one: Json): string =>
    isRef(one) ? named((one as { target_record_id: string }).target_record_id) : JSON.stringify(one);
  const rows = world.rows.map((row) => {
    const values = Object.entries(row.values).map(([slug, all]) => {
      const texts = all.map(value);
      // Which of several references comes first is not ours to say on the other side of a relationship.
      return `${slug}: ${(all.some(isRef) ? texts.sort() : texts).join(', ')}`;
    });
    return `${row.of} ${row.of.startsWith('lists') ? named(row.parent!) : named(row.id)} ${values.join('; ')}`;
  });
  const notes = world.notes.map((note) => `note ${named(note.parent)} ${note.at} ${note.title}\n${note.markdown}`);
  const tasks = world.tasks.map(({ state }) => {
    const links = state.linkedRecords.flatMap((link) => ('recordId' in link ? [named(link.recordId)] : []));
    const kept = links.filter((id) => !lost.has(id)).sort();
    const { content, deadlineAt, isCompleted, assignees } = state;
    return `task ${content} ${deadlineAt} ${isCompleted} ${JSON.stringify(assignees)} ${kept.join(', ')}`;
  });
  return [...rows, ...notes, ...tasks].sort();
}

/** That the world is as it was then, but for ids of what went and came again. */
export function assertBack(world: World, then: World, told?: string): void {
  const lost = replaced(world, then);
  assert.deepEqual(portrait(world, then, lost), portrait(then, then, lost), told);
}

/** Numbers from 0 up to 1, the same for the same seed. */
export function dice(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const LOCATION = ['line_1', 'line_2', 'line_3', 'line_4', 'locality', 'region', 'postcode', 'country_code'];

/** Makes changes at random that Attio would take, most of the time. */
export class Chance {
  /** `object, id` of records that changes before it in the batch create. */
  readonly #made: [string, string][] = [];
  readonly #gone = new Set<string>();
  constructor(
    private readonly world: World,
    private readonly roll: () => number,
  ) {}

  pick<T>(all: readonly T[]): T {
    return all[Math.floor(this.roll() * all.length)]!;
  }
  word(): string {
    return Math.floor(this.roll() * 1e9).toString(36);
  }
  rows(of: string): Row[] {
    return this.world.rows.filter(
      (row) => row.of === of && !this.#gone.has(row.id) && !this.#gone.has(row.parent ?? ''),
    );
  }

  one(of: string, attribute: Attribute): Json {
    switch (attribute.type) {
      case 'number':
        return Math.floor(this.roll() * 1e6) / 100;
      case 'currency':
        return Math.floor(this.roll() * 1e7) / 100;
      case 'rating':
        return Math.floor(this.roll() * 6);
      case 'checkbox':
        return this.roll() < 0.5;
      case 'date':
        return `20${10 + Math.floor(this.roll() * 20)}-0${1 + Math.floor(this.roll() * 9)}-11`;
      case 'timestamp':
        return new Date(1.5e12 + Math.floor(this.roll() * 1e11)).toISOString();
      case 'select':
      case 'status':
        return this.pick(this.world.choices.get(`${of}/${attribute.api_slug}`)!);
      case 'actor-reference':
        return { referenced_actor_type: 'workspace-member', referenced_actor_id: this.pick(this.world.members) };
      case 'domain':
        return `${this.word()}.example`;
      case 'email-address':
        return `${this.word()}@${this.word()}.example`;
      case 'phone-number':
        return { original_phone_number: `+4930${100_000 + Math.floor(this.roll() * 899_999)}`, country_code: 'DE' };
      case 'personal-name': {
        const [first, last] = [this.word(), this.word()];
        return { first_name: first, last_name: last, full_name: `${first} ${last}` };
      }
      case 'location':
        return {
          ...Object.fromEntries(LOCATION.map((key) => [key, this.roll() < 0.5 ? null : this.word().slice(0, 2)])),
          line_1: this.word(),
          latitude: null,
          longitude: null,
        };
      case 'record-reference': {
        const allowed = this.allowed(attribute);
        const object = this.pick(allowed);
        const made = this.#made.filter(([slug]) => slug === object);
        const id =
          made.length > 0 && this.roll() < 0.5 ? this.pick(made)[1] : this.pick(this.rows(`objects/${object}`)).id;
        return { target_object: object, target_record_id: id };
      }
      default:
        return this.word();
    }
  }

  allowed(attribute: Attribute): string[] {
    const other = attribute.relationship as { object_slug?: string } | null;
    if (other?.object_slug) return [other.object_slug];
    return attribute.api_slug === 'deal' ? ['deals'] : ['companies', 'people'];
  }

  values(of: string, attribute: Attribute, mayClear: boolean): Json[] {
    if (mayClear && !attribute.is_required && this.roll() < 0.2) return [];
    const many = attribute.is_multiselect ? 1 + Math.floor(this.roll() * 3) : 1;
    const all = Array.from({ length: many }, () => this.one(of, attribute));
    const texts = new Set<string>();
    return all.filter((one) => !texts.has(JSON.stringify(one)) && texts.add(JSON.stringify(one)));
  }

  some(of: string, mayClear: boolean): WriteValues {
    const attributes = this.world.attributes.get(of)!;
    const chosen = attributes.filter((one) => (!mayClear && one.is_required) || this.roll() < 0.25);
    const used = chosen.length > 0 ? chosen : [this.pick(attributes)];
    return Object.fromEntries(used.map((one) => [one.api_slug, this.values(of, one, mayClear)]));
  }

  change(kind: string, index: number): SingleChange {
    const object = this.pick(OBJECTS);
    const list = this.pick(LISTS);
    switch (kind) {
      case 'record.create': {
        const change: SingleChange = { kind, object, values: this.some(`objects/${object}`, false) };
        this.#made.push([object, pendingId(index)]);
        return change;
      }
      case 'record.delete': {
        const { id: recordId } = this.pick(this.rows(`objects/${object}`));
        this.#gone.add(recordId);
        return { kind, object, recordId };
      }
      case 'entry.create': {
        const parents = this.#made.filter(([slug]) => slug === PARENTS[list]!);
        const old = this.pick(this.rows(`objects/${PARENTS[list]!}`)).id;
        const parentRecordId = parents.length > 0 ? this.pick(parents)[1] : old;
        return { kind, list, parentObject: PARENTS[list]!, parentRecordId, values: this.some(`lists/${list}`, false) };
      }
      case 'entry.update': {
        const { id: entryId } = this.pick(this.rows(`lists/${list}`));
        return { kind, mode: this.mode(), list, entryId, values: this.some(`lists/${list}`, true) };
      }
      case 'entry.delete': {
        const { id: entryId } = this.pick(this.rows(`lists/${list}`));
        this.#gone.add(entryId);
        return { kind, list, entryId };
      }
      case 'note.create': {
        const made = this.#made.length > 0 && this.roll() < 0.5 ? this.pick(this.#made) : undefined;
        const [parentObject, parentRecordId] = made ?? [object, this.pick(this.rows(`objects/${object}`)).id];
        return {
          kind,
          parentObject,
          parentRecordId,
          title: this.word(),
          format: 'markdown',
          content: `# ${this.word()}\n\n**${this.word()}**`,
        };
      }
      case 'note.delete': {
        const note = this.pick(this.notes());
        this.#gone.add(note.id);
        return {
          kind,
          noteId: note.id,
          note: {
            parentObject: this.objectOf(note.parent),
            parentRecordId: note.parent,
            title: note.title,
            content: note.markdown,
            createdAt: new Date(note.at).toISOString(),
          },
        };
      }
      case 'note.update': {
        const note = this.pick(this.notes());
        const title = this.roll() < 0.5 ? { title: this.word() } : {};
        const content =
          'title' in title && this.roll() < 0.5
            ? {}
            : { format: 'markdown' as const, content: `${note.markdown}\n\n- ${this.word()}\n- **${this.word()}**` };
        const base = {
          parentObject: this.objectOf(note.parent),
          parentRecordId: note.parent,
          title: note.title,
          content: note.markdown,
        };
        return { kind, noteId: note.id, ...title, ...content, ...(this.roll() < 0.5 && { base }) };
      }
      case 'task.create': {
        const links = Array.from({ length: Math.floor(this.roll() * 3) }, (): LinkedRecord => {
          const made = this.#made.length > 0 && this.roll() < 0.5 ? this.pick(this.#made) : undefined;
          const slug = this.pick(OBJECTS);
          return made
            ? { object: made[0], recordId: made[1] }
            : { object: slug, recordId: this.pick(this.rows(`objects/${slug}`)).id };
        });
        return {
          kind,
          content: `${this.word()} ${this.word()}`,
          deadlineAt: this.roll() < 0.5 ? null : new Date(1.9e12 + Math.floor(this.roll() * 1e11)).toISOString(),
          isCompleted: this.roll() < 0.2,
          linkedRecords: [...new Map(links.map((one) => [JSON.stringify(one), one])).values()],
          assignees: this.roll() < 0.5 ? [] : [{ memberId: this.pick(this.world.members) } satisfies Assignee],
        };
      }
      case 'task.update': {
        const task = this.pick(this.world.tasks.filter(({ id }) => !this.#gone.has(id)));
        const { content: _, ...state } = task.state;
        const slug = this.pick(OBJECTS);
        const more: LinkedRecord = { object: slug, recordId: this.pick(this.rows(`objects/${slug}`)).id };
        const parts = {
          ...(this.roll() < 0.5 && { isCompleted: this.roll() < 0.5 }),
          ...(this.roll() < 0.5 && { deadlineAt: null }),
          ...(this.roll() < 0.5 && { assignees: [{ memberId: this.pick(this.world.members) } satisfies Assignee] }),
        };
        const some = Object.keys(parts).length > 0 ? parts : { linkedRecords: [...state.linkedRecords, more] };
        return { kind, taskId: task.id, ...some, ...(this.roll() < 0.5 && { base: state }) };
      }
      case 'task.delete': {
        const task = this.pick(this.world.tasks.filter(({ id }) => !this.#gone.has(id)));
        this.#gone.add(task.id);
        return { kind, taskId: task.id, ...(this.roll() < 0.5 && { task: task.state }) };
      }
      default: {
        const { id: recordId } = this.pick(this.rows(`objects/${object}`));
        return {
          kind: 'record.update',
          mode: this.mode(),
          object,
          recordId,
          values: this.some(`objects/${object}`, true),
        };
      }
    }
  }

  notes(): World['notes'] {
    return this.world.notes.filter(({ id, parent }) => !this.#gone.has(id) && !this.#gone.has(parent));
  }
  objectOf(recordId: string): string {
    return this.world.rows.find(({ id }) => id === recordId)!.of.replace('objects/', '');
  }

  mode(): 'append' | 'overwrite' {
    return this.roll() < 0.3 ? 'append' : 'overwrite';
  }
}

export const KINDS = [
  'record.update',
  'record.update',
  'record.create',
  'record.delete',
  'entry.create',
  'entry.update',
  'entry.delete',
  'note.create',
  'note.update',
  'note.update',
  'note.delete',
  'task.create',
  'task.update',
  'task.update',
  'task.delete',
];
