import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { fromMarkdown, fromPlaintext } from '../../../src/sandbox/noteText.js';
import { seedId } from '../../../src/sandbox/seed.js';
import { cpuTime } from '../../support/cpu.js';
import { type Json, useSandbox } from './api.js';

describe('sandbox notes', () => {
  const api = useSandbox();
  const ACME = { parent_object: 'companies', parent_record_id: seedId('companies', 'acme-robotics') };
  const create = (data: object) =>
    api.post('/v2/notes', { data: { ...ACME, title: 'T', format: 'markdown', content: 'C', ...data } });

  it('lists ten by default and fifty at most, newest first', async () => {
    const first = (await api.get('/v2/notes')).body.data;
    assert.equal(first.length, 10);
    const fifty = (await api.get('/v2/notes?limit=50')).body.data;
    const rest = (await api.get('/v2/notes?limit=50&offset=50')).body.data;
    assert.deepEqual(fifty.slice(0, 10), first);
    const times = [...fifty, ...rest].map((note: Json) => note.created_at);
    assert.equal(times.length, 62);
    assert.deepEqual(times, [...times].sort().reverse());
    const refused = await api.get('/v2/notes?limit=51');
    assert.deepEqual([refused.status, refused.body.message], [400, 'Query params validation error.']);
    assert.deepEqual(refused.body.validation_errors[0].path, ['limit']);
  });

  it('lists those of one record', async () => {
    const { data } = (await api.get(`/v2/notes?parent_object=companies&parent_record_id=${ACME.parent_record_id}`))
      .body;
    assert.ok(data.some((note: Json) => note.id.note_id === seedId('notes', 'acme-kickoff')));
    assert.ok(data.every((note: Json) => note.parent_record_id === ACME.parent_record_id));
    const none = await api.get(`/v2/notes?parent_object=companies&parent_record_id=${seedId('companies', 'gone')}`);
    assert.equal(none.status, 404);
  });

  it('creates, reads, changes and deletes', async () => {
    const made = (await create({ title: 'Plan', content: '# A\n\n- **b**' })).body.data;
    assert.deepEqual([made.title, made.content_markdown, made.content_plaintext], ['Plan', '# A\n\n- **b**', 'A\nb']);
    assert.deepEqual(made.created_by_actor, { type: 'api-token', id: (await api.get('/v2/self')).body.client_id });
    const path = `/v2/notes/${made.id.note_id}`;
    assert.deepEqual((await api.get(path)).body.data, made);
    assert.deepEqual((await api.get('/v2/notes')).body.data[0], made);
    const renamed = (await api.call('PATCH', path, { data: { title: 'Other' } })).body.data;
    assert.deepEqual([renamed.title, renamed.content_markdown], ['Other', '# A\n\n- **b**']);
    const rewritten = (await api.call('PATCH', path, { data: { format: 'plaintext', content: 'a *b*' } })).body.data;
    assert.deepEqual(
      [rewritten.title, rewritten.content_plaintext, rewritten.content_markdown],
      ['Other', 'a *b*', 'a \\*b\\*'],
    );
    const deleted = await api.call('DELETE', path);
    assert.deepEqual([deleted.status, deleted.body], [200, {}]);
    assert.equal((await api.get(path)).status, 404);
    assert.equal((await api.call('DELETE', path)).status, 404);
  });

  it('refuses what Attio refuses', async () => {
    assert.equal((await create({ parent_record_id: seedId('companies', 'gone') })).status, 404);
    assert.equal((await create({ parent_object: 'ships' })).body.message, 'Object with slug/ID "ships" not found.');
    assert.equal((await create({ created_at: '1969-12-31T00:00:00Z' })).status, 400);
    assert.equal((await create({ created_at: '2999-01-01T00:00:00Z' })).status, 400);
    assert.equal((await create({ content: 'x'.repeat(1_000_001) })).status, 413);
    const missing = await create({ title: undefined });
    assert.deepEqual(
      missing.body.validation_errors.map((one: Json) => one.path),
      [['data', 'title']],
    );
    const extra = await api.call('PATCH', `/v2/notes/${seedId('notes', 'untitled')}`, {
      data: { parent_object: 'people' },
    });
    assert.equal(extra.status, 400);
  });

  it('puts a back-dated note in its place', async () => {
    const { created_at, id } = (await create({ created_at: '2001-02-03T04:05:06.789Z' })).body.data;
    assert.equal(created_at, '2001-02-03T04:05:06.789000000Z');
    const { data } = (await api.get('/v2/notes?limit=50&offset=50')).body;
    assert.deepEqual(data.at(-1).id, id);
  });

  it('forgets what was written at a reset', async () => {
    await create({ title: 'gone soon' });
    api.sandbox.reset();
    assert.ok((await api.get('/v2/notes')).body.data.every((note: Json) => note.title !== 'gone soon'));
  });

  it('has notes that are awkward', async () => {
    const note = async (name: string) => (await api.get(`/v2/notes/${seedId('notes', name)}`)).body.data;
    assert.equal((await note('untitled')).title, '');
    assert.equal((await note('empty')).content_markdown, '');
    const size = (await note('huge')).content_markdown.length;
    assert.ok(size > 150_000 && size < 250_000, String(size));
    assert.match((await note('markup')).title, /command:attio\.signOut/);
  });
});

