import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  CancellationTokenSource,
  ConfigurationTarget,
  commands,
  type DocumentLink,
  env,
  type Hover,
  type MarkdownString,
  Position,
  Selection,
  TabInputWebview,
  type TextDocument,
  window,
  workspace,
} from 'vscode';
import { HOVER_COMMANDS } from '../../src/editor/links/describe.js';
import { hover } from '../../src/editor/links/hover.js';
import { SEED_WORKSPACE, seedId, seedUrl } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, requestsTo, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { scriptedUi } from './support/scriptedUi.js';

const ROOT = `https://app.attio.com/${SEED_WORKSPACE.slug}`;
const open = (content: string, language = 'plaintext') => workspace.openTextDocument({ content, language });

/** The hovers of ours at a place, as Markdown. */
async function hoversAt(document: TextDocument, line: number, character: number): Promise<MarkdownString[]> {
  const hovers = await commands.executeCommand<Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    new Position(line, character),
  );
  return hovers
    .flatMap(({ contents }) => contents as MarkdownString[])
    .filter(({ value }) => /attio|\$\(account\)/i.test(value));
}
const hoverOver = async (url: string): Promise<string> => {
  const document = await open(`see ${url} there`);
  const [text, ...more] = await hoversAt(document, 0, 20);
  assert(text, `no hover on ${url}`);
  assert.equal(more.length, 0, 'one hover, not several');
  return text.value;
};

const linksOf = async (document: TextDocument): Promise<string[]> => {
  const links = await commands.executeCommand<DocumentLink[]>('vscode.executeLinkProvider', document.uri, 100);
  return links.map(({ target }) => decodeURIComponent(target?.toString() ?? ''));
};

