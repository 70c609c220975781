import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type AttioLink,
  callUrl,
  explainAttioUrl,
  findAttioUrls,
  noteUrl,
  parseAttioUrl,
  recordUrl,
} from '../../../src/attio/webUrl.js';
import { cpuTime } from '../../support/cpu.js';

const A = '891dcbfc-9141-415d-9b2a-2238a6cc012d';
const B = 'ff3f3bd4-40f4-4f80-8187-cd02385af424';
const at = (path: string) => `https://app.attio.com/${path}`;
const record = (object: string, more: object = {}) => ({
  kind: 'record',
  workspace: 'acme',
  object,
  recordId: A,
  ...more,
});

const FORMS: [string, object][] = [
  [`acme/person/${A}`, record('people')],
  [`acme/company/${A}`, record('companies')],
  [`acme/company/${A}/overview`, record('companies')],
  [`acme/person/${A}/activity`, record('people')],
  [`acme/deals/record/${A}`, record('deals')],
  [`acme/deals/record/${A}/overview`, record('deals')],
  [`acme/custom/deals_daily/record/${A}`, record('deals_daily')],
  [`acme/custom/deals_daily/record/${A}/notes`, record('deals_daily')],
  [`acme/custom/company/record/${A}`, record('company')],
  [`acme/companies/record/${A}/overview`, record('companies')],
  [`acme/people/record/${A}/emails`, record('people')],
  [`acme/users/record/${A}`, record('users')],
  [`acme/workspaces/record/${A}`, record('workspaces')],
  [`acme/company/record/${A}`, record('companies')],
  [`acme/deals/${A}/overview`, record('deals')],
  [`acme/deal/${A}/overview`, record('deals')],
  [`acme/companies/view/${A}`, record('companies', { orView: true })],
  [`acme/person/view/${A}`, record('people', { orView: true })],
  ['acme/companies/view/', { kind: 'view', workspace: 'acme', object: 'companies' }],
  ['acme/people/view', { kind: 'view', workspace: 'acme', object: 'people' }],
  ['acme/custom/projects', { kind: 'view', workspace: 'acme', object: 'projects' }],
  [`acme/custom/projects/view/${A}`, { kind: 'view', workspace: 'acme', object: 'projects', viewId: A }],
  [
    `acme/companies/record/${A}/notes?modal=note&id=${B}`,
    { kind: 'note', workspace: 'acme', noteId: B, object: 'companies', recordId: A },
  ],
  [
    `acme/person/${A}/overview?id=${B}&modal=note`,
    { kind: 'note', workspace: 'acme', noteId: B, object: 'people', recordId: A },
  ],
  [`acme/notes/notes?modal=note&id=${B}`, { kind: 'note', workspace: 'acme', noteId: B }],
  [`acme/tasks?id=${B}&command-menu-page=task`, { kind: 'task', workspace: 'acme', taskId: B }],
  [`acme/tasks?command-menu-page=task&id=${B}`, { kind: 'task', workspace: 'acme', taskId: B }],
  [`acme/calls/${A}/${B}`, { kind: 'call', workspace: 'acme', meetingId: A, recordingId: B }],
  [`acme/calls/${A}/${B}/transcript`, { kind: 'call', workspace: 'acme', meetingId: A, recordingId: B }],
  [`acme/collection/${A}`, { kind: 'list', workspace: 'acme', listId: A }],
  [`acme/lists/${A}`, { kind: 'list', workspace: 'acme', listId: A }],
  [`acme/lists/${A}/board`, { kind: 'list', workspace: 'acme', listId: A }],
  [`acme/collection/${A}/view/${B}`, { kind: 'list', workspace: 'acme', listId: A, viewId: B }],
];

