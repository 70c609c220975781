/**
 * An AttioApi in memory for tests of the rooms above the wire: no HTTP, no pacing. Every call is counted, can be made to
 * fail, and can be held until the test lets it go.
 */
import { randomUUID } from 'node:crypto';
import type { Account } from '../../src/attio/account.js';
import { type Approved, isApproved } from '../../src/attio/approved.js';
import type { AttioApi, CallOptions } from '../../src/attio/client.js';
import { AttioError, type AttioErrorDetails } from '../../src/attio/errors.js';
import type {
  AttioList,
  AttioObject,
  AttioRecord,
  Attribute,
  AttributeType,
  AttributeValue,
  Entry,
  Filter,
  Note,
  SearchHit,
  SelectOption,
  Sort,
  Status,
  View,
  WorkspaceMember,
} from '../../src/attio/types.js';

export const WORKSPACE = '10000000-0000-4000-8000-000000000001';
const AT = '2026-05-09T21:43:08.480000000Z';

export const account: Account = {
  id: `attio:${WORKSPACE}`,
  via: 'attio',
  workspaceId: WORKSPACE,
  slug: 'acme-crm',
  name: 'Acme CRM',
  scopes: ['object_configuration:read', 'record_permission:read', 'note:read-write', 'user_management:read'],
};