describe('links: hover', () => {
  let sandbox: Sandbox;
  /** Requests since the last call, as `METHOD /path`. */
  let seen = 0;
  const requests = () => {
    const list = requestsTo(sandbox)
      .slice(seen)
      .map(({ method, path }) => `${method} ${path}`);
    seen += list.length;
    return list;
  };

  before(async () => {
    sandbox = await signInToSandbox();
    // What objects and attributes are called is learnt once per workspace, not per link.
    await hoverOver(seedUrl('companies', 'lumen-health'));
    await hoverOver(seedUrl('people', 'grace-okafor'));
    await hoverOver(seedUrl('deals', 'acme-renewal'));
  });
  beforeEach(() => void requests());
  after(async () => {
    await signOutEverywhere();
    await sandbox.close();
  });

  it('tells what a link points to, with one request, and then with none', async () => {
    const url = seedUrl('companies', 'acme-robotics');
    const text = await hoverOver(url);
    assert.match(text, /\*\*Acme Robotics\*\* — Company/);
    assert.match(text, /acme\\-robotics\\\.example/);
    assert.match(text, /Northwind Labs/);
    assert.deepEqual(requests(), ['POST /v2/objects/companies/records/query']);
    assert.equal(await hoverOver(`${url}/overview?tab=1#top`), text.replace(`${url})`, `${url}/overview?tab=1#top)`));
    assert.deepEqual(requests(), []);
  });

  it('asks for nothing but the record, however many others it refers to', async () => {
    await hoverOver(seedUrl('people', 'priya-venkat'));
    assert.deepEqual(requests(), ['POST /v2/objects/people/records/query']);
  });

  it('asks once per object for a hundred links at once', async () => {
    const { services } = await attio();
    const { catalog } = await services.connections.current();
    const names = await Promise.all(
      ['companies', 'people'].map((object) => catalog.recordsPage(object, { offset: 0 }, { surface: 'test' })),
    );
    const urls = names.flatMap(({ records }) => records.map(({ web_url }) => web_url!));
    catalog.forget({ what: 'object', object: 'companies' });
    catalog.forget({ what: 'object', object: 'people' });
    const document = await open(urls.join('\n'));
    const warm = [seedUrl('companies', 'acme-robotics'), seedUrl('people', 'grace-okafor')];
    for (const url of warm) await hoverOver(url);
    requests();
    const all = await Promise.all(urls.map((_url, line) => hoversAt(document, line, 30)));
    assert.equal(all.length, 100);
    for (const found of all) assert.equal(found.length, 1);
    const queries = requests();
    assert.deepEqual([...new Set(queries)].sort(), [
      'POST /v2/objects/companies/records/query',
      'POST /v2/objects/people/records/query',
    ]);
    // VS Code hands the hundred over in more than one turn of its loop, and each turn is one query per object.
    assert(queries.length <= 8, `${queries.length} requests`);
  });

  it('trusts its own commands and no others, and shows hostile names as they are', async () => {
    const { services } = await attio();
    const document = await open(seedUrl('companies', 'command-link'));
    const [text] = await hoversAt(document, 0, 20);
    assert.deepEqual((text!.isTrusted as { enabledCommands: string[] }).enabledCommands, HOVER_COMMANDS);
    assert.notEqual(text!.supportHtml, true);
    assert.doesNotMatch(text!.value, /\]\(command:(?!attio\.)/);
    assert.doesNotMatch(await hoverOver(seedUrl('companies', 'theme-icon')), /\$\(zap\)|\$\(trash\)/);
    assert.doesNotMatch(await hoverOver(seedUrl('companies', 'markup')), /<b>|<img/);
    assert(services.accounts.active);
  });

  it('tells a note by its title and beginning', async () => {
    const note = `${ROOT}/companies/record/${seedId('companies', 'acme-robotics')}/notes?modal=note&id=${seedId('notes', 'acme-kickoff')}`;
    await hoverOver(seedUrl('companies', 'acme-robotics'));
    requests();
    const text = await hoverOver(note);
    assert.match(text, /\*\*Kick\\-off\\: second plant\*\* — Note/);
    assert.match(text, /On \$\(organization\) \*\*Acme Robotics\*\*/);
    assert.match(text, /^> /m);
    assert.deepEqual(
      requests().map((one) => one.split('?')[0]),
      [`GET /v2/notes/${seedId('notes', 'acme-kickoff')}`],
    );
  });

  it('says what other pages are, without a request', async () => {
    assert.match(await hoverOver(`${ROOT}/collection/${seedId('lists', 'target-accounts')}`), /\*\*Attio list\*\*/);
    assert.match(await hoverOver(`${ROOT}/companies/view`), /\*\*Companies\*\* — Table/);
    assert.deepEqual(requests(), []);
  });

  it('says what is to be done, until when, by whom and about what, and that a task is gone', async () => {
    const task = (id: string) => `${ROOT}/tasks?id=${id}&command-menu-page=task`;
    const text = await hoverOver(task(seedId('tasks', 'site-visit')));
    for (const said of [/\*\*Book the site visit in Boston\*\*/, /Due .*2027/, /Bruno Castellan/, /Acme.* — Deal/])
      assert.match(text, said);
    assert.match(text, /command:attio\.completeTask/);
    assert.deepEqual(
      requests().filter((one) => /tasks/.test(one)),
      [`GET /v2/tasks/${seedId('tasks', 'site-visit')}`],
    );
    assert.match(await hoverOver(task(seedId('tasks', 'nobody knows it'))), /This task is not in Attio any more/);
  });

  it('says that a record is gone, and that an old link may be a view', async () => {
    const gone = '00000000-1111-4222-8333-444444444444';
    assert.match(
      await hoverOver(`${ROOT}/company/${gone}`),
      /no such record in Northwind Labs: it was deleted or merged, or never existed/,
    );
    assert.match(await hoverOver(`${ROOT}/companies/view/${gone}`), /It may be a saved view of Companies/);
    assert.match(
      await hoverOver(`${ROOT}/companies/view/${seedId('companies', 'acme-robotics')}`),
      /\*\*Acme Robotics\*\*/,
    );
    assert.match(await hoverOver(`${ROOT}/notes/notes?modal=note&id=${gone}`), /This note is not in Attio any more/);
  });

  it('says which workspace a link is of when it is another one', async () => {
    const text = await hoverOver(seedUrl('companies', 'acme-robotics').replace(SEED_WORKSPACE.slug, 'someone-else'));
    assert.match(text, /\*\*someone\\-else\*\*\. You are signed in to \*\*northwind\\-labs\*\*: Northwind Labs\./);
    assert.deepEqual(requests(), []);
  });

  it('says in a sentence what keeps it from telling', async () => {
    const url = (name: string) => `${ROOT}/company/${seedId('companies', name)}`;
    const unknown = (digit: number) => `${ROOT}/company/0000000${digit}-1111-4222-8333-444444444444`;
    const path = '/companies/records/query';
    sandbox.setFaults([{ kind: 'status', status: 400, code: 'validation_type', message: 'Nope <b>.', path }]);
    assert.match(await hoverOver(unknown(2)), /\$\(error\).*Nope &lt;b&gt;/);
    sandbox.setFaults([{ kind: 'malformed', body: '<html>Sign in to the Wi-Fi</html>', times: 9 }]);
    assert.match(await hoverOver(unknown(3)), /is not JSON/);
    sandbox.setFaults([]);
    // A failure is not remembered.
    assert.match(await hoverOver(url('lumen-health')), /\*\*Lumen Health\*\*/);
    assert.match(
      await hoverOver(unknown(2)),
      /no such record in Northwind Labs: it was deleted or merged, or never existed/,
    );
  });

  it('lets go when the mouse leaves, and the request with it', async () => {
    const { services } = await attio();
    const url = `${ROOT}/company/00000009-1111-4222-8333-444444444444`;
    const query = '/companies/records/query';
    sandbox.setFaults([{ kind: 'hang', path: query }]);
    const mouse = new CancellationTokenSource();
    const shown = hover(services, { text: url, start: 0 }, new Position(0, 20), mouse.token);
    while (!requests().some((one) => one.endsWith(query))) await new Promise(setImmediate);
    mouse.cancel();
    assert.equal(await shown, undefined);
    sandbox.setFaults([]);
    await services.audit.flush();
    const folder = path.join(services.context.globalStorageUri.fsPath, 'audit');
    const newest = (await readdir(folder)).sort().at(-1)!;
    const entries = (await readFile(path.join(folder, newest), 'utf8')).trim().split('\n');
    const last = entries.map((entry) => JSON.parse(entry)).findLast(({ surface }) => surface === 'hover');
    assert.deepEqual([last.surface, last.operation, last.outcome], ['hover', 'records.query', 'cancelled']);
  });

  it('asks nobody for a document without links, a long line, or when it is off', async () => {
    const url = seedUrl('companies', 'halcyon');
    const long = await open(`${'x'.repeat(2_000_000)} ${url} ${'x'.repeat(2_000_000)}`);
    assert.deepEqual(await hoversAt(long, 0, 100), []);
    assert.deepEqual(await hoversAt(await open('nothing here'), 0, 3), []);
    const settings = workspace.getConfiguration('attio');
    await settings.update('hover.enabled', false, ConfigurationTarget.Global);
    try {
      assert.deepEqual(await hoversAt(await open(url), 0, 20), []);
    } finally {
      await settings.update('hover.enabled', undefined, ConfigurationTarget.Global);
    }
    assert.deepEqual(requests(), []);
    assert.equal((await hoversAt(long, 0, 2_000_030)).length, 1);
  });

  it('works in any language and in the middle of Markdown', async () => {
    const url = seedUrl('companies', 'acme-robotics');
    for (const [language, before] of [
      ['markdown', '[Acme]('],
      ['json', '{"url": "'],
      ['typescript', '// '],
      ['csv', 'a,'],
    ] as const) {
      const document = await open(`${before}${url})"}`, language);
      const [text] = await hoversAt(document, 0, before.length + 10);
      assert.match(text?.value ?? '', /\*\*Acme Robotics\*\*/, language);
      assert.deepEqual(await hoversAt(document, 0, 0), [], language);
    }
  });
});

