/** Webhooks (api.md section 8.4): the secret is told once, at creation. Deliveries are made in delivery.ts. */
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isLoopback } from '../delivery.js';
import { EVENT_TYPES } from '../events.js';
import { nano, type Subscription, type WebhookRow } from '../model.js';
import { emptyPayload, invalid, notFound, Problem } from '../problem.js';
import { bodyOf, type Call, count, data, queryOf, type Route } from '../route.js';
import { webhookOut } from '../wireWork.js';

const READ = ['webhook:read'];
const WRITE = ['webhook:read-write'];

const LIST = z.object({ limit: count(10, 100).default(10), offset: count(0).default(0) });
const CONDITION = z.object({ field: z.string(), operator: z.enum(['equals', 'not_equals']), value: z.string() });
const FILTER = z.union([
  z.strictObject({ $or: z.array(CONDITION) }),
  z.strictObject({ $and: z.array(CONDITION) }),
  z.null(),
]);
const WEBHOOK = z.object({
  target_url: z.string(),
  subscriptions: z.array(z.object({ event_type: z.enum(EVENT_TYPES), filter: FILTER })),
});
const CREATE = z.object({ data: WEBHOOK });
const UPDATE = z.object({ data: WEBHOOK.partial() });

function found(
  { workspace, params }: Call,
  words = (id: string) => `Webhook with ID "${id}" was not found.`,
): WebhookRow {
  const webhook = workspace.webhooks.get(params.webhook_id!);
  if (!webhook) throw notFound(words(params.webhook_id!));
  return webhook;
}

/** Attio takes https alone. Here plain http is good too where it stays on this machine. */
function checkTarget(target: string): void {
  const url = URL.canParse(target) ? new URL(target) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url))) return;
  throw invalid('validation_type', 'target_url must be an https address.');
}

function checkFilters({ workspace }: Call, subscriptions: Subscription[]): void {
  const conditions = subscriptions.flatMap(({ filter }) => Object.values(filter ?? {}).flat()) as z.output<
    typeof CONDITION
  >[];
  for (const { field, value } of conditions) {
    if (field === 'id.list_id' && !workspace.lists.some((one) => one.id === value)) {
      throw invalid('validation_type', 'Related list not found');
    }
    if (field === 'id.object_id' && !workspace.objects.some((one) => one.id === value)) {
      throw invalid('validation_type', 'Related object not found');
    }
  }
}

/** Target, event type and filter are unique together in the workspace. */
function checkUnique({ workspace }: Call, target: string, subscriptions: Subscription[], self?: string): void {
  const key = (one: Subscription) => JSON.stringify([one.event_type, one.filter]);
  const wanted = new Set(subscriptions.map(key));
  const clash = workspace.webhooks.list.some(
    (one) => one.id !== self && one.targetUrl === target && one.subscriptions.some((each) => wanted.has(key(each))),
  );
  if (clash || wanted.size < subscriptions.length) {
    const message = 'A webhook with this target URL, event type and filter already exists.';
    throw new Problem(409, 'invalid_request_error', 'uniqueness_conflict', message);
  }
}

function create(call: Call) {
  const { workspace } = call;
  const { data: given } = bodyOf(CREATE, call);
  checkTarget(given.target_url);
  checkFilters(call, given.subscriptions);
  checkUnique(call, given.target_url, given.subscriptions);
  const webhook = workspace.webhooks.set({
    id: randomUUID(),
    targetUrl: given.target_url,
    status: 'active',
    subscriptions: given.subscriptions,
    secret: randomBytes(32).toString('hex'),
    createdAt: nano(Date.now()),
  });
  return data({ ...webhookOut(workspace, webhook), secret: webhook.secret });
}

/** A new target begins with a clean slate. */
function update(call: Call) {
  const { workspace } = call;
  const webhook = found(call);
  const { data: given } = bodyOf(UPDATE, call);
  if (Object.keys(given).length === 0) throw emptyPayload();
  const targetUrl = given.target_url ?? webhook.targetUrl;
  const subscriptions = given.subscriptions ?? webhook.subscriptions;
  checkTarget(targetUrl);
  checkFilters(call, subscriptions);
  checkUnique(call, targetUrl, subscriptions, webhook.id);
  const status = targetUrl === webhook.targetUrl ? webhook.status : 'active';
  return data(webhookOut(workspace, workspace.webhooks.set({ ...webhook, targetUrl, subscriptions, status })));
}

const ONE = '/v2/webhooks/{webhook_id}';

export const webhookRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/webhooks',
    scopes: READ,
    run: (call) => {
      const { limit, offset } = queryOf(LIST, call);
      const page = call.workspace.webhooks.list.slice(offset, offset + limit);
      return data(page.map((one) => webhookOut(call.workspace, one)));
    },
  },
  { method: 'POST', path: '/v2/webhooks', scopes: WRITE, run: create },
  { method: 'GET', path: ONE, scopes: READ, run: (call) => data(webhookOut(call.workspace, found(call))) },
  { method: 'PATCH', path: ONE, scopes: WRITE, run: update },
  {
    method: 'DELETE',
    path: ONE,
    scopes: WRITE,
    run: (call) => {
      call.workspace.webhooks.delete(found(call, () => 'Webhook not found').id);
      return { body: {} };
    },
  },
];