const NOT_LINKS: [string, string][] = [
  ['another host', `https://app.attio.co/acme/person/${A}`],
  ['a subdomain in front', `https://app.attio.com.evil.example/acme/person/${A}`],
  ['a look-alike subdomain', `https://evil-app.attio.com/acme/person/${A}`],
  ['the bare domain', `https://attio.com/acme/person/${A}`],
  ['a host with a final dot', `https://app.attio.com./acme/person/${A}`],
  ['a user name', `https://app.attio.com@evil.example/acme/person/${A}`],
  ['a user name before the real host', `https://evil@app.attio.com/acme/person/${A}`],
  ['a back slash and a user', `https://app.attio.com\\@evil.example/acme/person/${A}`],
  ['back slashes', `https:\\\\app.attio.com\\acme\\person\\${A}`],
  ['the default port', `https://app.attio.com:443/acme/person/${A}`],
  ['a port', `https://app.attio.com:8443/acme/person/${A}`],
  ['http', `http://app.attio.com/acme/person/${A}`],
  ['javascript', `javascript:https://app.attio.com/acme/person/${A}`],
  ['attio scheme', `attio://app.attio.com/acme/person/${A}`],
  ['no scheme', `app.attio.com/acme/person/${A}`],
  ['no slashes', `https:app.attio.com/acme/person/${A}`],
  ['full-width letters', `https://ａpp.attio.com/acme/person/${A}`],
  ['dot segments', at(`acme/person/${A}/../../settings`)],
  ['dot segments at the front', at(`../acme/person/${A}`)],
  ['escaped dot segments', at(`acme/person/%2e%2e/${A}`)],
  ['an empty segment', at(`acme//person/${A}`)],
  ['a truncated id', at(`acme/person/${A.slice(0, -1)}`)],
  ['a longer id', at(`acme/person/${A}0`)],
  ['an id without hyphens', at(`acme/person/${A.replaceAll('-', '')}`)],
  ['an id with a wrong letter', at(`acme/person/${A.replace('8', 'g')}`)],
  ['a truncated note id', at(`acme/companies/record/${A}/notes?modal=note&id=${B.slice(0, 20)}`)],
  ['a note without id', at('acme/notes/notes?modal=note')],
  ['a truncated task id', at('acme/tasks?id=ff3f3bd4&command-menu-page=task')],
  ['a truncated view of a list', at(`acme/lists/${A}/view/ff3f3bd4`)],
  ['a truncated view', at('acme/companies/view/891dcbfc')],
  ['half a call', at(`acme/calls/${A}`)],
  ['settings', at('acme/settings/developers/access-tokens')],
  ['settings with an id', at(`acme/settings/record/${A}`)],
  ['settings of no workspace', at(`settings/person/${A}`)],
  ['sign-in', at('authorize?client_id=x')],
  ['the workspace', at('acme')],
  ['the tasks page', at('acme/tasks')],
  ['the notes page', at('acme/notes/notes')],
  ['text before', `see ${at(`acme/person/${A}`)}`],
  ['text after', `${at(`acme/person/${A}`)} and more`],
  ['angle brackets', `<${at(`acme/person/${A}`)}>`],
  ['two links', `${at(`acme/person/${A}`)}\n${at(`acme/person/${A}`)}`],
  ['nothing', ''],
  ['a bare id', A],
];