describe('links: a key that may not read', () => {
  it('names the scope that is missing', async () => {
    const sandbox = await signInToSandbox({ scopes: ['object_configuration:read'] });
    try {
      assert.match(await hoverOver(seedUrl('companies', 'acme-robotics')), /\$\(lock\).*record\\_permission\\:read/);
    } finally {
      await signOutEverywhere();
      await sandbox.close();
    }
  });
});

describe('links: signed out', () => {
  it('offers to sign in', async () => {
    await signOutEverywhere();
    assert.match(
      await hoverOver(seedUrl('companies', 'acme-robotics')),
      /\[\$\(sign-in\) Sign In\]\(command:attio\.signIn\)/,
    );
  });

  it('leaves Ctrl+click to VS Code', async () => {
    const url = seedUrl('companies', 'acme-robotics');
    assert.deepEqual(await linksOf(await open(url)), [url]);
  });
});

describe('links: Ctrl/Cmd+click', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await signInToSandbox();
  });
  after(async () => {
    await signOutEverywhere();
    await sandbox.close();
  });

  const record = seedUrl('companies', 'acme-robotics');
  const list = `${ROOT}/collection/${seedId('lists', 'target-accounts')}`;
  const foreign = record.replace(SEED_WORKSPACE.slug, 'someone-else');

  it('opens records here and leaves other links to the browser', async () => {
    const document = await open([record, list, foreign, 'https://example.com/'].join('\n'));
    assert.deepEqual(await linksOf(document), [
      `command:attio.openLink?["${record}"]`,
      list,
      foreign,
      'https://example.com/',
    ]);
  });

  it('does so in Markdown, whose own links would win otherwise', async () => {
    const document = await open(`[Acme](${record}) and ${record}`, 'markdown');
    await window.showTextDocument(document);
    const ours = `command:attio.openLink?["${record}"]`;
    // Markdown's own links arrive when its server is up.
    for (let tries = 0; tries < 200; tries++) {
      const links = await linksOf(document);
      if (links.length === 2 && links.every((link) => link === ours)) break;
      await new Promise(setImmediate);
    }
    assert.deepEqual(await linksOf(document), [ours, ours]);
  });

  it('can be off', async () => {
    const settings = workspace.getConfiguration('attio');
    await settings.update('links.openHere', false, ConfigurationTarget.Global);
    try {
      assert.deepEqual(await linksOf(await open(record)), [record]);
    } finally {
      await settings.update('links.openHere', undefined, ConfigurationTarget.Global);
    }
  });

  it('opens the page of the record, also of a note, and the browser for what is no record', async () => {
    const { ui } = await attio();
    const script = scriptedUi();
    ui.use(script);
    const shown = (title: string) =>
      window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ label, input }) => label === title && input instanceof TabInputWebview);
    const note = `${ROOT}/notes/notes?modal=note&id=${seedId('notes', 'acme-kickoff')}`;
    const page = new Promise<void>((resolve) => {
      const listening = window.tabGroups.onDidChangeTabs(() => {
        if (!shown('Acme Robotics')) return;
        listening.dispose();
        resolve();
      });
    });
    await commands.executeCommand('attio.openLink', note);
    await page;
    const view = `${ROOT}/companies/view/00000000-1111-4222-8333-444444444444`;
    await commands.executeCommand('attio.openLink', view);
    await commands.executeCommand('attio.openLink', foreign);
    assert.deepEqual(script.opened, [view, foreign]);
    await commands.executeCommand('attio.openLink', 'command:workbench.action.quit');
    assert.equal(script.said.at(-1)?.severity, 'error');
    assert.deepEqual(script.opened, [view, foreign]);
    ui.use(undefined);
    await commands.executeCommand('workbench.action.closeAllEditors');
  });
});

