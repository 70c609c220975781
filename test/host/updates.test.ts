/** "Turn Text into CRM Updates": what a text asks for, reviewed, applied as one batch, and taken back as one. */
import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { commands, type TextDocument, ViewColumn, type WebviewPanel, window, workspace } from 'vscode';
import { type AttioApi, createClient } from '../../src/attio/client.js';
import { createChangeService } from '../../src/changes/service.js';
import { createCatalog } from '../../src/crm/createCatalog.js';
import { editsFolder } from '../../src/editor/documents/store.js';
import type { Connection, Services } from '../../src/editor/services.js';
import { textIntoUpdates } from '../../src/editor/updates/late.js';
import type { UpdatesPage } from '../../src/editor/updates/page.js';
import { UpdatesPages } from '../../src/editor/updates/pages.js';
import type { Reader } from '../../src/editor/updates/reader.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { connection, writes } from './support/changes.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const DEAL = seedId('deals', 'acme-renewal');
const NOTES = `# Acme Robotics: renewal

The Acme Robotics renewal is $210,000 now. Grace asks for a discount.
It is not moved to Lost. Should we move it to Won?

## Next steps
- [ ] Send the order form to Grace by 2031-03-07 (@Ada)
- [ ] Ask Mina about the safety audit

Also there: Mina Harlow <mina.harlow@velvet-forge.example> from Velvet Forge.
`;

