/** The client: every operation that Attio offers and we use. See transport.ts for its manners. */
import type { Approved } from './approved.js';
import { createCalls } from './calls.js';
import { isLoopback } from './dispatcher.js';
import type { Operation } from './operation.js';
import { pages } from './pages.js';
import { attributesOf, noteAttributes, REQUESTS } from './requests.js';
import * as read from './schemas.js';
import { Transport, type TransportSettings } from './transport.js';
import type {
  AttioObject,
  AttioRecord,
  Attribute,
  Note,
  NoteQuery,
  RecordQuery,
  RecordSearch,
  SearchHit,
  SelectOption,
  Self,
  Status,
  WorkspaceMember,
} from './types.js';
import type { CreateNote, DeleteNote } from './writes.js';

export interface CallOptions {
  signal?: AbortSignal;
  /** `person` (default) overtakes `bulk` in the queue. */
  priority?: 'person' | 'bulk';
  /** Who asks, for the audit: `tree`, `hover`, `search`, … */
  surface?: string;
}

export interface ProxySettings {
  /** `http://user:pass@host:port`; undefined: HTTPS_PROXY/HTTP_PROXY of the environment, else direct. */
  url?: string;
  /** Hosts that go direct. */
  noProxy?: string[];
  /** Value of a Proxy-Authorization header. */
  authorization?: string;
  /** false: certificates of the proxy and server are not verified (VS Code's http.proxyStrictSSL). */
  strictSSL?: boolean;
  /** false: the operating system's certificate authorities are not trusted beside Node's (VS Code's http.systemCertificates). */
  systemCertificates?: boolean;
}

export interface ClientOptions {
  /** `https://api.attio.com`, or the sandbox; without a trailing slash. */
  baseUrl: string;
  key: string;
  /** Granted scopes, to name the missing one when refused. */
  scopes?: readonly string[];
  proxy?: ProxySettings;
  /** Called once per operation, when its outcome is known. Must not throw. */
  onOperation?: (operation: Operation) => void;
}

/** Every method rejects with AttioError and nothing else. */
export interface AttioApi {
  self: { get(options?: CallOptions): Promise<Self> };
  objects: {
    list(options?: CallOptions): Promise<AttioObject[]>;
    get(object: string, options?: CallOptions): Promise<AttioObject>;
  };
  attributes: {
    /** All pages, in Attio's order. */
    list(target: 'objects' | 'lists', identifier: string, options?: CallOptions): Promise<Attribute[]>;
    options(
      target: 'objects' | 'lists',
      identifier: string,
      attribute: string,
      options?: CallOptions,
    ): Promise<SelectOption[]>;
    statuses(
      target: 'objects' | 'lists',
      identifier: string,
      attribute: string,
      options?: CallOptions,
    ): Promise<Status[]>;
  };
  records: {
    query(object: string, query: RecordQuery, options?: CallOptions): Promise<AttioRecord[]>;
    get(object: string, recordId: string, options?: CallOptions): Promise<AttioRecord>;
    search(search: RecordSearch, options?: CallOptions): Promise<SearchHit[]>;
  };
  notes: {
    list(query: NoteQuery, options?: CallOptions): Promise<Note[]>;
    get(noteId: string, options?: CallOptions): Promise<Note>;
    create(approved: Approved<CreateNote>, options?: CallOptions): Promise<Note>;
    delete(approved: Approved<DeleteNote>, options?: CallOptions): Promise<void>;
  };
  members: {
    list(options?: CallOptions): Promise<WorkspaceMember[]>;
    get(memberId: string, options?: CallOptions): Promise<WorkspaceMember>;
  };
  /** Closes the pool; calls under way end as cancelled. */
  close(): Promise<void>;
}

/** A page of attribute definitions; the documents name no most. */
const ATTRIBUTES_PAGE = 200;

/**
 * The client of one account, with its own connections and pace. Loads and connects nothing more until it is used;
 * `close()` it when the account goes. `settings` are for tests.
 * @throws TypeError when `baseUrl` is not a URL that a key may be sent to: https, or this machine.
 */
