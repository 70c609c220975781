/** A sandbox for a suite, and short calls to it. */
import { after, before, beforeEach } from 'mocha';
import { type Fault, type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/server.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
export type Json = any;

export interface Reply {
  status: number;
  headers: Headers;
  body: Json;
}

export class Api {
  sandbox!: Sandbox;

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(this.sandbox.url + path, {
      method,
      headers: { authorization: `Bearer ${this.sandbox.key}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
  }

  get = (path: string) => this.call('GET', path);
  post = (path: string, body: unknown) => this.call('POST', path, body);

  /** Records of an object; fails the test on a refusal. */
  async query(object: string, body: unknown = {}): Promise<Json[]> {
    const { status, body: answer } = await this.post(`/v2/objects/${object}/records/query`, body);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(answer)}`);
    return answer.data;
  }

  /** Names of the records that a filter finds, sorted. */
  async names(object: string, filter: unknown): Promise<string[]> {
    return (await this.query(object, { filter })).map(nameOf).sort();
  }

  /** The code a filter is refused with. */
  async refusal(object: string, filter: unknown): Promise<string> {
    const { status, body } = await this.post(`/v2/objects/${object}/records/query`, { filter });
    return `${status} ${body.code}`;
  }

  faults = (...faults: Fault[]) => this.sandbox.setFaults(faults);
}

export function nameOf(record: Json): string {
  const value = record.values.name?.[0];
  return value?.full_name ?? value?.value ?? '';
}

/** One sandbox for the suite, as at the start before each test. */
export function useSandbox(options?: SandboxOptions): Api {
  const api = new Api();
  before(async () => {
    api.sandbox = await startSandbox(options);
  });
  beforeEach(() => api.sandbox.reset());
  after(() => api.sandbox.close());
  return api;
}