describe('links: parse URL', () => {
  const id = seedId('companies', 'acme-robotics');
  const url = seedUrl('companies', 'acme-robotics');
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await signInToSandbox();
  });
  after(async () => {
    await signOutEverywhere();
    await sandbox.close();
  });
  const run = async (...answers: Parameters<typeof scriptedUi>) => {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    await commands.executeCommand('attio.parseUrl');
    script.done();
    ui.use(undefined);
    return script;
  };

  it('takes the selection and copies its parts as JSON', async () => {
    const document = await open(`see ${url} there`);
    const editor = await window.showTextDocument(document);
    editor.selection = new Selection(0, 4, 0, 4 + url.length);
    const script = await run({ pick: 'Copy as JSON' });
    assert.deepEqual(JSON.parse(script.copied[0]!), {
      kind: 'record',
      workspace: 'northwind-labs',
      object: 'companies',
      recordId: id,
    });
    assert.deepEqual(script.asked[0]!.labels, [
      'Copy as JSON',
      'Open Here',
      'Open in Attio',
      'Kind',
      'Name',
      'Workspace',
      'Object',
      'Record ID',
    ]);
  });

  it('takes the link under the cursor, and copies a part', async () => {
    const editor = await window.showTextDocument(await open(`see ${url} there`));
    editor.selection = new Selection(0, 30, 0, 30);
    assert.deepEqual((await run({ pick: 'Record ID' })).copied, [id]);
    assert.deepEqual((await run({ pick: 'Name' })).copied, ['Acme Robotics']);
  });

  it('asks when there is none, with a link from the clipboard to begin with', async () => {
    await window.showTextDocument(await open('nothing'));
    await env.clipboard.writeText('not for you');
    const script = await run({ input: `${ROOT}/tasks?id=${id}&command-menu-page=task` }, { pick: 'Task ID' });
    assert.deepEqual(script.copied, [id]);
    assert(!script.asked[1]!.labels!.includes('Open Here'));
  });

  it('explains what is wrong with a bad one, shortened, and asks again', async () => {
    const editor = await window.showTextDocument(await open(`https://app.attio.com.evil.example/${'x'.repeat(500)}`));
    editor.selection = new Selection(0, 0, 0, 400);
    const script = await run({ press: 'Try Another…', on: /is not an Attio link/ }, { input: url }, { pick: 'Object' });
    assert.match(script.said[0]!.message, /Its host is app\.attio\.com\.evil\.example/);
    assert(script.said[0]!.message.length < 260);
    assert.deepEqual(script.copied, ['companies']);
  });

  it('says why a name is not known', async () => {
    const editor = await window.showTextDocument(await open(`${ROOT}/company/00000000-1111-4222-8333-444444444444`));
    editor.selection = new Selection(0, 30, 0, 30);
    const script = await run({ pick: 'Copy as JSON' });
    assert(!script.asked[0]!.labels!.includes('Open Here'));
  });
});
