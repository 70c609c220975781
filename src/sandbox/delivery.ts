/**
 * Webhook deliveries (api.md section 8.4): one event each, signed, again with the same Idempotency-Key when the target
 * does not answer 2xx within five seconds. They go to this machine alone: other targets are kept and never called.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { WorkspaceEvent } from './events.js';
import type { Subscription, WebhookRow } from './model.js';
import type { Workspace } from './workspace.js';

/** As `GET /_sandbox/deliveries` shows it. */
export interface Delivery {
  webhookId: string;
  idempotencyKey: string;
  eventType: string;
  /** Status of each attempt, null for one that was not answered. */
  attempts: (number | null)[];
  state: 'waiting' | 'delivered' | 'failed' | 'not-loopback';
}

const TIMEOUT = 5000;
const RETRIES = 10;
/** Attio sends at most 25 a second to one target. */
const GAP = 40;
const KEPT = 1000;

/** Whether an address is on this machine, whatever a name server says. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

/** What was delivered, and what waits to be tried again, until `stop`. `log` is oldest first, a thousand at most. */
export class Deliverer {
  readonly #firstRetry: number;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #under = new Set<ReturnType<typeof overHttp>>();
  readonly #nextSlot = new Map<string, number>();
  #log: Delivery[] = [];

  /** `firstRetry`: ms before the second attempt; it doubles for each further one. */
  constructor(firstRetry: number) {
    this.#firstRetry = firstRetry;
  }

  get log(): readonly Delivery[] {
    return this.#log.map((one) => ({ ...one, attempts: [...one.attempts] }));
  }

  /** Sends the event to every webhook that subscribed to it. */
  tell(workspace: Workspace, event: WorkspaceEvent): void {
    for (const webhook of workspace.webhooks.list) {
      if (webhook.status === 'inactive' || !webhook.subscriptions.some((one) => wants(one, event))) continue;
      const delivery: Delivery = {
        webhookId: webhook.id,
        idempotencyKey: randomUUID(),
        eventType: event.event_type,
        attempts: [],
        state: 'waiting',
      };
      this.#log.push(delivery);
      if (this.#log.length > KEPT) this.#log.shift();
      if (!isLoopback(new URL(webhook.targetUrl))) {
        delivery.state = 'not-loopback';
        continue;
      }
      const body = JSON.stringify({ webhook_id: webhook.id, events: [event] });
      const now = Date.now();
      const slot = Math.max(now, this.#nextSlot.get(webhook.targetUrl) ?? 0);
      this.#nextSlot.set(webhook.targetUrl, slot + GAP);
      this.#later(slot - now, () => void this.#attempt(workspace, webhook, delivery, body));
    }
  }

  /** Forgets everything, and stops what is under way. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const request of this.#under) request.destroy();
    this.#timers.clear();
    this.#nextSlot.clear();
    this.#log = [];
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }

  async #attempt(workspace: Workspace, webhook: WebhookRow, delivery: Delivery, body: string): Promise<void> {
    // Changed or gone since; the secret stays.
    const now = workspace.webhooks.get(webhook.id);
    if (!now || !isLoopback(new URL(now.targetUrl))) return;
    const status = await this.#post(now, delivery.idempotencyKey, body);
    delivery.attempts.push(status);
    if (status !== null && status >= 200 && status < 300) {
      delivery.state = 'delivered';
      return;
    }
    if (delivery.attempts.length > RETRIES) {
      delivery.state = 'failed';
      const latest = workspace.webhooks.get(webhook.id);
      if (latest) workspace.webhooks.set({ ...latest, status: 'degraded' });
      return;
    }
    const wait = this.#firstRetry * 2 ** (delivery.attempts.length - 1);
    this.#later(wait, () => void this.#attempt(workspace, webhook, delivery, body));
  }

  /** The status of the answer; null when there was none. Redirects are not followed. */
  #post(webhook: WebhookRow, idempotencyKey: string, body: string): Promise<number | null> {
    const signature = createHmac('sha256', webhook.secret).update(body).digest('hex');
    const url = new URL(webhook.targetUrl);
    const options = {
      method: 'POST',
      timeout: TIMEOUT,
      agent: false,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'attio-signature': signature,
        'x-attio-signature': signature,
        'idempotency-key': idempotencyKey,
      },
    };
    return new Promise((resolve) => {
      const asked =
        url.protocol === 'https:'
          ? // On this machine a certificate is a self-made one.
            overHttps(url, { ...options, rejectUnauthorized: false })
          : overHttp(url, options);
      this.#under.add(asked);
      const end = (status: number | null) => {
        this.#under.delete(asked);
        resolve(status);
      };
      asked.on('response', (response) => {
        response.resume();
        end(response.statusCode ?? null);
      });
      asked.on('timeout', () => asked.destroy());
      asked.on('error', () => end(null));
      asked.on('close', () => end(null));
      asked.end(body);
    });
  }
}

/** Whether a subscription is to an event; fields are dotted paths into it. */
export function wants({ event_type, filter }: Subscription, event: WorkspaceEvent): boolean {
  if (event_type !== event.event_type) return false;
  if (filter === null) return true;
  const { $and, $or } = filter as Record<'$and' | '$or', { field: string; operator: string; value: string }[]>;
  const holds = ({ field, operator, value }: { field: string; operator: string; value: string }) => {
    const found = field
      .split('.')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], event);
    return (String(found ?? '') === value) === (operator === 'equals');
  };
  return $and ? $and.every(holds) : $or.some(holds);
}