describe('parseAttioUrl', () => {
  for (const [path, expected] of FORMS) {
    it(`reads /${path.replaceAll(A, '<id>').replaceAll(B, '<id>')}`, () => {
      assert.deepEqual(parseAttioUrl(at(path)), expected);
    });
  }

  it('tolerates white space, a trailing slash, other parameters, a fragment, capitals in host and id', () => {
    for (const [path, expected] of FORMS) {
      const [page, query] = path.split('?');
      const tail = `${query ? `${query}&` : ''}utm_source=mail#comment-3`;
      assert.deepEqual(parseAttioUrl(` \t${at(page!.replace(/\/?$/, '/'))}?${tail}\n`), expected, path);
      const loud = at(path).replace('https://app.attio.com', 'HTTPS://App.Attio.COM').replaceAll(A, A.toUpperCase());
      assert.deepEqual(parseAttioUrl(loud), expected, path);
    }
  });

  it('reads parameters as HTML writes them', () => {
    const link = parseAttioUrl(at(`acme/notes/notes?modal=note&amp;id=${B}`));
    assert.deepEqual(link, { kind: 'note', workspace: 'acme', noteId: B });
  });

  for (const [what, text] of NOT_LINKS) {
    it(`refuses ${what}`, () => {
      assert.equal(parseAttioUrl(text), undefined);
      const explained = explainAttioUrl(text);
      assert.equal(explained.ok, false);
      assert.match((explained as { reason: string }).reason, /^[A-Z].+\.$/);
    });
  }

  it('names of objects that objects inherit are only names', () => {
    const link = parseAttioUrl(at(`acme/constructor/record/${A}`));
    assert.deepEqual(link, record('constructor'));
  });

  it('never throws', () => {
    const pieces = fc.constantFrom(
      'https://',
      'app.attio.com',
      '/',
      A,
      '?',
      '#',
      '%',
      '@',
      ':',
      '\\',
      'acme',
      'view',
      '\0',
      '\ud800',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((list) => list.join('')),
    );
    fc.assert(
      fc.property(text, (value) => {
        const link = parseAttioUrl(value);
        const explained = explainAttioUrl(value);
        assert.equal(explained.ok, link !== undefined);
      }),
    );
  });

  it('takes no time over long text', () => {
    assert.equal(parseAttioUrl(at(`acme/person/${A}?x=${'y'.repeat(5000)}`)), undefined);
    const long = at(`acme/person/${A}/${'a/'.repeat(200_000)}`);
    const began = cpuTime();
    parseAttioUrl(long);
    parseAttioUrl(`https://app.attio.com/${'%'.repeat(400_000)}`);
    assert.ok(cpuTime() - began < 100);
  });
});

describe('recordUrl and noteUrl', () => {
  const uuid = fc.uuid();
  const slug = fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/).filter((name) => name !== 'settings');
  const workspace = fc
    .stringMatching(/^[a-z][a-z0-9-]{0,20}$/)
    .filter((name) => !['settings', 'authorize', 'oauth'].includes(name));
  const object = fc.oneof(
    slug,
    fc.constantFrom('people', 'companies', 'deals', 'users', 'workspaces', 'company', 'person', 'notes'),
  );

  it('build what parseAttioUrl reads back', () => {
    fc.assert(
      fc.property(workspace, object, uuid, uuid, (ws, obj, recordId, noteId) => {
        assert.deepEqual(parseAttioUrl(recordUrl(ws, obj, recordId)), {
          kind: 'record',
          workspace: ws,
          object: obj,
          recordId,
        });
        const note: AttioLink = { kind: 'note', workspace: ws, noteId, object: obj, recordId };
        assert.deepEqual(parseAttioUrl(noteUrl(ws, noteId, obj, recordId)), note);
        assert.deepEqual(parseAttioUrl(noteUrl(ws, noteId)), { kind: 'note', workspace: ws, noteId });
        const call = { kind: 'call', workspace: ws, meetingId: recordId, recordingId: noteId };
        assert.deepEqual(parseAttioUrl(callUrl(ws, recordId, noteId)), call);
      }),
    );
  });

  it("have Attio's own forms", () => {
    assert.equal(recordUrl('acme', 'people', A), at(`acme/person/${A}`));
    assert.equal(recordUrl('acme', 'companies', A), at(`acme/company/${A}`));
    assert.equal(recordUrl('acme', 'deals', A), at(`acme/deals/record/${A}`));
    assert.equal(recordUrl('acme', 'projects', A), at(`acme/custom/projects/record/${A}`));
    assert.equal(noteUrl('acme', B, 'people', A), at(`acme/people/record/${A}/notes?modal=note&id=${B}`));
  });
});

