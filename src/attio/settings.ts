/** How a client behaves in time and size. Only tests have others than the defaults. */
import { type Clock, systemClock } from './clock.js';
import type { Timeouts } from './dispatcher.js';
import type { Priority } from './pacer.js';
import type { CertificateSource } from './trust.js';

/** How patient a call is. A person looks at a spinner; bulk work is to be done in the end. */
export interface Patience {
  attempts: number;
  /** The longest single wait; when Attio asks for a longer one, the call fails and says how long. */
  maxWaitMs: number;
  /** Time for one whole exchange. */
  totalMs: number;
  /** No further attempt begins this long after the first one began. */
  giveUpMs: number;
  /** The longest wait for one's turn. */
  queueMs: number;
}

export interface TransportSettings {
  clock: Clock;
  /** 0 up to 1, for the jitter. */
  random: () => number;
  timeouts: Timeouts;
  patience: Record<Priority, Patience>;
  maxBytes: number;
  userAgent: string;
  /** In place of Node's. */
  certificates?: CertificateSource;
}

export const DEFAULTS: TransportSettings = {
  clock: systemClock,
  random: Math.random,
  timeouts: { connectMs: 10_000, headersMs: 20_000, bodyMs: 15_000 },
  patience: {
    person: { attempts: 3, maxWaitMs: 8_000, totalMs: 30_000, giveUpMs: 25_000, queueMs: 25_000 },
    bulk: { attempts: 8, maxWaitMs: 300_000, totalMs: 120_000, giveUpMs: 900_000, queueMs: Number.POSITIVE_INFINITY },
  },
  maxBytes: 64 * 1024 * 1024,
  userAgent: 'attio-crm-vscode',
};
