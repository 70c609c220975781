import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseAttioUrl } from '../../src/attio/webUrl.js';
import { seedId } from '../../src/sandbox/seed.js';
import { sampleFolder } from '../support/workbench/paths.js';

/** What the sample folder speaks of, by the names the sample workspace gives it. */
const known = new Map(
  (
    [
      ['companies', 'acme-robotics', 'lumen-health', 'granite-security', 'emoji'],
      ['people', 'grace-okafor', 'tomas-lindqvist', 'priya-venkat', 'rtl-name', 'umlauts'],
      ['deals', 'acme-renewal', 'acme-expansion', 'lumen-imaging'],
      ['projects', 'atlas-rollout'],
      ['notes', 'acme-kickoff'],
      ['lists', 'target-accounts'],
    ] as const
  ).flatMap(([kind, ...names]) => names.map((name) => [seedId(kind, name), name] as const)),
);

describe('the sample folder', () => {
  const files = readdirSync(sampleFolder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(sampleFolder, file))
    .filter((file) => statSync(file).isFile());
  const links = files.flatMap((file) => readFileSync(file, 'utf8').match(/https:\/\/app\.attio\.com\/[^\s)]+/g) ?? []);

  it('has links that lead into the sample workspace, save the two that explain themselves', () => {
    const strays: string[] = [];
    const met = new Set<string>();
    for (const url of links) {
      const link = parseAttioUrl(url.replace(/,$/, ''));
      assert.ok(link, `not an Attio link: ${url}`);
      const id =
        'noteId' in link ? link.noteId : 'listId' in link ? link.listId : 'recordId' in link ? link.recordId : '';
      const name = known.get(id ?? '');
      if (link.workspace === 'northwind-labs' && name !== undefined) met.add(name);
      else strays.push(`${link.workspace} ${id}`);
    }
    assert.deepEqual(strays.sort(), [
      'northwind-labs 00000000-0000-4000-8000-000000000000',
      'southwind-works 11111111-1111-4111-8111-111111111111',
    ]);
    assert.deepEqual(
      [...known.values()].filter((name) => !met.has(name)),
      [],
    );
  });

  it('names only addresses that cannot exist', () => {
    const hosts = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:@|https?:\/\/)([\w.-]+\.[a-z]+)/g)].map((match) => match[1]!),
    );
    assert.deepEqual(
      hosts.filter((host) => host !== 'app.attio.com' && !host.endsWith('.example')),
      [],
    );
  });
});