describe('explainAttioUrl', () => {
  const reason = (text: string) => (explainAttioUrl(text) as { reason: string }).reason;

  it('says what is wrong', () => {
    assert.match(reason(`https://app.attio.com@evil.example/acme`), /user name.*evil\.example/);
    assert.match(reason(at(`acme/person/${A.slice(0, 30)}`)), /not complete/);
    assert.match(reason(`http://app.attio.com/acme/person/${A}`), /http:/);
    assert.match(reason(`https://example.com/acme/person/${A}`), /example\.com/);
    assert.match(reason(`see ${at(`acme/person/${A}`)}`), /other text/);
    assert.match(reason(`https://app.attio.com:8443/acme/person/${A}`), /port/);
    assert.match(reason(at('acme/settings/developers')), /settings/);
    assert.match(reason(at('acme/tasks')), /tasks page/);
    assert.match(reason(at('acme/notes/notes?modal=note')), /id of the note is missing/);
    assert.match(reason(''), /no text/);
  });

  it('shows the parts, the tab and other parameters among them', () => {
    assert.deepEqual(explainAttioUrl(at(`acme/company/${A.toUpperCase()}/overview?from=mail#top`)), {
      ok: true,
      link: record('companies'),
      parts: {
        kind: 'record',
        workspace: 'acme',
        object: 'companies',
        recordId: A,
        tab: 'overview',
        '?from': 'mail',
        '#': 'top',
      },
    });
  });
});

describe('findAttioUrls', () => {
  const url = at(`acme/person/${A}`);
  const urls = (line: string) => findAttioUrls(line).map((found) => found.url);

  it('leaves out what prose, Markdown, HTML, CSV and code put around a link', () => {
    const note = at(`acme/notes/notes?modal=note&id=${B}`);
    for (const line of [
      `see ${url}.`,
      `(${url})`,
      `[Ann](${url})`,
      `<${url}>`,
      `**${url}**`,
      `_${url}_`,
      `~~${url}~~`,
      `"${url}"`,
      `'${url}',`,
      `\`${url}\``,
      `<a href="${url}">Ann</a>`,
      `&lt;${url}&gt;`,
      `&quot;${url}&quot;`,
      `id,${url},Ann`,
      `a;${url};b`,
      `| ${url} |`,
      `{"url":"${url}"}`,
      `{"url":"a\\n${url}\\n"}`,
      `${url}!?`,
      `${url}: yes`,
      `[${url}]`,
      `见${url}。`,
      `x=${url}&nbsp;`,
    ]) {
      assert.deepEqual(urls(line), [url], line);
    }
    assert.deepEqual(urls(`see (${note}).`), [note]);
    assert.deepEqual(urls(`<a href="${note.replace('&', '&amp;')}">`), [note.replace('&', '&amp;')]);
  });

  it('gives places that cut the link out of the line', () => {
    const line = `a ${url} b ${at(`acme/deals/record/${B}/overview`)}, c`;
    for (const found of findAttioUrls(line)) assert.equal(line.slice(found.start, found.end), found.url);
    assert.equal(findAttioUrls(line).length, 2);
    assert.equal(findAttioUrls(line, 1).length, 1);
  });

  it('finds every link between other text, wherever it stands', () => {
    const words = fc.stringMatching(/^[ .,;()"'<>\n|]*$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(words, fc.uuid()), { minLength: 1, maxLength: 8 }), (parts) => {
        const line = parts.map(([before, id]) => `${before} ${at(`acme/company/${id}`)}`).join('');
        const ids = findAttioUrls(line).map(({ link }) => (link as { recordId: string }).recordId);
        assert.deepEqual(
          ids,
          parts.map(([, id]) => id),
        );
      }),
    );
  });

  it('skips other schemes and hosts, and what is no link to anything', () => {
    assert.deepEqual(urls(`xhttps://app.attio.com/acme/person/${A}`), []);
    assert.deepEqual(urls(`http://app.attio.com/acme/person/${A} https://app.attio.com.evil/acme/person/${A}`), []);
    assert.deepEqual(urls(at('acme/settings')), []);
  });

  it('costs little on huge lines, full of links or of none', () => {
    const began = cpuTime();
    assert.equal(findAttioUrls('x'.repeat(5_000_000)).length, 0);
    assert.equal(findAttioUrls('https://app.attio.com/'.repeat(200_000)).length, 0);
    assert.equal(findAttioUrls(`${url} `.repeat(50_000), 20).length, 20);
    assert.ok(cpuTime() - began < 200);
  });
});