/** A well-formed id that is the same for the same number. */
export function id(number: number): string {
  return `20000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

export function value(type: AttributeType, fields: Record<string, unknown>): AttributeValue {
  return {
    active_from: AT,
    active_until: null,
    created_by_actor: { type: 'system', id: null },
    attribute_type: type,
    ...fields,
  };
}
export const text = (written: string): AttributeValue[] => [value('text', { value: written })];
export const email = (...addresses: string[]): AttributeValue[] =>
  addresses.map((one) => value('email-address', { email_address: one }));
export const domain = (...names: string[]): AttributeValue[] =>
  names.map((one) => value('domain', { domain: one, root_domain: one }));
export const reference = (object: string, ...ids: string[]): AttributeValue[] =>
  ids.map((one) => value('record-reference', { target_object: object, target_record_id: one }));
export const personName = (full: string): AttributeValue[] => {
  const [first, ...rest] = full.split(' ');
  return [value('personal-name', { first_name: first, last_name: rest.join(' '), full_name: full })];
};

export function attribute(slug: string, type: AttributeType, more: Partial<Attribute> = {}): Attribute {
  return {
    id: { workspace_id: WORKSPACE, object_id: id(0), attribute_id: slug },
    title: (slug.charAt(0).toUpperCase() + slug.slice(1)).replaceAll('_', ' '),
    description: null,
    api_slug: slug,
    type,
    is_system_attribute: true,
    is_writable: true,
    is_required: false,
    is_unique: false,
    is_multiselect: false,
    is_default_value_enabled: false,
    is_archived: false,
    default_value: null,
    relationship: null,
    created_at: AT,
    config: { currency: null, record_reference: null },
    ...more,
  };
}

export interface Call {
  name: string;
  args: unknown[];
  options: CallOptions | undefined;
}

export class FakeApi implements AttioApi {
  readonly calls: Call[] = [];
  readonly all = new Map<string, AttioRecord[]>();
  readonly defs = new Map<string, Attribute[]>();
  objectList: AttioObject[] = [];
  memberList: WorkspaceMember[] = [];
  noteList: Note[] = [];
  /** By `object/attribute`. */
  readonly optionList = new Map<string, SelectOption[]>();
  readonly statusList = new Map<string, Status[]>();
  /** By object; two on a page. */
  readonly viewList = new Map<string, View[]>();
  readonly listList: AttioList[] = [];
  readonly entryList: Entry[] = [];
  /** By `object/recordId/attribute`, oldest first. */
  readonly pastValues = new Map<string, AttributeValue[]>();
  /** Runs before a call is answered; throw to make it fail, wait to hold it. */
  before: (call: Call) => void | Promise<void> = () => {};
  /** Runs after a call has had its effect and before its answer is given. */
  after: (call: Call) => void | Promise<void> = () => {};

  count(name: string): number {
    return this.calls.filter((call) => call.name === name).length;
  }

  addObject(slug: string, singular: string, attributes: Attribute[]): AttioObject {
    const object: AttioObject = {
      id: { workspace_id: WORKSPACE, object_id: id(900 + this.objectList.length) },
      api_slug: slug,
      singular_noun: singular,
      plural_noun: `${singular}s`,
      created_at: AT,
    };
    this.objectList.push(object);
    this.defs.set(slug, attributes);
    this.all.set(slug, []);
    return object;
  }

  addRecord(object: string, recordId: string, values: Record<string, AttributeValue[]>, createdAt = AT): AttioRecord {
    const objectId = this.objectList.find((one) => one.api_slug === object)!.id.object_id;
    const unset = Object.fromEntries(
      (this.defs.get(object) ?? []).map((one) => [one.api_slug, [] as AttributeValue[]]),
    );
    const record: AttioRecord = {
      id: { workspace_id: WORKSPACE, object_id: objectId, record_id: recordId },
      created_at: createdAt,
      web_url: `https://app.attio.com/${account.slug}/${object}/record/${recordId}`,
      values: {
        ...unset,
        record_id: text(recordId),
        ...values,
        created_at: [value('timestamp', { value: createdAt })],
      },
    };
    this.all.get(object)!.push(record);
    return record;
  }

  addNote(object: string, recordId: string, title: string, content: string, createdAt: string): Note {
    const note: Note = {
      id: { workspace_id: WORKSPACE, note_id: randomUUID() },
      parent_object: object,
      parent_record_id: recordId,
      title,
      meeting_id: null,
      content_plaintext: content,
      content_markdown: content,
      created_by_actor: { type: 'api-token', id: null },
      created_at: createdAt,
    };
    this.noteList.unshift(note);
    return note;
  }

  async #call<T>(name: string, args: unknown[], options: CallOptions | undefined, answer: () => T): Promise<T> {
    const call: Call = { name, args, options };
    this.calls.push(call);
    const aborted = new Promise<never>((_, reject) => {
      const stop = () =>
        reject(failure('cancelled', { operation: name, fate: name.match(/create|delete/) ? 'unknown' : 'no' }));
      if (options?.signal?.aborted) stop();
      else options?.signal?.addEventListener('abort', stop, { once: true });
    });
    aborted.catch(() => {});
    await Promise.race([this.before(call), aborted]);
    const result = answer();
    await Promise.race([this.after(call), aborted]);
    // As from the wire: what callers do with an answer does not change the store.
    return result === undefined ? result : structuredClone(result);
  }

  self: AttioApi['self'] = {
    get: (options) => this.#call('self.get', [], options, () => ({ active: false as const })),
  };

  objects: AttioApi['objects'] = {
    ...absent<AttioApi['objects']>('objects'),
    list: (options) => this.#call('objects.list', [], options, () => this.objectList),
    get: (object, options) =>
      this.#call(
        'objects.get',
        [object],
        options,
        () => this.objectList.find((one) => one.api_slug === object) ?? missing('objects.get'),
      ),
    views: (object, query, options) =>
      this.#call('objects.views', [object, query], options, () => {
        const from = Number(query?.cursor ?? 0);
        const all = this.viewList.get(object) ?? [];
        return { items: all.slice(from, from + 2), next: all.length > from + 2 ? String(from + 2) : null };
      }),
  };

  attributes: AttioApi['attributes'] = {
    ...absent<AttioApi['attributes']>('attributes'),
    list: (_target, object, options) =>
      this.#call('attributes.list', [object], options, () => this.defs.get(object) ?? missing('attributes.list')),
    options: (_target, object, slug, options) =>
      this.#call('attributes.options', [object, slug], options, () => {
        const all = this.optionList.get(`${object}/${slug}`) ?? [];
        return options?.archived ? all : all.filter((one) => !one.is_archived);
      }),
    statuses: (_target, object, slug, options) =>
      this.#call('attributes.statuses', [object, slug], options, () => {
        const all = this.statusList.get(`${object}/${slug}`) ?? [];
        return options?.archived ? all : all.filter((one) => !one.is_archived);
      }),
  };

  records: AttioApi['records'] = {
    ...absent<AttioApi['records']>('records'),
    query: (object, query, options) =>
      this.#call('records.query', [object, query], options, () => {
        const all = this.all.get(object) ?? missing('records.query');
        const found = query.filter ? all.filter((record) => passes(record, query.filter!)) : [...all];
        const offset = query.offset ?? 0;
        const oldestFirst = (query.sorts as Sort[] | undefined)?.[0]?.direction === 'asc' ? -1 : 1;
        return found
          .sort((a, b) => oldestFirst * b.created_at.localeCompare(a.created_at))
          .slice(offset, offset + (query.limit ?? 500));
      }),
    get: (object, recordId, options) =>
      this.#call(
        'records.get',
        [object, recordId],
        options,
        () => this.all.get(object)?.find((one) => one.id.record_id === recordId) ?? missing('records.get'),
      ),
    entries: (object, recordId, query, options) =>
      this.#call('records.entries', [object, recordId], options, () => {
        const mine = this.entryList.filter((one) => one.parent_record_id === recordId);
        const offset = query?.offset ?? 0;
        return mine.slice(offset, offset + (query?.limit ?? 100)).map((one) => ({
          list_id: one.id.list_id,
          list_api_slug: this.listList.find((list) => list.id.list_id === one.id.list_id)?.api_slug ?? '',
          entry_id: one.id.entry_id,
          created_at: one.created_at,
        }));
      }),
    values: (object, recordId, slug, query, options) =>
      this.#call('records.values', [object, recordId, slug, query], options, () => {
        const all = this.pastValues.get(`${object}/${recordId}/${slug}`) ?? missing('records.values');
        const offset = query?.offset ?? 0;
        return all.slice(offset, offset + (query?.limit ?? 100));
      }),
    search: (search, options) =>
      this.#call('records.search', [search], options, () => {
        const hits: SearchHit[] = [];
        for (const object of search.objects) {
          for (const record of this.all.get(object) ?? []) {
            const written = JSON.stringify(record.values).toLowerCase();
            if (
              !search.query
                .toLowerCase()
                .split(/\s+/)
                .every((word) => written.includes(word))
            )
              continue;
            hits.push(hitOf(object, record));
          }
        }
        return hits.slice(0, search.limit ?? 25);
      }),
  };

  notes: AttioApi['notes'] = {
    ...absent<AttioApi['notes']>('notes'),
    list: (query, options) =>
      this.#call('notes.list', [query], options, () => {
        const mine = this.noteList.filter(
          (note) => note.parent_object === query.parent_object && note.parent_record_id === query.parent_record_id,
        );
        return mine.slice(query.offset ?? 0, (query.offset ?? 0) + (query.limit ?? 10));
      }),
    get: (noteId, options) =>
      this.#call(
        'notes.get',
        [noteId],
        options,
        () => this.noteList.find((note) => note.id.note_id === noteId) ?? missing('notes.get'),
      ),
    create: (approved, options) =>
      this.#call('notes.create', [approved], options, () => {
        check(approved);
        const { parentObject, parentRecordId, title, content, createdAt } = approved.change;
        return this.addNote(parentObject, parentRecordId, title, content, createdAt ?? new Date().toISOString());
      }),
    delete: (approved, options) =>
      this.#call('notes.delete', [approved], options, () => {
        check(approved);
        const at = this.noteList.findIndex((note) => note.id.note_id === approved.change.noteId);
        if (at < 0) missing('notes.delete');
        this.noteList.splice(at, 1);
      }),
  };

  members: AttioApi['members'] = {
    list: (options) => this.#call('members.list', [], options, () => this.memberList),
    get: (memberId, options) =>
      this.#call(
        'members.get',
        [memberId],
        options,
        () => this.memberList.find((one) => one.id.workspace_member_id === memberId) ?? missing('members.get'),
      ),
  };

  lists: AttioApi['lists'] = {
    ...absent<AttioApi['lists']>('lists'),
    list: (options) => this.#call('lists.list', [], options, () => this.listList),
  };

  entries: AttioApi['entries'] = {
    ...absent<AttioApi['entries']>('entries'),
    query: (list, query, options) =>
      this.#call('entries.query', [list, query], options, () => {
        const { path, constraints } = query.filter as { path: [[string, string]]; constraints: Record<string, string> };
        if (path[0][0] !== list || path[0][1] !== 'parent_record') throw new Error('unknown filter of entries');
        const listId = this.listList.find((one) => one.api_slug === list)?.id.list_id ?? missing('entries.query');
        return this.entryList.filter(
          (one) => one.id.list_id === listId && one.parent_record_id === constraints.target_record_id,
        );
      }),
    get: (list, entryId, options) =>
      this.#call(
        'entries.get',
        [list, entryId],
        options,
        () => this.entryList.find((one) => one.id.entry_id === entryId) ?? missing('entries.get'),
      ),
  };

  tasks = absent<AttioApi['tasks']>('tasks');
  threads = absent<AttioApi['threads']>('threads');
  comments = absent<AttioApi['comments']>('comments');
  meetings = absent<AttioApi['meetings']>('meetings');
  recordings = absent<AttioApi['recordings']>('recordings');
  files = absent<AttioApi['files']>('files');
  webhooks = absent<AttioApi['webhooks']>('webhooks');
  sql = absent<AttioApi['sql']>('sql');

  async close(): Promise<void> {}
}

