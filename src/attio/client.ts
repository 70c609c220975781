/** The shape of the client; see transport.ts for its manners. */
import type { Approved } from './approved.js';
import type { Operation } from './operation.js';
import type {
  AttioObject, AttioRecord, Attribute, Note, NoteQuery, RecordQuery, RecordSearch, SearchHit, SelectOption, Self, Status, WorkspaceMember,
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
    options(target: 'objects' | 'lists', identifier: string, attribute: string, options?: CallOptions): Promise<SelectOption[]>;
    statuses(target: 'objects' | 'lists', identifier: string, attribute: string, options?: CallOptions): Promise<Status[]>;
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
