/** How the client would have made each recorded exchange. */
import type { AttioApi } from '../../../src/attio/client.js';
import type { Subscription } from '../../../src/attio/writes.js';
import { ok } from './calls.js';
import type { Exchange } from './documents.js';

export interface RecordedCall {
  run(api: AttioApi): Promise<unknown>;
  /** The client says it in other words than the recording (a query of its own, `request_as` added). */
  own?: boolean;
}

type Data = { data: Record<string, unknown> };

/** @throws Error for an exchange that nothing here knows how to make: then something new was recorded. */
export function recordedCall({ method, url, request, status }: Exchange): RecordedCall {
  const { pathname, searchParams } = new URL(url);
  const [group, a = '', b = '', c = '', d = ''] = pathname.split('/').slice(2);
  if (status === 404) return { run: (api) => api.records.query('companies', {}) };
  const shape = `${method} ${[group, group === 'objects' || group === 'lists' ? '*' : a && '*', b, c && '*', d]
    .filter((part) => part !== '')
    .join('/')}`;
  const { data } = (request ?? { data: {} }) as Data;
  switch (shape) {
    case 'GET self':
      return { run: (api) => api.self.get() };
    case 'GET objects/*':
      return { run: (api) => (a === '' ? api.objects.list() : api.objects.get(a)) };
    case 'GET objects/*/attributes':
      return { run: (api) => api.attributes.list('objects', a), own: true };
    case 'GET objects/*/attributes/*':
      return { run: (api) => api.attributes.get('objects', a, c) };
    case 'GET objects/*/attributes/*/options':
      return { run: (api) => api.attributes.options('objects', a, c) };
    case 'GET objects/*/attributes/*/statuses':
      return { run: (api) => api.attributes.statuses('objects', a, c) };
    case 'GET objects/*/views':
      return { run: (api) => api.objects.views(a) };
    case 'POST objects/*/records/*':
      return { run: (api) => api.records.query(a, request as object) };
    case 'POST objects/*/search':
      return { run: (api) => api.records.search(request as { query: string; objects: string[] }), own: true };
    case 'GET lists/*':
      return { run: (api) => (a === '' ? api.lists.list() : api.lists.get(a)) };
    case 'GET lists/*/views':
      return { run: (api) => api.lists.views(a) };
    case 'POST lists/*/entries/*':
      return { run: (api) => api.entries.query(a, request as object) };
    case 'GET notes':
      return { run: (api) => api.notes.list({}) };
    case 'GET tasks':
      return { run: (api) => api.tasks.list({}) };
    case 'GET threads':
      return {
        run: (api) =>
          api.threads.list({ record_id: searchParams.get('record_id')!, object: searchParams.get('object')! }),
        own: true,
      };
    case 'POST comments': {
      const { content, author, record } = data as {
        content: string;
        author: { id: string };
        record: { object: string; record_id: string };
      };
      const on = { object: record.object, recordId: record.record_id };
      return {
        run: (api) => api.comments.create(ok({ kind: 'comment.create', on, content, authorId: author.id })),
      };
    }
    case 'GET comments/*':
      return { run: (api) => api.comments.get(a) };
    case 'DELETE comments/*':
      return { run: (api) => api.comments.delete(ok({ kind: 'comment.delete', commentId: a })) };
    case 'GET meetings':
      return { run: (api) => api.meetings.list({}) };
    case 'GET files':
      return {
        run: (api) =>
          api.files.list({ object: searchParams.get('object')!, record_id: searchParams.get('record_id')! }),
      };
    case 'GET webhooks':
      return { run: (api) => api.webhooks.list() };
    case 'GET webhooks/*':
      return { run: (api) => api.webhooks.get(a) };
    case 'POST webhooks': {
      const { target_url, subscriptions } = data as { target_url: string; subscriptions: Subscription[] };
      return {
        run: (api) => api.webhooks.create(ok({ kind: 'webhook.create', targetUrl: target_url, subscriptions })),
      };
    }
    case 'DELETE webhooks/*':
      return { run: (api) => api.webhooks.delete(ok({ kind: 'webhook.delete', webhookId: a })) };
    case 'GET workspace_members':
      return { run: (api) => api.members.list() };
    case 'GET workspace_members/*':
      return { run: (api) => api.members.get(a) };
    default:
      throw new Error(`Nobody has said how the client would ask for ${shape}.`);
  }
}