/** What no test above the wire has asked for yet: calling it fails with its name. */
function absent<T extends object>(group: string): T {
  const get = (_: T, method: string | symbol) => () => {
    throw new Error(`FakeApi has no ${group}.${String(method)}`);
  };
  return new Proxy({} as T, { get });
}

function check(approved: Approved<unknown>): void {
  if (!isApproved(approved)) throw new Error('a write without an approval reached the client');
}

/** Understands what the catalog sends: ids, `$or`, and one property `$eq` (or none, for `value`). Anything else is a test's failure. */
function passes(record: AttioRecord, filter: Filter): boolean {
  return Object.entries(filter).every(([key, condition]) => {
    if (key === '$or') return (condition as Filter[]).some((one) => passes(record, one));
    const wanted = ('$eq' in (condition as object) ? { value: condition } : (condition as unknown)) as Record<
      string,
      unknown
    >;
    if (key === 'record_id') return (wanted.$in as string[]).includes(record.id.record_id);
    const [[property, test]] = Object.entries(wanted) as [[string, { $eq: string }]];
    if (!property || test?.$eq === undefined) throw new Error(`unknown filter ${JSON.stringify(filter)}`);
    return (record.values[key] ?? []).some((one) => one[property] === test.$eq);
  });
}

export function hitOf(object: string, record: AttioRecord): SearchHit {
  const all = Object.values(record.values).flat();
  const name = record.values.name?.[0];
  return {
    id: record.id,
    object_slug: object,
    record_text: String(name?.full_name ?? name?.value ?? ''),
    record_image: null,
    email_addresses: all.flatMap((one) => (typeof one.email_address === 'string' ? [one.email_address] : [])),
    domains: all.flatMap((one) => (typeof one.domain === 'string' ? [one.domain] : [])),
  };
}

