import assert from 'node:assert/strict';
import type { Account } from '../../../../src/attio/account.js';
import { AttioError, type AttioErrorDetails } from '../../../../src/attio/errors.js';
import type { AttioRecord, Note } from '../../../../src/attio/types.js';
import { parseAttioUrl } from '../../../../src/attio/webUrl.js';
import { Redactor } from '../../../../src/audit/redact.js';
import type { Catalog, ReadOptions, RecordSummary } from '../../../../src/crm/types.js';
import { describeLink, HOVER_COMMANDS } from '../../../../src/editor/links/describe.js';
import { type Connection, NotSignedIn, type Services } from '../../../../src/editor/services.js';

const ID = '891dcbfc-9141-415d-9b2a-2238a6cc012d';
const NOTE = '0e8b3c1a-1111-4222-8333-444455556666';
const account = (slug: string, more: Partial<Account> = {}): Account => ({
  id: `attio:${slug}`,
  via: 'attio',
  workspaceId: slug,
  slug,
  name: slug === 'acme' ? 'Acme Inc.' : 'Other Ltd',
  scopes: ['record_permission:read', 'object_configuration:read', 'note:read-write'],
  ...more,
});

const summary: RecordSummary = {
  ref: { object: 'companies', recordId: ID },
  title: 'Northwind',
  description: 'northwind.example · Customer',
  objectNoun: 'Company',
  webUrl: null,
  facts: [
    { title: 'Domains', text: 'northwind.example' },
    { title: 'Owner', text: 'Ada' },
  ],
};
const note = {
  id: { workspace_id: 'w', note_id: NOTE },
  parent_object: 'companies',
  parent_record_id: ID,
  title: 'Kick-off',
  content_plaintext: `First line\n\n${'word '.repeat(200)}`,
  content_markdown: '',
  created_by_actor: null,
  created_at: '',
} as Note;

interface World {
  accounts?: Account[];
  active?: Account;
  catalog?: Partial<Catalog>;
  current?: () => Promise<Connection>;
}

function services({ accounts = [account('acme')], active = accounts[0], catalog = {}, current }: World = {}): Services {
  const connection = (one: Account) => ({ account: one, catalog }) as unknown as Connection;
  return {
    accounts: { list: accounts, active },
    redactor: new Redactor(),
    connections: {
      current: current ?? (async () => connection(active!)),
      forSlug: async (slug: string) => {
        const one = accounts.find((candidate) => candidate.slug === slug);
        return one && connection(one);
      },
    },
  } as unknown as Services;
}

const tell = (world: World | undefined, path: string, signal = new AbortController().signal) => {
  const url = `https://app.attio.com/${path}`;
  return describeLink(services(world), parseAttioUrl(url)!, url, signal);
};

/** The text without the targets of links, as one reads it. */
const read = (markdown: string | undefined) =>
  markdown!
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/\\(.)/g, '$1')
    .replaceAll('&nbsp;', ' ');
const commandsIn = (markdown: string | undefined) =>
  [...markdown!.matchAll(/\]\(command:([\w.]+)/g)].map(([, id]) => id);