describe('sandbox note text', () => {
  const markdown = (source: string) => fromMarkdown(source).markdown;
  const plaintext = (source: string) => fromMarkdown(source).plaintext;

  const KEPT = [
    '# One\n\n## Two\n\n### Three',
    '- a\n- b\n  - c\n  - d\n- e',
    '1. a\n2. b\n   - c\n   - d\n3. e\n   1. f\n      - g',
    `${Array.from({ length: 10 }, (_, at) => `${at + 1}. n`).join('\n')}\n    - deep\n    - deeper`,
    '- a\n  second line\n  - b\n    and here',
    '[**x**](https://a.example/__b__/_c_) \\<b> \\&amp; \\=\\=no\\=\\=',
    'a\n\u00a0\u00a0indented\n\u00a0\u00a0\u00a0more',
    '**bold** *italic* ~~strike~~ ==mark== [link](https://a.example/b_c_d)',
    'two\nlines\n\nand a paragraph',
    'snake_case_name and 2 * 3 * 4 and a \\* star',
    '**נועה** 🦄 Großmüller',
  ];
  for (const source of KEPT) it(`keeps ${JSON.stringify(source)}`, () => assert.equal(markdown(source), source));

  it('settles the spelling', () => {
    assert.equal(markdown('__b__ and _i_'), '**b** and *i*');
    assert.equal(markdown('* a\n+ b\n\n\n\ntext'), '- a\n- b\n\ntext');
    assert.equal(markdown('3) c\n7) d\r\n'), '1. c\n2. d');
    assert.equal(markdown('1. a\n  - b\n  - c\n2. d'), '1. a\n   - b\n   - c\n2. d');
    assert.equal(markdown('- a\nlazy\n\nnew'), '- a\n  lazy\n\nnew');
  });

  it('loses what Attio does not promise to keep', () => {
    assert.equal(markdown('#### deep'), 'deep');
    assert.equal(markdown('![alt](https://a.example/i.png)after'), 'after');
    assert.equal(markdown('> quoted'), 'quoted');
    assert.equal(markdown('```ts\nlet a;\n```\n`code`'), 'let a;\n\ncode');
    assert.equal(markdown('a\n\n---\n\nb'), 'a\n\nb');
  });

  it('gives plain text without marks', () => {
    assert.equal(plaintext('# T\n\n- **a** *b*\n- [c](https://d.example) ~~e~~ ==f== \\*g'), 'T\na b\nc e f *g');
    assert.equal(plaintext('\\<b\\> 1\\. a == b, \\=\\=c'), '<b> 1. a == b, ==c');
  });

  it('takes its own Markdown unchanged, whatever was written', () => {
    const piece = fc.constantFrom(
      '# ',
      '- ',
      '  - ',
      '1. ',
      '**b**',
      '_i_',
      '> ',
      '```',
      '\n',
      '\n\n',
      'word',
      ' ',
      '~~s~~',
      '![i](u)',
      '|',
      '[l](https://x.example)',
      '---',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const once = markdown(pieces.join(''));
        assert.equal(markdown(once), once);
      }),
    );
  });

  it('gives plain text back as it was written, also through its Markdown', () => {
    const piece = fc.constantFrom('a', '*', '_', '#', ' ', '`', '[', ']', '~', '\\', '-', '1.', '>', '=', '+');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = `x${pieces.join('')}x`;
        assert.equal(fromPlaintext(text).plaintext, text);
        assert.equal(plaintext(fromPlaintext(text).markdown), text);
      }),
    );
  });

  it('takes a hostile megabyte in linear time', () => {
    for (const source of ['[', '![', '*', '**', '_', '`', '> ', '<https://', '~~', '#', '- ']) {
      const started = cpuTime();
      fromMarkdown(source.repeat(300_000 / source.length));
      assert.ok(cpuTime() - started < 2000, source);
    }
  });
});