describe('text into updates', () => {
  let sandbox: Sandbox;
  let services: Services;
  let pages: UpdatesPages;

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    ({ services } = await attio());
    pages = new UpdatesPages(services);
  });
  afterEach(async () => {
    pages.dispose();
    await commands.executeCommand('workbench.action.closeAllEditors');
    await signOutEverywhere();
    await sandbox.close();
  });

  const show = async (content: string): Promise<TextDocument> => {
    const document = await workspace.openTextDocument({ language: 'markdown', content });
    await window.showTextDocument(document);
    return document;
  };

  /** Runs with these answers, all of which must be asked for. */
  async function answering<T>(answers: Answer[], run: () => Promise<T>): Promise<{ result: T; script: ScriptedUi }> {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    const result = await run();
    script.done();
    return { result, script };
  }

  const noModels = async (): Promise<Reader[]> => [];
  const open = async (content = NOTES, models = noModels, answers: Answer[] = []): Promise<UpdatesPage> => {
    await show(content);
    const { result } = await answering(answers, () => textIntoUpdates(services, undefined, { models, pages }));
    assert(result);
    return result;
  };
  const idOf = (page: UpdatesPage, pattern: RegExp): string => {
    const entry = page.entries.find(({ proposal }) => pattern.test(JSON.stringify(proposal)));
    assert(entry, `${pattern}: ${page.body}`);
    return entry.proposal.id;
  };
  const stages = (page: UpdatesPage) => page.entries.map(({ proposal, stage }) => `${proposal.kind} ${stage}`);

  async function read<T>(path: string): Promise<T> {
    const answer = await fetch(`${sandbox.url}/v2/${path}`, { headers: { authorization: `Bearer ${sandbox.key}` } });
    assert.equal(answer.status, 200, path);
    return ((await answer.json()) as { data: T }).data;
  }
  interface Task {
    content_plaintext: string;
    deadline_at: string | null;
    linked_records: { target_record_id: string }[];
    assignees: { referenced_actor_id: string }[];
  }
  const dealValue = async () =>
    (await read<{ values: { value: { currency_value: number }[] } }>(`objects/deals/records/${DEAL}`)).values.value[0]
      ?.currency_value;

  /** What was written; searching is a POST too. */
  const written = () => writes(sandbox).filter((one) => !one.endsWith('/search'));

  it('proposes with what is there before and after and the sentence, and writes nothing by itself', async () => {
    const { body, entries } = await open();
    assert.deepEqual(
      entries.map(({ proposal }) => proposal.kind),
      ['note', 'create', 'create', 'update', 'task', 'task'],
    );
    assert.match(body, /class="before"[^>]*>\$184,000.*class="after"[^>]*>\$210,000/s);
    assert.match(body, /“The Acme Robotics renewal is \$210,000 now\.”.*line 3/s);
    assert.doesNotMatch(body, /class="after"[^>]*>(?:Lost|Won)/);
    assert.deepEqual(written(), []);
  });

  it('applies what is accepted as one batch, with new records linked, and takes it back as one', async () => {
    const page = await open();
    await page.receive({ type: 'drop', id: idOf(page, /"kind":"note"/) });
    const { script } = await answering([{ confirm: 'Make 5 Changes' }], () => page.receive({ type: 'apply' }));
    await script.heard(/Applied 5 updates/);
    assert.match(script.asked[0]?.title ?? '', /^Apply 5 updates from “/);
    assert.equal(await dealValue(), 210_000);
    const tasks = await read<Task[]>('tasks?limit=500&sort=created_at:desc');
    const sent = tasks.find(({ content_plaintext }) => content_plaintext === 'Send the order form to Grace');
    assert.equal(sent?.assignees[0]?.referenced_actor_id, seedId('members', 'ada'));
    assert.match(sent?.deadline_at ?? '', /^2031-03-0[78]/);
    assert.match(page.body, /5 applied/);

    const people = await (await connection()).catalog.search('mina.harlow@velvet-forge.example', { surface: 'test' });
    assert.equal(people[0]?.title, 'Mina Harlow');
    assert.match(people[0]?.description ?? '', /Velvet Forge/);

    const undo = await answering([{ confirm: 'Undo' }], () => page.receive({ type: 'undo' }));
    await undo.script.heard(/^Undone/);
    assert.equal(await dealValue(), 184_000);
    const after = await read<Task[]>('tasks?limit=500');
    assert(!after.some(({ content_plaintext }) => content_plaintext === 'Send the order form to Grace'));
    assert(!stages(page).some((one) => / done$/.test(one)), stages(page).join());
    assert.match(page.body, /5 undone/);
  });

  it('does not propose again what was applied', async () => {
    const page = await open();
    await answering([{ confirm: 'Make 6 Changes' }], () => page.receive({ type: 'apply' }));
    pages.dispose();
    pages = new UpdatesPages(services);
    const again = await open();
    assert.deepEqual(
      again.entries.map(({ proposal }) => proposal.kind),
      [],
      again.body,
    );
    assert.match(again.body, /Nothing in this text asks for a change/);
  });

  it('is edited in place, dropped and brought back; a box that is closed changes nothing', async () => {
    const page = await open();
    const value = idOf(page, /"api_slug":"value"/);
    await answering([{ input: '215000' }], () => page.receive({ type: 'edit', id: value }));
    assert.match(page.body, /\$215,000/);
    const { script } = await answering([{ input: '$184,000' }], () => page.receive({ type: 'edit', id: value }));
    assert(script.said.some(({ message }) => /already has this/.test(message)));
    assert.match(page.body, /\$215,000/);
    const task = idOf(page, /"kind":"task","content":"Send the order form/);
    await answering([{ pick: 'Deadline…' }, { input: '2031-04-01' }], () => page.receive({ type: 'edit', id: task }));
    await answering([{ pick: 'For Whom…' }, { pick: 'Bruno' }], () => page.receive({ type: 'edit', id: task }));
    assert.match(page.body, /For Bruno Castellan · due [^<]*2031/);
    await page.receive({ type: 'refresh' });
    assert.match(page.body, /For Bruno Castellan · due [^<]*2031/);
    assert.match(page.body, /\$215,000/);
    await answering([{ pick: 'Text…' }, { cancel: true }], () => page.receive({ type: 'edit', id: task }));
    await page.receive({ type: 'drop', id: task });
    assert.doesNotMatch(page.body, /order form to Grace<\/span>/);
    await page.receive({ type: 'bringBack' });
    assert.match(page.body, /order form to Grace<\/span>/);
    await page.receive({ type: 'none' });
    assert.match(page.body, /0 of 6 accepted/);
    assert.deepEqual(written(), []);
  });

  it('stops at the first that fails, says so there, and makes the rest on another try without doubling', async () => {
    const page = await open();
    sandbox.setFaults([{ kind: 'status', status: 400, path: '/tasks', method: 'POST', times: 1 }]);
    await answering([{ confirm: 'Make 6 Changes' }], () => page.receive({ type: 'apply' }));
    assert.deepEqual(stages(page), [
      'note done',
      'create done',
      'create done',
      'update done',
      'task failed',
      'task open',
    ]);
    assert.match(page.body, /Try Again with 2 Accepted Updates/);
    assert.match(page.body, /class="trouble"/);
    await answering([{ confirm: 'Make 2 Changes' }], () => page.receive({ type: 'apply' }));
    assert(
      stages(page).every((one) => / done$/.test(one)),
      stages(page).join(),
    );
    const tasks = await read<Task[]>('tasks?limit=500');
    assert.equal(
      tasks.filter(({ content_plaintext }) => /order form to Grace|safety audit/.test(content_plaintext)).length,
      2,
    );
  });

  it('meets what someone else changed meanwhile without overwriting it', async () => {
    const page = await open();
    await fetch(`${sandbox.url}/v2/objects/deals/records/${DEAL}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data: { values: { value: 199_000 } } }),
    });
    // Seen before anything is asked or sent.
    const { script } = await answering([], () => page.receive({ type: 'apply' }));
    await script.heard(/Nothing was written/);
    assert.deepEqual(
      written().filter((one) => !one.startsWith('PATCH')),
      [],
    );
    assert.equal(await dealValue(), 199_000);
    assert.match(page.body, /Someone changed this in Attio meanwhile/);
    await page.receive({ type: 'refresh' });
    assert.match(page.body, /\$199,000.*\$210,000/s);
    assert.doesNotMatch(page.body, /meanwhile/);
  });

  it('reads the selected lines alone, and leads from a sentence to its line', async () => {
    const document = await show(NOTES);
    const editor = window.activeTextEditor!;
    const { Selection } = await import('vscode');
    editor.selection = new Selection(6, 2, 6, 12);
    const { result: page } = await answering([], () =>
      textIntoUpdates(services, undefined, { models: noModels, pages }),
    );
    assert(page);
    assert.deepEqual(
      page.entries.map(({ proposal }) => proposal.kind).filter((kind) => kind !== 'note'),
      ['task'],
    );
    await page.receive({ type: 'evidence', id: idOf(page, /"kind":"task","content":"Send the order form/) });
    assert.equal(window.activeTextEditor?.document, document);
    assert.equal(window.activeTextEditor?.selection.start.line, 6);
  });

  it('reads the transcript of a recording, and hangs its note on the meeting', async () => {
    const meetingId = seedId('meetings', 'acme-second-plant');
    const recording = { meetingId, id: seedId('recordings', 'acme-second-plant') };
    const { result: page } = await answering([], () =>
      textIntoUpdates(services, { recording }, { models: noModels, pages }),
    );
    assert(page);
    const said = page.entries.map(({ proposal }) =>
      proposal.kind === 'task' ? `${proposal.deadline ?? ''} ${proposal.content}` : proposal.kind,
    );
    const accepted = page.entries.flatMap(({ proposal }) =>
      proposal.kind === 'task' && proposal.accepted ? [proposal.content] : [],
    );
    assert(said.includes('2026-11-24 Price the three-year option with the cap and send it to you'), said.join('\n'));
    // Attio has a task that is open and says as much.
    assert(
      said.some((one) => /security overview/.test(one)),
      said.join('\n'),
    );
    assert(!accepted.some((one) => /security overview/.test(one)), accepted.join('\n'));
    assert.match(page.body, /<h1[^>]*>Acme Robotics: second plant</);
    await page.receive({ type: 'none' });
    await page.receive({ type: 'accept', id: idOf(page, /"kind":"note"/), on: true });
    await answering([{ confirm: 'Create Note' }], () => page.receive({ type: 'apply' }));
    const notes = await read<{ title: string; meeting_id: string | null }[]>('notes?limit=50');
    const made = notes.find(({ title }) => title === 'Acme Robotics: second plant');
    assert.equal(made?.meeting_id, meetingId);
  });

  it('goes on where it stopped when its message is asked to try again', async () => {
    const page = await open();
    sandbox.setFaults([{ kind: 'status', status: 500, path: '/tasks', method: 'POST', times: 20 }]);
    const { ui } = await attio();
    const first = scriptedUi({ confirm: 'Make 6 Changes' });
    const offered = new Promise<(() => unknown) | undefined>((resolve) => {
      ui.use({
        ...first,
        error: async (_message, ...buttons) => {
          resolve(buttons.find(({ title }) => title === 'Try Again')?.run);
          return undefined;
        },
      });
    });
    await page.receive({ type: 'apply' });
    assert(stages(page).includes('task failed'), stages(page).join());
    const tryAgain = await offered;
    assert(tryAgain);
    sandbox.setFaults([]);
    const second = scriptedUi({ confirm: 'Make 2 Changes' });
    ui.use(second);
    await tryAgain();
    second.done();
    assert(
      stages(page).every((one) => / done$/.test(one)),
      stages(page).join(),
    );
  });

  it('comes back after a reload with what was decided', async () => {
    const page = await open();
    const task = idOf(page, /"kind":"task","content":"Send the order form/);
    const value = idOf(page, /"api_slug":"value"/);
    await page.receive({ type: 'accept', id: value, on: false });
    await page.receive({ type: 'drop', id: task });
    const kept = JSON.parse(/data-kept="([^"]*)"/.exec(page.body)![1]!.replaceAll('&quot;', '"')) as { uri: string };
    const text = JSON.stringify(kept);
    assert.doesNotMatch(text, /velvet|mina|210|order/i);
    pages.dispose();
    pages = new UpdatesPages(services);
    const panel = (): WebviewPanel => window.createWebviewPanel('attio.updates', 'Updates', ViewColumn.Active);
    const back = await pages.revive(panel(), kept);
    const entry = (id: string) => back!.entries.find(({ proposal }) => proposal.id === id);
    assert.equal(entry(value)?.proposal.accepted, false);
    assert.equal(entry(task)?.dropped, true);
    const gone = await pages.revive(panel(), { ...kept, uri: 'untitled:nowhere' });
    assert.match(gone!.body, /The text is not there any more/);
    assert.equal(await pages.revive(panel(), { ...kept, ranges: 'x' }), undefined);
  });

  /** The window is loaded anew: another page, in another panel, with what its script and the storage kept. */
  const reload = async (
    page: UpdatesPage,
    target = page.target,
    through: Services = services,
  ): Promise<UpdatesPage> => {
    pages.dispose();
    pages = new UpdatesPages(through);
    const panel = window.createWebviewPanel('attio.updates', 'Updates', ViewColumn.Active);
    const back = await pages.revive(panel, JSON.parse(JSON.stringify(target)));
    assert(back);
    return back;
  };
  /** What is kept on disk of pages of updates. */
  const keptTexts = async (): Promise<string[]> => {
    const folder = editsFolder(services.context.globalStorageUri);
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
    const { mode } = names[0] ? await stat(join(folder, names[0])) : { mode: 0o600 };
    if (process.platform !== 'win32') assert.equal(mode & 0o777, 0o600);
    return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  };
  const editAll = async (page: UpdatesPage): Promise<void> => {
    const edit = (pattern: RegExp, ...answers: Answer[]) =>
      answering(answers, () => page.receive({ type: 'edit', id: idOf(page, pattern) }));
    await edit(/"kind":"note"/, { pick: 'Title…' }, { input: 'Renewal talk' });
    await edit(/"kind":"task","content":"Send the order form/, { pick: 'Text…' }, { input: 'Post the form to Grace' });
    await edit(/"kind":"task","content":"Ask Mina/, { pick: 'Text…' }, { input: 'Call Mina' });
    await edit(/"api_slug":"value"/, { input: '215000' });
  };

  it('keeps what was put right over a reload, with nothing of what Attio has, until it is applied', async () => {
    const page = await open();
    await editAll(page);
    await page.receive({ type: 'drop', id: idOf(page, /Call Mina/) });
    const kept = (await keptTexts()).join();
    assert.match(kept, /Renewal talk.*Post the form.*Call Mina|215000/s);
    // Of where it is kept, whose names are made up of figures, nothing is looked at.
    const words = kept.replaceAll(/"(?:target|uri|place)":(?:\{[^}]*\}|"[^"]*")/g, '');
    assert.doesNotMatch(words, /184|Acme Robotics renewal 2027|currency|Bruno/);
    const back = await reload(page);
    assert.match(back.body, /Renewal talk/);
    assert.match(back.body, /Post the form to Grace/);
    assert.match(back.body, /\$184,000.*\$215,000/s);
    assert.match(back.body, /“Send the order form to Grace by 2031-03-07 \(@Ada\)/);
    assert.doesNotMatch(back.body, /Call Mina|Send the order form to Grace<|\$210,000</);
    await back.receive({ type: 'bringBack' });
    assert.match(back.body, /Call Mina/);
    await answering([{ confirm: 'Make 6 Changes' }], () => back.receive({ type: 'apply' }));
    assert.equal(await dealValue(), 215_000);
    assert.doesNotMatch((await keptTexts()).join(), /Renewal talk|Post the form|215000/);
    const after = await reload(back);
    assert(!after.entries.some(({ proposal }) => /value|note|Post|Send|Mina/.test(proposal.id)), after.body);
    assert.match(after.body, /6 updates were applied before/);
    await answering([{ confirm: 'Undo' }], () => after.receive({ type: 'undo' }));
    assert.equal(await dealValue(), 184_000);
  });

  it('lets go of what was put right when the page is closed, and when the account is signed out of', async () => {
    const document = await show(NOTES);
    const read = async () =>
      (await answering([], () => textIntoUpdates(services, undefined, { models: noModels, pages }))).result!;
    const page = await read();
    await editAll(page);
    // Read anew by the command: nothing is lost.
    await window.showTextDocument(document);
    assert.match((await read()).body, /Post the form to Grace/);
    const tab = window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label.startsWith('Updates'));
    assert(tab);
    await window.tabGroups.close(tab);
    await window.showTextDocument(document);
    const again = await read();
    assert.doesNotMatch(again.body, /Post the form to Grace/);
    await editAll(again);
    assert.equal((await keptTexts()).length, 1);
    await signOutEverywhere();
    assert.deepEqual(await keptTexts(), []);
  });

  describe('when the window dies in the middle', () => {
    const clients: AttioApi[] = [];
    afterEach(async () => {
      await Promise.all(clients.splice(0).map((client) => client.close()));
    });
    /** Everything as it is, but the extension stops for good at a write: before it is sent, or before its answer is heard. */
    const dying = (at: number, when: 'before' | 'after') => {
      let reached = () => {};
      const dead = new Promise<void>((resolve) => {
        reached = resolve;
      });
      let count = 0;
      const mortal = <T extends object>(family: T): T =>
        new Proxy(family, {
          get: (target, key) => {
            const call = Reflect.get(target, key) as (...all: unknown[]) => Promise<unknown>;
            if (typeof call !== 'function') return call;
            if (key !== 'create' && key !== 'update' && key !== 'append') return call.bind(target);
            return async (...all: unknown[]) => {
              count += 1;
              const dies = count === at;
              const answer = dies && when === 'before' ? undefined : await call.apply(target, all);
              if (!dies) return answer;
              reached();
              return new Promise(() => {});
            };
          },
        });
      const through = async (): Promise<Services> => {
        const known = await connection();
        const { account, journal } = known;
        const client = createClient({ baseUrl: sandbox.url, key: sandbox.key, scopes: account.scopes });
        clients.push(client);
        const api = new Proxy(client, {
          get: (target, key) => {
            const family = Reflect.get(target, key) as object;
            return ['records', 'notes', 'tasks'].includes(String(key)) ? mortal(family) : family;
          },
        });
        const catalog = createCatalog(client, account);
        const mine: Connection = {
          account,
          api,
          catalog,
          journal,
          ...createChangeService({ api, catalog, account, journal }),
        };
        const connections: Services['connections'] = {
          current: async () => mine,
          forAccount: async () => mine,
          forSlug: async () => mine,
          onDidChange: services.connections.onDidChange,
        };
        return { ...services, connections };
      };
      return { through, dead };
    };

    const deaths = [1, 2, 3, 4, 5, 6].map((at) => [at, 'after'] as const);
    for (const [at, when] of [...deaths, [1, 'before'] as const, [5, 'before'] as const])
      it(`writes each once: ${when} write ${at} of 6`, async () => {
        const { through, dead } = dying(at, when);
        const mortal = await through();
        pages.dispose();
        pages = new UpdatesPages(mortal);
        await show(NOTES);
        const { result: page } = await answering([], () =>
          textIntoUpdates(mortal, undefined, { models: noModels, pages }),
        );
        assert(page);
        await editAll(page);
        const { ui } = await attio();
        ui.use(scriptedUi({ confirm: 'Make 6 Changes' }));
        void page.receive({ type: 'apply' });
        await dead;
        const { through: alive } = dying(0, 'before');
        const back = await reload(page, page.target, await alive());
        const left = when === 'after' ? 6 - at : 7 - at;
        const open = back.entries.filter(({ stage, proposal }) => stage === 'open' && proposal.accepted);
        assert.equal(open.length, left, stages(back).join());
        if (left > 0) {
          const confirm = left > 1 ? `Make ${left} Changes` : 'Create Task';
          await answering([{ confirm }], () => back.receive({ type: 'apply' }));
        }
        const tasks = await read<Task[]>('tasks?limit=500');
        const of = (text: string) => tasks.filter(({ content_plaintext }) => content_plaintext === text).length;
        assert.deepEqual(
          [of('Post the form to Grace'), of('Call Mina'), of('Send the order form to Grace')],
          [1, 1, 0],
        );
        const notes = await read<{ title: string }[]>('notes?limit=50');
        assert.equal(notes.filter(({ title }) => title === 'Renewal talk').length, 1);
        assert.equal(await dealValue(), 215_000);
        const { catalog } = await connection();
        for (const [text, object] of [
          ['mina.harlow@velvet-forge.example', 'people'],
          ['velvet-forge.example', 'companies'],
        ] as const)
          assert.equal((await catalog.search(text, { surface: 'test', objects: [object] })).length, 1, text);
      });
  });

  it('says what it needs where there is no text, and names what fails', async () => {
    await commands.executeCommand('workbench.action.closeAllEditors');
    const { script } = await answering([], () => textIntoUpdates(services, undefined, { models: noModels, pages }));
    assert.match(script.said[0]?.message ?? '', /Open the text/);
    await show('  \n');
    const empty = await answering([], () => textIntoUpdates(services, undefined, { models: noModels, pages }));
    assert.match(empty.script.said[0]?.message ?? '', /no text/);
    sandbox.setFaults([{ kind: 'status', status: 403, path: '/objects', times: 99 }]);
    const page = await open();
    assert.match(page.body, /<h1>.*(?:permi|scope)/is);
  });

  describe('by a language model', () => {
    const model = (answer: (prompt: string) => Promise<string>): Reader => ({ name: 'Scribe (test)', read: answer });
    const offered = (reader: Reader) => async () => [reader];

    it('asks first, saying that the text leaves, and checks every item of the answer', async () => {
      let asked = '';
      const reader = model(async (prompt) => {
        asked = prompt;
        const deal = /(\d+)\. "Acme Robotics renewal 2027"/.exec(prompt)![1];
        const sentence = 'The Acme Robotics renewal is $210,000 now.';
        return `Here you are:\n${JSON.stringify({
          summary: '# Renewal\n\nThe price is agreed.',
          items: [
            { kind: 'update', record: Number(deal), attribute: 'value', value: '210000', sentence },
            { kind: 'update', record: Number(deal), attribute: 'stage', value: 'Celebrating', sentence },
            {
              kind: 'update',
              record: Number(deal),
              attribute: 'close_date',
              value: '2031-01-01',
              sentence: 'It closes in January 2031.',
            },
            { kind: 'task', text: 'Call Grace', assignee: 'Zaphod', deadline: null, records: [], sentence },
            {
              kind: 'task',
              text: 'Send the form',
              assignee: 'Ada Brightwater',
              deadline: '2031-02-30x',
              records: [999],
              sentence: 'Send the order form to Grace by 2031-03-07',
            },
            { kind: 'person', name: 'Nobody Said', email: 'nobody@said.example', sentence },
            { kind: 'bribe', sentence },
          ],
        })}`;
      });
      await show(NOTES);
      const { result: page, script } = await answering([{ pick: 'Scribe' }], () =>
        textIntoUpdates(services, undefined, { models: offered(reader), pages }),
      );
      assert.match(
        script.asked[0]?.lines?.join('\n') ?? '',
        /Rules on This Machine \| the text stays here.*Scribe \(test\) \| the text is sent to it/s,
      );
      assert.match(asked, /Velvet Forge/);
      assert.doesNotMatch(asked, /184|acme-arms/);
      const said = JSON.stringify(page!.entries.map(({ proposal }) => proposal));
      assert.match(said, /210000/);
      assert.doesNotMatch(said, /Celebrating|2031-01-01|2031-02-30|Nobody Said|bribe/);
      assert.match(page!.body, /Zaphod is no colleague/);
      assert.match(page!.body, /Read by Scribe \(test\)\./);
      assert.match(page!.body, /The price is agreed/);
    });

    it('shows after a reload what it proposed, without being asked again', async () => {
      let asked = 0;
      const reader = model(async () => {
        asked += 1;
        const sentence = 'Send the order form to Grace by 2031-03-07';
        return JSON.stringify({
          summary: 'The price is agreed.',
          items: [{ kind: 'task', text: 'Hand Grace the form', assignee: null, deadline: null, records: [], sentence }],
        });
      });
      const page = await open(NOTES, offered(reader), [{ pick: 'Scribe' }]);
      const task = idOf(page, /Hand Grace the form/);
      await page.receive({ type: 'accept', id: task, on: false });
      const back = await reload(page);
      assert.equal(asked, 1);
      assert.deepEqual(stages(back).sort(), stages(page).sort());
      assert.match(back.body, /Hand Grace the form/);
      assert.match(back.body, /The price is agreed/);
      assert.match(back.body, /Read by Scribe \(test\)\./);
      assert.equal(back.entries.find(({ proposal }) => proposal.id === task)?.proposal.accepted, false);
      assert.doesNotMatch(back.body, /Send the order form to Grace<\/span>/);
      await back.receive({ type: 'refresh' });
      assert.match(back.body, /Read by rules on this machine/);
      assert.match(back.body, /Send the order form to Grace<\/span>/);
    });

    it('reads by rules, and says why, where it refuses or answers something else', async () => {
      for (const [answer, why] of [
        [async () => Promise.reject(new Error('no quota left')), /Scribe \(test\) did not answer: no quota left\./],
        [async () => 'Sorry, no.', /not in the form/],
      ] as const) {
        const page = await open(NOTES, offered(model(answer)), [{ pick: 'Scribe' }]);
        assert.match(page.body, why);
        assert.match(page.body, /What follows was found by rules on this machine/);
        assert.match(page.body, /\$210,000/);
      }
    });

    it('is not offered where the setting says never, and a closed box reads nothing', async () => {
      const settings = workspace.getConfiguration('attio');
      const reader = model(() => Promise.reject(new Error('asked all the same')));
      await show(NOTES);
      const { result } = await answering([{ cancel: true }], () =>
        textIntoUpdates(services, undefined, { models: offered(reader), pages }),
      );
      assert.equal(result, undefined);
      await settings.update('updates.languageModel', 'never', true);
      try {
        const page = await open(NOTES, offered(reader));
        assert.match(page.body, /Read by rules on this machine/);
      } finally {
        await settings.update('updates.languageModel', undefined, true);
      }
    });
  });
});