describe('the hover of a record', () => {
  it('tells name, kind, values and account, and what can be done', async () => {
    const asked: ReadOptions[] = [];
    const text = await tell(
      {
        catalog: {
          summary: async (_ref, options) => {
            asked.push(options);
            return summary;
          },
        },
      },
      `acme/company/${ID}`,
    );
    assert.equal(
      read(text),
      [
        '$(organization) **Northwind** — Company',
        'northwind.example · Customer',
        'Owner: Ada',
        '$(account) Acme Inc.',
        '[$(go-to-file) Open Record]  ·  [$(link-external) Open in Attio]  ·  [$(note) New Note]  ·  [$(copy) Copy ID]',
      ].join('\n\n'),
    );
    assert.deepEqual(commandsIn(text), ['attio.openRecord', 'attio.newNote', 'attio.copyId']);
    assert(text!.includes(`(https://app.attio.com/acme/company/${ID})`));
    const argument = JSON.parse(decodeURIComponent(/command:attio\.openRecord\?([^)]*)/.exec(text!)![1]!));
    assert.deepEqual(argument, [{ object: 'companies', recordId: ID, account: 'attio:acme' }]);
    assert.equal(asked[0]!.surface, 'hover');
    assert.equal(asked[0]!.names, 'known');
    assert(asked[0]!.signal instanceof AbortSignal);
  });

  it('offers no note to a key that may not write notes', async () => {
    const reader = account('acme', { scopes: ['record_permission:read', 'note:read'] });
    const text = await tell({ accounts: [reader], catalog: { summary: async () => summary } }, `acme/company/${ID}`);
    assert.doesNotMatch(text!, /New Note/);
  });

  it('has no link into Attio for the sample workspace, where it would lead nowhere', async () => {
    const sample = account('acme', { via: 'sample' });
    const text = await tell({ accounts: [sample], catalog: { summary: async () => summary } }, `acme/company/${ID}`);
    assert.doesNotMatch(text!, /https:\/\/app\.attio\.com/);
    assert.match(read(text), /Acme Inc\. \(sample\)/);
  });

  it('makes nothing of what stands in names and values', async () => {
    const evil = '$(zap) [x](command:attio.newNote) <b>b</b> `c`\n# d';
    const hostile = {
      ...summary,
      title: evil,
      description: evil,
      objectNoun: evil,
      facts: [{ title: evil, text: `${evil}!` }],
    };
    const owner = account('acme', { name: evil });
    const text = await tell({ accounts: [owner], catalog: { summary: async () => hostile } }, `acme/company/${ID}`);
    assert.deepEqual(commandsIn(text), ['attio.openRecord', 'attio.newNote', 'attio.copyId']);
    assert.doesNotMatch(text!, /<b>|\$\(zap\)|\n# d|[^\\]`/);
  });

  it('says that it is gone, or that it may be a saved view', async () => {
    const catalog = { summary: async () => undefined };
    const gone = 'There is no such record in Acme Inc.: it was deleted or merged, or never existed';
    const told = read(await tell({ catalog }, `acme/company/${ID}`));
    assert(told.includes(`${gone}, or this API key may not see it.`), told);
    const accounts = [account('acme', { via: 'sample' })];
    const sample = read(await tell({ catalog, accounts }, `acme/company/${ID}`));
    assert(sample.includes(`${gone}.`), sample);
    assert.match(
      read(await tell({ catalog }, `acme/companies/view/${ID}`)),
      /no such record in Acme Inc\.\. It may be a saved view of Companies/,
    );
  });

  it('offers a list in Attio, beside its parts', async () => {
    const text = await tell({}, `acme/collection/${ID}`);
    assert.match(read(text), /Open in Attio\].*Show Its Parts\]/);
    assert(text!.includes(`](https://app.attio.com/acme/collection/${ID}`), text);
  });
});

describe('the hover of a link to elsewhere', () => {
  it('asks to sign in when signed out', async () => {
    const text = await tell({ accounts: [] }, `acme/company/${ID}`);
    assert.match(read(text), /in the workspace \*\*acme\*\*\. Sign in to Attio to see what it is\./);
    assert.deepEqual(commandsIn(text), ['attio.signIn']);
  });

  it('names its workspace and the one signed in to', async () => {
    const text = await tell({ accounts: [account('other')] }, `acme/company/${ID}`);
    assert.match(read(text), /workspace \*\*acme\*\*\. You are signed in to \*\*other\*\*: Other Ltd\./);
  });

  it('looks it up in another account that is signed in', async () => {
    const accounts = [account('other'), account('acme')];
    const text = await tell({ accounts, catalog: { summary: async () => summary } }, `acme/company/${ID}`);
    assert.match(read(text), /\*\*Northwind\*\*/);
    assert.match(read(text), /\$\(account\) Acme Inc\., not the active account/);
  });

  it('asks for the key when it is gone', async () => {
    const current = async () => {
      throw new NotSignedIn('keyMissing');
    };
    const text = await tell({ current }, `acme/company/${ID}`);
    assert.match(read(text), /key of this Attio account is missing on this machine/);
    assert.deepEqual(commandsIn(text), ['attio.enterKey']);
  });
});

