/** The client: every operation that Attio offers. See transport.ts for its manners. */
import {
  type AttributesApi,
  attributesApi,
  type ListsApi,
  listsApi,
  type MembersApi,
  membersApi,
  type ObjectsApi,
  objectsApi,
} from './api/config.js';
import { type FilesApi, filesApi } from './api/files.js';
import {
  type MeetingsApi,
  meetingsApi,
  type RecordingsApi,
  recordingsApi,
  type WebhooksApi,
  webhooksApi,
} from './api/meetings.js';
import { type EntriesApi, entriesApi, type RecordsApi, recordsApi, type SqlApi, sqlApi } from './api/records.js';
import {
  type CommentsApi,
  commentsApi,
  type NotesApi,
  notesApi,
  type TasksApi,
  type ThreadsApi,
  tasksApi,
  threadsApi,
} from './api/work.js';
import { createCalls } from './calls.js';
import type { Asked, AttioError } from './errors.js';
import { type Gateway, routeOf } from './gateway.js';
import type { Operation } from './operation.js';
import { self } from './schemas.js';
import type { TransportSettings } from './settings.js';
import { Transport } from './transport.js';
import type { Self } from './types.js';

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
  /** `https://api.attio.com`, `https://api.maton.ai`, or the sandbox's address in the place of either. */
  baseUrl: string;
  /** Attio's, or Maton's. */
  key: string;
  /** Default: directly. */
  gateway?: Gateway;
  /** Granted scopes, to name the missing one when refused. */
  scopes?: readonly string[];
  proxy?: ProxySettings;
  /** Called once per operation, when its outcome is known. Must not throw. */
  onOperation?: (operation: Operation) => void;
  /**
   * Gives the error that is thrown in the place of a refusal, such as one that says what was probably meant. Not called
   * for reads of the surface `explanation`.
   */
  explain?: (error: AttioError, asked: Asked, signal?: AbortSignal) => Promise<AttioError>;
}

/** Every method rejects with AttioError and nothing else. */
export interface AttioApi {
  self: { get(options?: CallOptions): Promise<Self> };
  objects: ObjectsApi;
  attributes: AttributesApi;
  records: RecordsApi;
  lists: ListsApi;
  entries: EntriesApi;
  notes: NotesApi;
  tasks: TasksApi;
  threads: ThreadsApi;
  comments: CommentsApi;
  meetings: MeetingsApi;
  recordings: RecordingsApi;
  files: FilesApi;
  webhooks: WebhooksApi;
  members: MembersApi;
  sql: SqlApi;
  /** Closes the pool; calls under way end as cancelled. */
  close(): Promise<void>;
}

/**
 * The client of one account, with its own connections and pace. Loads and connects nothing more until it is used;
 * `close()` it when the account goes. `settings` are for tests.
 * @throws TypeError when `baseUrl` is not a URL that a key may be sent to: https, or this machine.
 */
export function createClient(options: ClientOptions, settings?: Partial<TransportSettings>): AttioApi {
  const { baseUrl, headers, maton } = routeOf(options.baseUrl, options.gateway);
  const transport = new Transport({ baseUrl, key: options.key, headers, maton, proxy: options.proxy, settings });
  const calls = createCalls(transport, options);

  return {
    self: { get: (o) => calls.read('self.get', o, {}, (call) => call.request(self)) },
    objects: objectsApi(calls),
    attributes: attributesApi(calls),
    records: recordsApi(calls),
    lists: listsApi(calls),
    entries: entriesApi(calls),
    notes: notesApi(calls),
    tasks: tasksApi(calls),
    threads: threadsApi(calls),
    comments: commentsApi(calls),
    meetings: meetingsApi(calls),
    recordings: recordingsApi(calls),
    files: filesApi(calls),
    webhooks: webhooksApi(calls),
    members: membersApi(calls),
    sql: sqlApi(calls),
    close: () => transport.close(),
  };
}
