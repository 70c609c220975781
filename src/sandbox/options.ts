import type { Fault } from './faults.js';

/** What a sample workspace can be started with. */
export interface SandboxOptions {
  /** A free one when not given. */
  port?: number;
  /** A random one when not given. */
  key?: string;
  /** Maton's; a random one when not given. */
  matonKey?: string;
  /** What the key may do; everything when not given. */
  scopes?: readonly string[];
  /** Milliseconds before an answer, or as measured at api.attio.com; none when not given. */
  latency?: 'live' | { read?: number; write?: number };
  /** In force from the start. */
  faults?: readonly Fault[];
  /** So many records more, people, companies and deals, made when asked for; up to ten million. */
  records?: number;
  /** So many entries more in the list “Renewals 2026”, about the deals there are; made when asked for. */
  entries?: number;
  /** Milliseconds before a webhook delivery is tried again the first time; 1000 when not given. It doubles each time. */
  webhookRetry?: number;
}
