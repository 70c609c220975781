/** What the catalog asks for edits is what a server of Attio's kind takes: filters of every type, entries, history. */
import assert from 'node:assert/strict';
import type { Account } from '../../../src/attio/account.js';
import { type AttioApi, createClient } from '../../../src/attio/client.js';
import { parseScopes } from '../../../src/attio/scopes.js';
import type { AttioRecord } from '../../../src/attio/types.js';
import { createCatalog } from '../../../src/crm/createCatalog.js';
import type { Catalog } from '../../../src/crm/types.js';
import { startSandbox } from '../../../src/sandbox/server.js';

const by = { surface: 'test' };

describe('the catalog over HTTP', () => {
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let api: AttioApi;
  let catalog: Catalog;

  before(async () => {
    sandbox = await startSandbox();
    api = createClient({ baseUrl: sandbox.url, key: sandbox.key });
    const self = await api.self.get(by);
    assert.ok(self.active);
    const account: Account = {
      id: `attio:${self.workspace_id}`,
      via: 'attio',
      workspaceId: self.workspace_id,
      slug: self.workspace_slug,
      name: self.workspace_name,
      scopes: parseScopes(self.scope),
    };
    catalog = createCatalog(api, account, { locale: 'en-GB', timeZone: 'UTC' });
  });
  after(async () => {
    catalog.dispose();
    await api.close();
    await sandbox.close();
  });

  async function send<T>(method: string, path: string, data: unknown): Promise<T> {
    const response = await fetch(`${sandbox.url}/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data }),
    });
    const answer = (await response.json()) as { data: T; message?: string };
    assert.equal(response.status, 200, answer.message);
    return answer.data;
  }

  /** What a look-up by the values of a record asks for. */
  const lookedFor: Record<string, (value: Record<string, unknown>) => unknown> = {
    text: (one) => one.value,
    number: (one) => one.value,
    currency: (one) => one.currency_value,
    rating: (one) => one.value,
    date: (one) => one.value,
    timestamp: (one) => one.value,
    select: (one) => (one.option as { title: string }).title,
    status: (one) => (one.status as { title: string }).title,
    domain: (one) => String(one.domain).toUpperCase(),
    'email-address': (one) => String(one.email_address).toUpperCase(),
    'phone-number': (one) => one.phone_number,
    'personal-name': (one) => one.full_name,
  };

  it('finds records by a value of every type that can be looked up', async () => {
    const seen = new Set<string>();
    for (const object of ['people', 'companies', 'deals', 'projects']) {
      const { records } = await catalog.recordsPage(object, { offset: 0 }, by);
      for (const attribute of await catalog.attributes(object, by)) {
        const holder = records.find((record) => (record.values[attribute.api_slug] ?? []).length > 0);
        const wanted = lookedFor[attribute.type];
        if (!holder || !wanted || attribute.api_slug === 'record_id') continue;
        const value = String(wanted(holder.values[attribute.api_slug]![0]!));
        if (value.trim() !== value) continue;
        const found = await catalog.recordsWith(object, attribute, [value, value], by);
        assert.ok(
          found.some((record) => record.id.record_id === holder.id.record_id),
          `${object}.${attribute.api_slug}: ${value}`,
        );
        seen.add(attribute.type);
      }
    }
    assert.deepEqual([...seen].sort(), Object.keys(lookedFor).sort());
  });

  it('reads the entries of a record that is in lists several times', async () => {
    const { records } = await catalog.recordsPage('companies', { offset: 0 }, by);
    const { record_id } = records[0]!.id;
    const ref = { object: 'companies', recordId: record_id };
    const before = await catalog.entriesOf(ref, by);
    for (let n = 0; n < 2; n++)
      await send('POST', '/lists/target_accounts/entries', {
        parent_object: 'companies',
        parent_record_id: record_id,
        entry_values: { fit: n + 1 },
      });
    const entries = await catalog.entriesOf(ref, by);
    assert.equal(entries.length, before.length + 2);
    assert.ok(entries.every((entry) => entry.parent_record_id === record_id));
  });

  it('tells who changed a stage and when', async () => {
    const { records } = await catalog.recordsPage('deals', { offset: 0 }, by);
    const { record_id } = records[0]!.id;
    for (const stage of ['Negotiation', 'Lost'])
      await send('PATCH', `/objects/deals/records/${record_id}`, { values: { stage } });
    const told = await catalog.history({ object: 'deals', recordId: record_id }, 'stage', by);
    assert.deepEqual(
      told.slice(0, 2).map(({ text, by: who }) => [text, who]),
      [
        ['Lost', 'API token'],
        ['Negotiation', 'API token'],
      ],
    );
    assert.equal(told[0]!.until, null);
    assert.equal(told[1]!.until, told[0]!.from);
  });

  it('reads archived options, saved views and their records, lists, and every record', async () => {
    const choices = await catalog.choices('companies', 'account_status', by);
    assert.ok(choices.some((choice) => choice.archived) && choices.some((choice) => !choice.archived));
    const [view] = await catalog.views('companies', by);
    assert.ok(view);
    const page = await catalog.recordsPage('companies', { offset: 0, viewId: view.id.view_id }, by);
    assert.ok(page.records.length > 0);
    assert.ok((await catalog.lists(by)).some((list) => list.api_slug === 'target_accounts'));
    const all: AttioRecord[] = [];
    for await (const some of catalog.everyRecord('companies', by)) all.push(...some);
    const days = all.map((record) => record.created_at);
    assert.deepEqual(days, [...days].sort());
    assert.equal(new Set(all.map((record) => record.id.record_id)).size, all.length);
  });
});
