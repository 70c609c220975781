import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  faceHtml,
  facesHtml,
  HUES,
  hueOf,
  initialsOf,
  personHtml,
  personOf,
} from '../../../../src/editor/members/face.js';
import { bodyHtml, pageHtml } from '../../../../src/editor/records/pageHtml.js';
import { contentSecurity } from '../../../../src/editor/webview/html.js';
import { model, note } from '../records/model.js';

const ADA = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const PICTURE = 'data:image/png;base64,iVBORw0KGgo=';

describe('faces', () => {
  it('have initials that people know them by', () => {
    const names: [string, string][] = [
      ['Ada Lovelace', 'AL'],
      ['ada', 'A'],
      ['Jean-Luc de la Tour', 'JT'],
      ['ada.lovelace@acme.example', 'AL'],
      ['  Émile   Zola ', 'ÉZ'],
      ['Östergård', 'Ö'],
      ['李 小龍', '李小'],
      ['محمد علي', 'مع'],
      ['🚀 Ada', 'A'],
      ['(Ada) "B" Cole', 'AC'],
      ['', '?'],
      ['—', '?'],
      ['@', '?'],
    ];
    for (const [name, initials] of names) assert.equal(initialsOf(name), initials, name);
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => initialsOf(name).length > 0));
  });

  it('have a colour of their own, always the same, all of which there are', () => {
    assert.equal(hueOf(ADA), hueOf(ADA.toUpperCase()));
    const css = readFileSync('media/record.css', 'utf8');
    const colours = Array.from(
      { length: HUES },
      (_, n) => new RegExp(`\\.hue-${n} \\{\\s*background: (#[0-9a-f]{6})`).exec(css)?.[1],
    );
    assert.ok(
      colours.every((one) => one !== undefined),
      String(colours),
    );
    const luminance = (hex: string) => {
      const part = (at: number) => {
        const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      };
      return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
    };
    for (const colour of colours) assert.ok(1.05 / (luminance(colour!) + 0.05) >= 4.5, `white on ${colour}`);
    fc.assert(fc.property(fc.uuid(), (id) => hueOf(id) >= 0 && hueOf(id) < HUES));
  });

  it('are the picture where there is one, and initials elsewhere; what is nobody has none', () => {
    const ada = { id: ADA, name: 'Ada Lovelace' };
    assert.match(faceHtml(ada, {}), new RegExp(`class="face hue-${hueOf(ADA)}" aria-hidden="true">AL<`));
    assert.match(
      faceHtml({ ...ada, id: ADA.toUpperCase() }, { [ADA]: PICTURE }),
      new RegExp(`<use href="#face-${ADA}"`),
    );
    assert.equal(faceHtml({ name: 'an API key' }, {}), '');
    assert.match(personHtml(ada, {}), /<span dir="auto">Ada Lovelace<\/span>/);
    assert.deepEqual(personOf({ author: 'Ada' }), { name: 'Ada' });
  });

  it('bring no markup and no other address along', () => {
    const bad = ['"><script>alert(1)</script>', 'https://evil.example/a.png', 'data:image/svg+xml;base64,AAAA', ''];
    for (const uri of bad) assert.equal(facesHtml({ [ADA]: uri }), '', uri);
    const html = facesHtml({ '"><b>': PICTURE }) + personHtml({ id: '"><b>', name: '<b>x</b>' }, { '"><b>': PICTURE });
    assert.doesNotMatch(html, /<b>/);
    assert.equal(facesHtml({}), '');
  });

  it('stand on the page of a record: each picture once, and nothing is loaded', () => {
    const notes = {
      state: 'ready' as const,
      items: [
        note({ author: 'Ada Lovelace', authorId: ADA }),
        note({ id: 'two', author: 'Ada Lovelace', authorId: ADA }),
        note({ id: 'three', author: 'Bo Lind', authorId: 'f47ac10b-58cc-4372-a567-0e02b2c3d479' }),
      ],
      more: false,
      busy: false,
    };
    const body = bodyHtml(model([], { notes, faces: { [ADA]: PICTURE } }));
    assert.equal(body.split(PICTURE).length - 1, 1);
    assert.equal(body.split(`href="#face-${ADA}"`).length - 1, 2);
    assert.match(body, />BL</);
    const frame = {
      cspSource: 'vscode:',
      nonce: 'n',
      styleUris: [],
      scriptUri: 's',
      version: 1,
      pictures: true as const,
    };
    assert.match(pageHtml(model([], { notes }), frame), /img-src data:;/);
    assert.match(contentSecurity(frame), /^default-src 'none'; img-src data:; style-src/);
    assert.doesNotMatch(contentSecurity({ cspSource: 'vscode:', nonce: 'n' }), /img-src/);
  });
});
