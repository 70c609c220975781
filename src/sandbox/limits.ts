/** Rate limits (api.md section 7), kept when a fault asks for them: tests that are in a hurry need none. */
import type { FaultRequest, Faults } from './faults.js';
import { Problem } from './problem.js';
import type { Answer } from './route.js';

interface Limit {
  name: string;
  /** In one second. */
  most: number;
  concerns(request: FaultRequest): boolean;
}

/** Whether Attio counts a request as a read: queries and searches are POST. */
export function isRead({ method, path }: FaultRequest): boolean {
  return method === 'GET' || (method === 'POST' && /\/(query|search|sql)$/.test(path));
}

const LIMITS: Limit[] = [
  { name: 'reads', most: 100, concerns: isRead },
  { name: 'writes', most: 25, concerns: (request) => !isRead(request) },
  { name: 'notes', most: 10, concerns: ({ method, path }) => method === 'GET' && path.endsWith('/v2/notes') },
  { name: 'merges', most: 5, concerns: ({ path }) => path.endsWith('/records/merge') },
  {
    name: 'recordings',
    most: 1,
    concerns: ({ method, path }) => method === 'POST' && path.endsWith('/call_recordings'),
  },
];

const SECOND = 1000;
const SCORE_WINDOW = 10_000;

/** What was asked of late. */
export class Limits {
  readonly #times = new Map<string, number[]>();
  #scores: { at: number; score: number }[] = [];

  /** The 429 of a request that is one too many in its second; counts it otherwise. */
  check(request: FaultRequest, faults: Faults, now = Date.now()): Answer | undefined {
    if (!faults.holding('limits')) return undefined;
    const concerned = LIMITS.filter((limit) => limit.concerns(request)).map((limit) => {
      const times = (this.#times.get(limit.name) ?? []).filter((at) => at > now - SECOND);
      this.#times.set(limit.name, times);
      return { limit, times };
    });
    const full = concerned.find(({ limit, times }) => times.length >= limit.most);
    if (full) return rateLimited(httpDate(1, now));
    for (const { times } of concerned) times.push(now);
    return undefined;
  }

  /**
   * The 429 of a query whose score is too much beside those of the ten seconds before it arrived (`now`); counts it
   * otherwise.
   */
  checkScore(answer: Answer, faults: Faults, now = Date.now()): Answer | undefined {
    const fault = faults.holding('score-limit');
    const header = answer.headers?.['x-attio-record-query-score'];
    if (!fault || header === undefined) return undefined;
    const window = fault.windowMs ?? SCORE_WINDOW;
    this.#scores = this.#scores.filter(({ at }) => at > now - window);
    const sum = this.#scores.reduce((all, { score }) => all + score, 0);
    if (sum + Number(header) > fault.ceiling) {
      // When enough of the older ones have slid out; what is too much by itself is told to try in the next second.
      let left = sum;
      const free = this.#scores.find(({ score }) => {
        left -= score;
        return left + Number(header) <= fault.ceiling;
      });
      return rateLimited(httpDate(free === undefined ? 1 : (free.at + window - now) / 1000, now));
    }
    this.#scores.push({ at: now, score: Number(header) });
    // A score is known when its answer is: a slow one may come after those that arrived later.
    this.#scores.sort((a, b) => a.at - b.at);
    return undefined;
  }

  clear(): void {
    this.#times.clear();
    this.#scores = [];
  }
}

/** 429 with a `Retry-After`, or none. */
export function rateLimited(retryAfter: string | null): Answer {
  const message = 'Rate limit exceeded, please try again later';
  const { status, body } = new Problem(429, 'rate_limit_error', 'rate_limit_exceeded', message);
  return { status, body, ...(retryAfter !== null && { headers: { 'retry-after': retryAfter } }) };
}

/** The date `seconds` from now, rounded up as a header has no fractions. */
export function httpDate(seconds: number, now = Date.now()): string {
  return new Date(Math.ceil((now + seconds * 1000) / 1000) * 1000).toUTCString();
}
