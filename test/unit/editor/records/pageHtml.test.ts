import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AttioError } from '../../../../src/attio/errors.js';
import { bodyHtml, pageHtml } from '../../../../src/editor/records/pageHtml.js';
import { trouble } from '../../../../src/editor/records/trouble.js';
import { contentSecurity } from '../../../../src/editor/webview/html.js';
import { model, NOTE, note, place, RECORD, value } from './model.js';

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  "' onclick='alert(1)",
  '</main></div><iframe src="https://evil.example">',
  '&lt;b&gt; & "quoted"',
  '\u202egnp.exe',
];

/** The tags of some markup, with their attributes, as a browser would read them. */
function tags(html: string): { name: string; attributes: string[] }[] {
  return [...html.matchAll(/<([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(([, name, attributes]) => ({
    name: name!.toLowerCase(),
    attributes: [...attributes!.replace(/"[^"]*"/g, '').matchAll(/\s([a-z-]+)(?:=|\s|$)/gi)].map(([, attribute]) =>
      attribute!.toLowerCase(),
    ),
  }));
}

function assertHarmless(html: string): void {
  const found = tags(html);
  const bad = found.filter(
    ({ name, attributes }) =>
      ['script', 'img', 'iframe', 'object', 'embed', 'svg', 'style', 'link', 'base', 'form', 'meta', 'video'].includes(
        name,
      ) || attributes.some((attribute) => attribute.startsWith('on') || attribute === 'src' || attribute === 'style'),
  );
  assert.deepEqual(bad, []);
  // Whatever is no tag of ours is text: no other `<` is left.
  assert.doesNotMatch(html.replace(/<\/?[a-z][a-z0-9]*(?:\s+[a-z-]+(?:="[^"]*")?)*\s*\/?>/gi, ''), /</);
  for (const [, href] of html.matchAll(/href="([^"]*)"/g)) assert.match(href!, /^(?:#$|https?:\/\/|mailto:|tel:)/);
}

describe('record page markup', () => {
  it('keeps hostile text as text wherever it comes from', () => {
    for (const text of HOSTILE) {
      const page = model(
        [
          value(text, [{ text }], { description: text, api_slug: text, type: text }),
          value('Link', [{ text, href: text }]),
          value('Ref', [
            { text, ref: { object: text, recordId: text } },
            { text, archived: true },
          ]),
          value(text, []),
        ],
        {
          account: { name: text, slug: text, sample: false },
          places: {
            state: 'ready',
            items: [
              place({ name: text, list: text, createdAt: text, stage: { attribute: text, title: text, since: text } }),
            ],
          },
          notes: {
            state: 'ready',
            items: [note({ title: text, author: text, markdown: text, createdAt: text })],
            more: true,
            busy: false,
          },
        },
      );
      page.record!.summary.title = text;
      page.record!.summary.description = text;
      page.record!.summary.objectNoun = text;
      assertHarmless(bodyHtml(page));
      assertHarmless(bodyHtml({ ...page, state: 'gone' }));
      assertHarmless(bodyHtml({ ...page, state: 'gone', merged: { object: text, recordId: text, title: text } }));
      const failed = { icon: 'error', label: text, message: text, remedy: text, again: true, executionId: text };
      assertHarmless(bodyHtml({ ...page, state: 'failed', trouble: failed }));
      assertHarmless(bodyHtml({ ...page, trouble: failed, notes: { ...page.notes, trouble: failed } }));
    }
  });

  it('offers what a record was merged into', () => {
    const merged = { object: 'companies', recordId: 'new-id', title: 'Acme' };
    const html = bodyHtml({ ...model([]), state: 'gone', merged });
    assert.match(html, /Merged into another record/);
    assert.match(html, /data-do="record" data-object="companies" data-record="new-id"[^>]*>Open Acme</);
    assert.doesNotMatch(bodyHtml({ ...model([]), state: 'gone' }), /Merged into|data-do="record"/);
  });

  it('keeps any text as text (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (title, markdown) => {
        const page = model([value(title, [{ text: markdown }])], {
          notes: { state: 'ready', items: [note({ title, markdown })], more: false, busy: false },
        });
        assertHarmless(bodyHtml(page));
      }),
      { numRuns: 300 },
    );
  });

  it('follows no javascript:, command:, data: or vscode: link of a value', () => {
    for (const href of [
      'javascript:alert(1)',
      'command:attio.deleteNote',
      'data:text/html,x',
      'vscode://x',
      ' https://a',
      'java\nscript:x',
    ]) {
      const html = bodyHtml(model([value('Site', [{ text: 'Acme', href }])]));
      assert.doesNotMatch(html, /data-do="external"/, href);
      assert.match(html, /Acme/);
    }
  });

  it('links e-mails, phones, web addresses and records', () => {
    const html = bodyHtml(
      model([
        value('Mail', [{ text: 'ada@acme.example', href: 'mailto:ada@acme.example' }]),
        value('Phone', [{ text: '+44 20', href: 'tel:+4420' }]),
        value('Domain', [{ text: 'acme.example', href: 'https://acme.example' }]),
        value('Owner', [{ text: 'Ada', ref: { object: 'people', recordId: RECORD } }]),
      ]),
    );
    for (const href of ['mailto:ada@acme.example', 'tel:+4420', 'https://acme.example'])
      assert.match(html, new RegExp(`href="${href.replaceAll('+', '\\+')}" data-do="external"`));
    assert.match(html, new RegExp(`data-do="record" data-object="people" data-record="${RECORD}"[^>]*>Ada<`));
  });

  it('opens what a long list leaves out', () => {
    const rest = [{ text: 'third.example' }, { text: '<b>fourth</b>' }];
    const parts = [{ text: 'first.example' }, { text: 'second.example' }, { text: 'and 2 more', rest }];
    const html = bodyHtml(model([value('Domains', parts)]));
    assert.match(
      html,
      /<details class="rest" data-key="rest-domains"><summary>… and 2 more<\/summary>.*third\.example/s,
    );
    assert(html.includes('&lt;b&gt;fourth') && !html.includes('<b>fourth'), html);
    assert.equal(html.split('and 2 more').length, 2, 'said once');
  });

  it('folds empty attributes away and puts what Attio keeps last', () => {
    const html = bodyHtml(
      model([
        value('Record ID', [{ text: 'x' }], { is_system_attribute: true, is_writable: false }),
        value('Name', [{ text: 'Acme' }], { is_system_attribute: true }),
        value('Fax', []),
        value('Telex', []),
      ]),
    );
    assert.ok(html.indexOf('>Name<') < html.indexOf('Kept by Attio'));
    assert.ok(html.indexOf('Kept by Attio') < html.indexOf('>Record ID<'));
    assert.match(html, /<details data-key="empty"><summary>2 empty attributes<\/summary>/);
    assert.ok(html.indexOf('<details') < html.indexOf('Fax'));
  });

  it('tells slug and type of an attribute on hover', () => {
    const html = bodyHtml(model([value('ARR', [{ text: '€5' }], { api_slug: 'arr', type: 'currency' })]));
    assert.match(html, /<dt dir="auto" title="arr · currency">ARR</);
  });

  it('offers writing only where the key may write', () => {
    const notes = { state: 'ready' as const, items: [note()], more: false, busy: false };
    const may = bodyHtml(model([], { notes }));
    assert.match(may, /data-tool="newNote"/);
    assert.match(may, /data-what="delete"/);
    const mayNot = bodyHtml(model([], { notes, canWriteNotes: false }));
    assert.doesNotMatch(mayNot, /data-tool="newNote"|data-what="delete"/);
    assert.match(mayNot, /data-tool="copyLink"/);
  });

  it('shows the lists a record is in, with what can be done where the key may', () => {
    const places = {
      state: 'ready' as const,
      items: [place(), place({ name: 'Plain', staged: false, stage: undefined })],
    };
    const may = bodyHtml(model([], { places }));
    assert.match(
      may,
      /<h3 [^>]*>Renewals 2026<\/h3>\s*<p class="quiet"><span dir="auto">Proposal sent<\/span> since <time/,
    );
    assert.equal(may.match(/data-do="place" data-what="edit"/g)?.length, 2);
    // Without stages there is nowhere to move.
    assert.equal(may.match(/data-do="place" data-what="move"/g)?.length, 1);
    const mayNot = bodyHtml(model([], { places, canWriteEntries: false }));
    assert.match(mayNot, /Renewals 2026/);
    assert.doesNotMatch(mayNot, /data-do="place"|addToList/);
    assert.match(bodyHtml(model()), /In no list/);
    assert.doesNotMatch(bodyHtml(model([], { places: { state: 'hidden', items: [] } })), /Lists/);
  });

  it('says why notes are missing', () => {
    const html = bodyHtml(model([], { notes: { state: 'hidden', items: [], more: false, busy: false } }));
    assert.match(html, /note:read/);
    assert.match(bodyHtml(model()), /No notes yet/);
  });

  it('folds a long note and unfolds it on request', () => {
    const markdown = Array.from({ length: 60 }, (_, line) => `Line number ${line}`).join('\n\n');
    const draw = (open: boolean) =>
      bodyHtml(model([], { notes: { state: 'ready', items: [note({ markdown, open })], more: false, busy: false } }));
    assert.doesNotMatch(draw(false), /Line number 59/);
    assert.match(draw(false), new RegExp(`data-what="toggle" data-id="${NOTE}"[^>]*aria-expanded="false">Show all`));
    assert.match(draw(true), /Line number 59/);
    assert.match(draw(true), /aria-expanded="true">Show less/);
  });

  it('draws little of a huge folded note', () => {
    const markdown = 'x'.repeat(1_000_000);
    const html = bodyHtml(
      model([], { notes: { state: 'ready', items: [note({ markdown })], more: false, busy: false } }),
    );
    assert.ok(html.length < 10_000, `${html.length} characters`);
  });

  it('shows a failure with its remedy and the button that helps', () => {
    const failure = (kind: 'offline' | 'key-invalid' | 'permission') =>
      trouble(
        new AttioError({
          kind,
          operation: 'records.query',
          message: 'It went wrong.',
          remedy: 'Do this.',
          fate: 'no',
          missingScopes: ['record_permission:read'],
        }),
        new Date(0),
      );
    const page = (kind: 'offline' | 'key-invalid' | 'permission') =>
      bodyHtml(model([], { state: 'failed', record: undefined, trouble: failure(kind) }));
    assert.match(page('offline'), /It went wrong\. Do this\./);
    assert.match(page('offline'), /data-do="refresh"[^>]*>Retry/);
    assert.match(page('permission'), /Missing scope record_permission:read/);
    assert.match(page('key-invalid'), /data-command="attio.enterKey"/);
    assert.doesNotMatch(page('key-invalid'), />Retry</);
  });

  it('keeps what is shown when a refresh fails, and says that it is older', () => {
    const failed = trouble(new Error('No network.'), new Date(0));
    const html = bodyHtml(model([value('Name', [{ text: 'Acme Robotics' }])], { trouble: failed }));
    assert.match(html, /Acme Robotics/);
    assert.match(html, /role="alert"[\s\S]*What is shown is older/);
  });

  it('allows only its own style sheet and script', () => {
    const frame = {
      cspSource: 'https://*.vscode-cdn.net',
      nonce: 'abc',
      styleUris: ['https://x/record.css'],
      scriptUri: 'https://x/record.js',
      version: 3,
    };
    const csp = contentSecurity(frame);
    assert.match(csp, /^default-src 'none'; style-src https:\/\/\*\.vscode-cdn\.net; script-src 'nonce-abc';/);
    assert.doesNotMatch(csp, /unsafe|img-src|connect-src/);
    const html = pageHtml(model(), frame);
    assert.equal(html.match(/<script/g)?.length, 1);
    const state = /data-state="([^"]*)"/.exec(html)![1]!.replaceAll('&quot;', '"');
    const { window, ...target } = JSON.parse(state);
    assert.deepEqual(target, { account: 'attio:w', object: 'companies', recordId: RECORD });
    assert.match(window, /^[0-9a-f-]{36}$/, 'what was begun in another window is told apart');
  });

  it('offers to set what can be set, and the past of what Attio keeps it of', () => {
    const values = [
      value('Stage', [{ text: 'Won' }], { type: 'status' }),
      value('Connection', [{ text: 'Strong' }], { type: 'select', is_writable: false }),
      value('Phone', [], { type: 'phone-number' }),
      value('Followers', [], { type: 'number', is_writable: false }),
    ];
    const offered = (html: string) =>
      [...html.matchAll(/data-what="(set|history)" data-slug="([^"]+)"/g)].map(([, what, slug]) => `${what} ${slug}`);
    assert.deepEqual(offered(bodyHtml(model(values))), ['set stage', 'history stage', 'set phone']);
    assert.deepEqual(offered(bodyHtml(model(values, { canWriteRecords: false }))), ['history stage']);
  });

  it('shows tools as the key’s scopes allow', () => {
    const tools = (over: Parameters<typeof model>[1]) =>
      [...bodyHtml(model([], over)).matchAll(/data-tool="(\w+)"/g)].map(([, tool]) => tool);
    const reading = ['openInAttio', 'copyLink', 'copyMarkdownLink', 'copyId'];
    assert.deepEqual(tools({ canWriteNotes: false, canWriteRecords: false, canWriteEntries: true }), reading);
    assert.deepEqual(tools({ canWriteNotes: true, canWriteRecords: true, canWriteEntries: true }), [
      'editRecord',
      'newNote',
      'setAttribute',
      ...reading,
      'mergeRecords',
      'deleteRecord',
      'addToList',
    ]);
  });

  it('shows the past of a value below it, with what it was between', () => {
    const stage = value('Stage', [{ text: 'Won' }], { type: 'status' });
    const at = (day: number) => `2026-03-0${day}T10:00:00.000000000Z`;
    const items = [
      { text: 'Won', from: at(5), until: null, by: 'Ada' },
      { text: 'Lead', from: at(1), until: at(3), by: 'API token' },
    ];
    const body = bodyHtml(model([stage], { histories: { stage: { state: 'ready', items } } }));
    assert.match(body, /data-key="history-stage"[^>]*aria-expanded="true"/);
    const lines = [...body.matchAll(/<li(?: class="now")?>(.*?)<\/li>/g)].map(([, line]) =>
      line!.replace(/<[^>]+>/g, ' '),
    );
    assert.equal(lines.length, 3);
    assert.match(lines[0]!, /Won .* now · +Ada/);
    assert.match(lines[1]!, /empty/);
    assert.match(lines[2]!, /Lead .*API token/);
    for (const text of HOSTILE)
      assertHarmless(
        bodyHtml(
          model([stage], {
            histories: {
              stage: {
                state: 'ready',
                items: [{ text, from: text, until: text, by: text }],
              },
            },
          }),
        ),
      );
  });

  it('says below a value why its past cannot be read', () => {
    const stage = value('Stage', [{ text: 'Won' }], { type: 'status' });
    const why = trouble(new Error('No history of <this>.'), new Date(0));
    const body = bodyHtml(model([stage], { histories: { stage: { state: 'ready', items: [], trouble: why } } }));
    assert.match(body, /role="alert">.*No history of &lt;this&gt;/);
  });

  it('has one main heading, and headings in order', () => {
    const html = bodyHtml(
      model([value('A', [{ text: 'a' }])], {
        notes: { state: 'ready', items: [note({ markdown: '# One\n\n## Two' })], more: false, busy: false },
      }),
    );
    assert.equal(html.match(/<h1/g)?.length, 1);
    assert.match(html, /<h4>One<\/h4>[\s\S]*<h5>Two<\/h5>/);
  });
});