describe('the hover of a link that cannot be read', () => {
  const failing = (details: Partial<AttioErrorDetails>) => ({
    catalog: {
      summary: async () => {
        throw new AttioError({
          kind: 'offline',
          operation: 'records.query',
          message: 'Could not read it.',
          remedy: 'Do this.',
          fate: 'no',
          ...details,
        });
      },
    },
  });

  for (const [kind, icon] of [
    ['offline', 'debug-disconnect'],
    ['permission', 'lock'],
    ['rate-limited', 'watch'],
    ['timeout', 'clockface'],
    ['proxy', 'globe'],
    ['server', 'error'],
    ['conflict', 'error'],
    ['unreadable', 'error'],
  ] as const) {
    it(`says what happened and what to do: ${kind}`, async () => {
      const text = await tell(failing({ kind }), `acme/company/${ID}`);
      assert.match(read(text), new RegExp(`\\$\\(${icon}\\) Could not read it\\. Do this\\.`));
      assert.match(read(text), /Attio record\*\* — Companies/);
    });
  }

  it('offers to enter a key that Attio refuses', async () => {
    assert.deepEqual(commandsIn(await tell(failing({ kind: 'key-invalid' }), `acme/company/${ID}`)), [
      'attio.enterKey',
    ]);
  });

  it('shows nothing once the mouse has left', async () => {
    assert.equal(await tell(failing({ kind: 'cancelled' }), `acme/company/${ID}`), undefined);
    const left = AbortSignal.abort();
    assert.equal(await tell(failing({ kind: 'offline' }), `acme/company/${ID}`, left), undefined);
  });

  it('escapes what Attio says', async () => {
    const text = await tell(failing({ message: 'No [x](command:attio.newNote) $(zap)' }), `acme/company/${ID}`);
    assert.deepEqual(commandsIn(text), []);
    assert.doesNotMatch(text!, /\$\(zap\)/);
  });
});

describe('the hover of a note', () => {
  const path = `acme/companies/record/${ID}/notes?modal=note&id=${NOTE}`;

  it('tells title, beginning and the record it is on, by name when that is known', async () => {
    const known = { note: async () => note, peek: () => ({}) as AttioRecord, summary: async () => summary };
    const text = read(await tell({ catalog: known }, path));
    assert.match(text, /^\$\(note\) \*\*Kick-off\*\* — Note\n\n> First line {2}\n> word word/);
    assert.match(text, /On \$\(organization\) \*\*Northwind\*\* — Company/);
    const quoted = [...text.matchAll(/^> (.*)$/gm)].map(([, line]) => line).join(' ');
    assert(quoted.length <= 310 && quoted.endsWith('word…'), quoted);
  });

  it('asks for nothing but the note', async () => {
    const catalog = {
      note: async () => note,
      peek: () => undefined,
      summary: async () => assert.fail('asked for the record'),
    };
    assert.match(read(await tell({ catalog }, path)), /On a record in \$\(organization\) Companies/);
  });

  it('says that it was deleted, and still opens its record', async () => {
    const text = await tell({ catalog: { note: async () => undefined } }, path);
    assert.match(read(text), /This note is not in Attio any more: it was deleted\./);
    assert.deepEqual(commandsIn(text), ['attio.openRecord']);
    assert.deepEqual(
      commandsIn(await tell({ catalog: { note: async () => undefined } }, `acme/notes/notes?modal=note&id=${NOTE}`)),
      [],
    );
  });
});

describe('the hover of other pages', () => {
  it('says what they are without asking', async () => {
    for (const [path, words] of [
      [`acme/tasks?id=${ID}&command-menu-page=task`, /Attio task\*\*\n\nA task\. .*shown in Attio/],
      [`acme/collection/${ID}`, /Attio list\*\*\n\nA list of records/],
      [`acme/calls/${ID}/${NOTE}`, /Attio call recording\*\*\n\nThe recording of a call/],
    ] as const) {
      const text = await tell({}, path);
      assert.match(read(text), words);
      assert.match(read(text), /Open in Attio.*Show Its Parts/);
    }
  });

  it('names the object of a table', async () => {
    const catalog = { object: async () => ({ plural_noun: 'Sales leads' }) as never };
    assert.match(
      read(await tell({ catalog }, 'acme/leads/view')),
      /\*\*Sales leads\*\* — Table\n\nAll Sales leads, as Attio shows them\./,
    );
    assert.match(
      read(await tell({ catalog: { object: async () => undefined } }, 'acme/leads/view')),
      /No such object is visible/,
    );
  });
});

describe('commands of hovers', () => {
  it('are all on the list of those enabled, and only ours are', async () => {
    for (const world of [
      { catalog: { summary: async () => summary } },
      { accounts: [] },
      { accounts: [account('other')] },
      {},
    ]) {
      for (const path of [`acme/company/${ID}`, `acme/collection/${ID}`]) {
        for (const id of commandsIn(await tell(world, path))) assert(HOVER_COMMANDS.includes(id!), id);
      }
    }
    for (const id of HOVER_COMMANDS) assert.match(id, /^attio\./);
  });
});