export function failure(kind: AttioErrorDetails['kind'], more: Partial<AttioErrorDetails> = {}): AttioError {
  return new AttioError({
    kind,
    operation: 'test',
    message: `It failed (${kind}).`,
    remedy: 'Try again.',
    fate: 'no',
    ...more,
  });
}
function missing(operation: string): never {
  throw failure('not-found', { operation, status: 404 });
}

/** A small workspace: companies, people and a custom object. */
export function sampleApi(): FakeApi {
  const api = new FakeApi();
  api.addObject('companies', 'Company', [
    attribute('record_id', 'text'),
    attribute('domains', 'domain', { is_unique: true, is_multiselect: true }),
    attribute('name', 'text'),
    attribute('team', 'record-reference', { is_multiselect: true }),
    attribute('created_at', 'timestamp'),
  ]);
  api.addObject('people', 'Person', [
    attribute('record_id', 'text'),
    attribute('name', 'personal-name'),
    attribute('email_addresses', 'email-address', { is_unique: true, is_multiselect: true }),
    attribute('company', 'record-reference'),
    attribute('job_title', 'text'),
    attribute('created_at', 'timestamp'),
  ]);
  api.addObject('projects', 'Project', [
    attribute('record_id', 'text'),
    attribute('name', 'text'),
    attribute('stage', 'status'),
  ]);
  return api;
}

/** A gate: `wait` until `open`. */
export function gate(): { wait: Promise<void>; open(): void } {
  let open!: () => void;
  const wait = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { wait, open };
}