export function createClient(options: ClientOptions, settings?: Partial<TransportSettings>): AttioApi {
  const base = new URL(options.baseUrl);
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && isLoopback(base.hostname))) {
    throw new TypeError('A key is sent only over https, or to this machine.');
  }
  const transport = new Transport({ baseUrl: options.baseUrl, key: options.key, proxy: options.proxy, settings });
  const calls = createCalls(transport, options);

  return {
    self: {
      get: (o) => calls.read('self.get', o, {}, (call) => call.request(read.self)),
    },
    objects: {
      list: (o) => calls.read('objects.list', o, {}, (call) => call.request(read.many(read.attioObject))),
      get: (object, o) =>
        calls.read('objects.get', o, { object }, (call) => call.request(read.one(read.attioObject), { object })),
    },
    attributes: {
      list: (target, identifier, o) =>
        calls.read('attributes.list', o, { object: identifier }, async (call) => {
          const fetchPage = (limit: number, offset: number) =>
            call.request(read.many(read.attribute), { target, identifier }, { query: { limit, offset } });
          const all = pages(fetchPage, {
            limit: ATTRIBUTES_PAGE,
            id: (attribute) => attribute.id.attribute_id,
            // A round number may be the server's own, smaller, page.
            isLast: (page) => page.length < ATTRIBUTES_PAGE && page.length % 50 !== 0,
          });
          const list: Attribute[] = [];
          for await (const attribute of all) list.push(attribute);
          return list;
        }),
      options: (target, identifier, attribute, o) =>
        calls.read('attributes.options', o, { object: identifier, attributes: [attribute] }, (call) =>
          call.request(read.many(read.selectOption), { target, identifier, attribute }),
        ),
      statuses: (target, identifier, attribute, o) =>
        calls.read('attributes.statuses', o, { object: identifier, attributes: [attribute] }, (call) =>
          call.request(read.many(read.status), { target, identifier, attribute }),
        ),
    },
    records: {
      query: (object, query, o) =>
        calls.read('records.query', o, { object, attributes: attributesOf(query) }, async (call) => {
          const body = call.check(REQUESTS.query, query, 'query');
          return call.request(read.many(read.record), { object }, { body });
        }),
      get: (object, recordId, o) =>
        calls.read('records.get', o, { object, target: recordId }, (call) =>
          call.request(read.one(read.record), { object, record_id: recordId }),
        ),
      search: (search, o) => {
        const touched = search.objects?.length === 1 ? { object: search.objects[0] } : {};
        return calls.read('records.search', o, touched, async (call) => {
          const body = call.check(REQUESTS.search, search, 'search');
          return call.request(read.many(read.searchHit), {}, { body });
        });
      },
    },
    notes: {
      list: (query, o) =>
        calls.read('notes.list', o, { object: query.parent_object, target: query.parent_record_id }, async (call) =>
          call.request(read.many(read.note), {}, { query: call.check(REQUESTS.notes, query, 'query') }),
        ),
      get: (noteId, o) =>
        calls.read('notes.get', o, { target: noteId }, (call) =>
          call.request(read.one(read.note), { note_id: noteId }),
        ),
      create: (approved, o) =>
        calls.write(
          'notes.create',
          'note.create',
          approved,
          o,
          (note) => ({ object: note.parentObject, target: note.parentRecordId, attributes: noteAttributes(note) }),
          async (call, note) =>
            call.request(read.one(read.note), {}, { body: call.check(REQUESTS.createNote, note, 'note') }),
        ),
      delete: (approved, o) =>
        calls.write(
          'notes.delete',
          'note.delete',
          approved,
          o,
          (change) => ({ object: change.note?.parentObject, target: change.noteId }),
          async (call, change) => {
            const { noteId } = call.check(REQUESTS.deleteNote, change, 'note');
            return call.request(read.nothing, { note_id: noteId });
          },
        ),
    },
    members: {
      list: (o) => calls.read('members.list', o, {}, (call) => call.request(read.many(read.member))),
      get: (memberId, o) =>
        calls.read('members.get', o, { target: memberId }, (call) =>
          call.request(read.one(read.member), { workspace_member_id: memberId }),
        ),
    },
    close: () => transport.close(),
  };
}
