import assert from 'node:assert/strict';
import {
  digestOf,
  digestOfText,
  isTextOf,
  type KnownFile,
  knownFiles,
  rememberFile,
} from '../../../../src/editor/publish/memory.js';
import type { Services } from '../../../../src/editor/services.js';

describe('what is remembered of a published file', () => {
  const sent = { title: 'old-name', content: 'We agreed on the price.\n' };
  const known = { local: digestOf(sent.title, sent.content), text: digestOfText(sent.content) };

  it('is found again under another name, from which the title comes', () => {
    assert.equal(isTextOf(known, { ...sent, title: 'new-name' }), true);
    assert.equal(isTextOf(known, { ...sent, content: 'Something else.' }), false);
  });

  it('without a digest of the text is found by title and text', () => {
    const { local } = known;
    assert.equal(isTextOf({ local }, sent), true);
    assert.equal(isTextOf({ local }, { ...sent, title: 'new-name' }), false);
  });

  it('loses nothing by forgetting, and of very many the oldest by remembering', async () => {
    let kept: unknown = Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`file:///${n}.md`, { notes: [] }]));
    const globalState = {
      get: () => kept,
      update: async (_: string, value: unknown) => {
        kept = value;
      },
    };
    const services = { context: { globalState } } as unknown as Services;
    const forget = (uri: string) => rememberFile(services, uri, undefined);
    await forget('file:///unknown.md');
    assert.equal(Object.keys(knownFiles(services)).length, 2000);
    await forget('file:///7.md');
    assert.deepEqual(
      Object.keys(knownFiles(services)).slice(5, 8),
      [5, 6, 8].map((n) => `file:///${n}.md`),
    );
    const file: KnownFile = { notes: ['n'] };
    for (const name of ['a', 'b']) await rememberFile(services, `file:///${name}.md`, file);
    const names = Object.keys(knownFiles(services));
    assert.deepEqual([names.length, names[0], names.at(-1)], [2000, 'file:///1.md', 'file:///b.md']);
  });
});
