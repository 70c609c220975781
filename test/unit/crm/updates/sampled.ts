/** Texts read against the sample workspace, as a surface reads them. */
import assert from 'node:assert/strict';
import type { Account } from '../../../../src/attio/account.js';
import { type AttioApi, createClient } from '../../../../src/attio/client.js';
import { parseScopes } from '../../../../src/attio/scopes.js';
import { createCatalog } from '../../../../src/crm/createCatalog.js';
import { writtenText } from '../../../../src/crm/edit/writable.js';
import type { Catalog } from '../../../../src/crm/types.js';
import { proposeUpdates } from '../../../../src/crm/updates/propose.js';
import type { Ground, Proposal, Proposed } from '../../../../src/crm/updates/types.js';
import { seedId } from '../../../../src/sandbox/seed.js';
import { startSandbox } from '../../../../src/sandbox/server.js';

export const ADA = seedId('members', 'ada');
/** A Saturday. */
export const NOW = new Date('2026-11-21T10:00:00.000Z');

export interface Sampled {
  sandbox: Awaited<ReturnType<typeof startSandbox>>;
  api: AttioApi;
  catalog: Catalog;
  ground(text: string, more?: Partial<Ground>): Ground;
  propose(text: string, more?: Partial<Ground>): Promise<Proposed>;
  /** Each proposal as a line: `[x] Deal Acme Robotics renewal 2027 · Deal value: $184,000 → $210,000`. */
  lines(text: string, more?: Partial<Ground>): Promise<string[]>;
  said(proposals: readonly Proposal[]): Promise<string[]>;
  close(): Promise<void>;
}

export async function sampled(): Promise<Sampled> {
  const sandbox = await startSandbox();
  const api = createClient({ baseUrl: sandbox.url, key: sandbox.key });
  const self = await api.self.get({ surface: 'test' });
  assert.ok(self.active);
  const account: Account = {
    id: `attio:${self.workspace_id}`,
    via: 'attio',
    workspaceId: self.workspace_id,
    slug: self.workspace_slug,
    name: self.workspace_name,
    scopes: parseScopes(self.scope),
  };
  const catalog = createCatalog(api, account, { locale: 'en-GB', timeZone: 'UTC' });
  const ground = (text: string, more: Partial<Ground> = {}): Ground => ({
    lines: text.split('\n').map((line, at) => ({ text: line, line: at + 1 })),
    title: 'notes',
    catalog,
    read: { surface: 'test' },
    now: NOW,
    timeZone: 'UTC',
    memberId: ADA,
    ...more,
  });
  const said = async (proposals: readonly Proposal[]) => {
    const members = await catalog.members({ surface: 'test' });
    const name = (id: string | undefined) =>
      members.find((one) => one.id.workspace_member_id === id)?.first_name ?? 'nobody';
    return Promise.all(
      proposals.map(async (one) => {
        const box = one.accepted ? '[x]' : '[ ]';
        switch (one.kind) {
          case 'note':
            return `${box} Note on ${one.about.title}: ${one.title}`;
          case 'task':
            return `${box} Task: ${one.content} | ${name(one.assignee)} | ${one.deadline ?? 'no day'} | ${one.links.map(({ title }) => title).join(', ')}`;
          case 'create': {
            const refers = Object.values(one.refers).map(({ title }) => ` at ${title}`);
            const values = Object.values(one.values).flat();
            const words = values.map((value) =>
              typeof value === 'object' && value !== null
                ? ((value as Record<string, string>).full_name ??
                  (value as Record<string, string>).original_phone_number)
                : String(value),
            );
            return `${box} New ${one.noun}: ${words.join(', ')}${refers.join('')}`;
          }
          case 'update': {
            const { about, attribute } = one;
            const choices = /^(?:select|status)$/.test(attribute.type)
              ? await catalog.choices(about.ref.object, attribute.api_slug, { surface: 'test' })
              : [];
            const words = (values: typeof one.values) =>
              writtenText(attribute, values, { choices, locale: 'en-US', timeZone: 'UTC' }) || '(empty)';
            return `${box} ${about.title} · ${attribute.title}: ${words(one.before)} → ${words(one.values)}`;
          }
        }
      }),
    );
  };
  const propose = (text: string, more?: Partial<Ground>) => proposeUpdates(ground(text, more));
  return {
    sandbox,
    api,
    catalog,
    ground,
    propose,
    said,
    lines: async (text, more) => said((await propose(text, more)).proposals),
    close: async () => {
      catalog.dispose();
      await api.close();
      await sandbox.close();
    },
  };
}
