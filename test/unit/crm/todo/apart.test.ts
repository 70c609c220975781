import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { WorkspaceMember } from '../../../../src/attio/types.js';
import { contentOf, takeApart, taskContent } from '../../../../src/crm/todo/apart.js';
import { readPatterns, todoLine } from '../../../../src/crm/todo/lines.js';
import { isMe, membersCalled } from '../../../../src/crm/todo/people.js';
import { withoutPlace } from '../../../../src/crm/todo/place.js';

const PATTERNS = readPatterns(['TODO', 'FIXME', '- [ ]']);
/** A Thursday. */
const ZONE = { now: new Date('2026-11-19T10:00:00Z'), timeZone: 'Europe/Berlin', locale: 'en-GB' };
const NAMES: Record<string, string> = { ada: 'Ada', 'ada.brightwater': 'Ada', bruno: 'Bruno' };

async function apart(line: string) {
  const found = todoLine(line, PATTERNS)!;
  const read = await takeApart(line.slice(...found.text), ZONE);
  return {
    words: contentOf(read, ({ name }) => NAMES[name.toLowerCase()]),
    said: read.said.map(({ name, as }) => `${as} ${name}`),
    due: read.due.map(({ value }) => value),
  };
}

describe('taking a line apart', () => {
  it('leaves owners, days and links out of what is to be done', async () => {
    const cases: [line: string, words: string, said: string[], due: string[]][] = [
      ['// TODO(ada): send the offer by Friday', 'send the offer', ['owner ada'], ['2026-11-20T16:00:00.000Z']],
      ['// TODO(@ada, bruno): send it', 'send it', ['owner ada', 'owner bruno'], []],
      ['# TODO(ada 2026-12-01): renew', 'renew', ['owner ada'], ['2026-12-01T16:00:00.000Z']],
      ['# TODO(2026-12-01): renew', 'renew', [], ['2026-12-01T16:00:00.000Z']],
      ['# TODO(#123): renew', '(#123): renew', [], []],
      ['# TODO(ABC-12): renew', '(ABC-12): renew', [], []],
      ['# TODO (later) renew', '(later) renew', [], []],
      ['// TODO @ada call Acme tomorrow 3pm', 'call Acme', ['mention ada'], ['2026-11-20T14:00:00.000Z']],
      [
        '// TODO call Acme @ada.brightwater by 2026-12-01 09:30',
        'call Acme',
        ['mention ada.brightwater'],
        ['2026-12-01T08:30:00.000Z'],
      ],
      ['- [ ] Call tomorrow morning', 'Call', [], ['2026-11-20T08:00:00.000Z']],
      ['- [ ] Send it tonight', 'Send it', [], ['2026-11-19T19:00:00.000Z']],
      ['- [ ] Send it by Friday afternoon to Acme', 'Send it to Acme', [], ['2026-11-20T14:00:00.000Z']],
      ['- [ ] Call on Friday in the evening', 'Call', [], ['2026-11-20T19:00:00.000Z']],
      ['- [ ] Call on Friday at 9', 'Call', [], ['2026-11-20T08:00:00.000Z']],
      // Which three is not clear: the day is, and the words stay.
      ['- [ ] Call on Friday at 3', 'Call on Friday at 3', [], ['2026-11-20T16:00:00.000Z']],
      ['- [ ] Call on Friday at 3pm', 'Call', [], ['2026-11-20T14:00:00.000Z']],
      ['- [ ] Send the Friday night offers', 'Send the Friday night offers', [], ['2026-11-20T19:00:00.000Z']],
      ['- [ ] Ask @ada about the price', 'Ask Ada about the price', ['mention ada'], []],
      ['- [ ] Talk to @bruno', 'Talk to Bruno', ['mention bruno'], []],
      ['- [ ] Fix @types/node for @nobody', 'Fix @types/node for @nobody', ['mention nobody'], []],
      ['- [ ] Write to grace@acme.example', 'Write to grace@acme.example', [], []],
      ['- [ ] Send it 📅 2026-12-01', 'Send it', [], ['2026-12-01T16:00:00.000Z']],
      ['- [ ] Send it due:2026-12-01', 'Send it', [], ['2026-12-01T16:00:00.000Z']],
      ['- [ ] Send it [due:: 2026-12-01]', 'Send it', [], ['2026-12-01T16:00:00.000Z']],
      ['- [ ] In 2 weeks: look again', 'look again', [], ['2026-12-03T16:00:00.000Z']],
      ['- [ ] Send it on Friday to Acme', 'Send it to Acme', [], ['2026-11-20T16:00:00.000Z']],
      ['- [ ] Move the call to Friday', 'Move the call to Friday', [], ['2026-11-20T16:00:00.000Z']],
      ['- [ ] Correct the numbers of 2025-01-01', 'Correct the numbers of 2025-01-01', [], []],
      ['- [ ] See [Acme](https://app.attio.com/n/company/498f9009-1111-4111-8111-111111111111)!', 'See Acme!', [], []],
      [
        '- [ ] See <https://app.attio.com/n/company/498f9009-1111-4111-8111-111111111111> and write',
        'See and write',
        [],
        [],
      ],
      ['- [ ] -5 % on the price', '-5 % on the price', [], []],
      ['// TODO: להתקשר ל-Acme @ada', 'להתקשר ל-Acme', ['mention ada'], []],
      ['// TODO 🎉 party with @ada next friday', '🎉 party with Ada', ['mention ada'], ['2026-11-27T16:00:00.000Z']],
    ];
    for (const [line, words, said, due] of cases) assert.deepEqual(await apart(line), { words, said, due }, line);
  });

  it('cuts no emphasis in half', async () => {
    const cases: [line: string, words: string][] = [
      ['- [ ] **Bold** offer to Grace', '**Bold** offer to Grace'],
      ['- [ ] *Urgent* call', '*Urgent* call'],
      ['- [ ] ***Now*** call', '***Now*** call'],
      ['- [ ] ==Marked== call', '==Marked== call'],
      ['- [ ] **Call: @ada**, **then** write', '**Call: Ada**, **then** write'],
      ['- **TODO:** call **Ada**', 'call **Ada**'],
      ['- **TODO**: **Call** Grace', '**Call** Grace'],
      ['**TODO: call Grace**', 'call Grace'],
      ['**TODO: call** Grace', 'call Grace'],
      ['Call Grace **TODO**', 'Call Grace'],
      ['- [ ] * call', 'call'],
      ['- [ ] > call', 'call'],
      ['- [ ] Book the 5* hotel', 'Book the 5* hotel'],
      ['# TODO: pass **kwargs on', 'pass **kwargs on'],
      ['# TODO: fix the cron 0 * * * *', 'fix the cron 0 * * * *'],
      ['// TODO: x ** 2 is slow', 'x ** 2 is slow'],
    ];
    for (const [line, words] of cases) assert.equal((await apart(line)).words, words, line);
  });

  it('has two days where a line names two, and then takes neither out', async () => {
    const { due, words } = await apart('- [ ] Send by Friday, then call by Monday');
    assert.deepEqual(due, ['2026-11-20T16:00:00.000Z', '2026-11-23T16:00:00.000Z']);
    assert.equal(words, 'Send by Friday, then call by Monday');
  });

  it('takes today for today also after its work is over', async () => {
    const late = { ...ZONE, now: new Date('2026-11-19T20:00:00Z') };
    const { due } = await takeApart(' send it today', late);
    assert.deepEqual(
      due.map(({ value, past }) => [value, past]),
      [['2026-11-19T22:59:00.000Z', false]],
    );
  });

  it('cuts at what Attio takes, with the place whole and no half signs', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 2600 }),
        fc.option(fc.webUrl({ size: 'small' })),
        (words, place) => {
          const content = taskContent(words, place ?? undefined);
          assert(content.length <= 2000 || (place ?? '').length > 1900);
          if (place !== null) assert(content.endsWith(`\n${place}`));
          if (content.length < words.length) assert(!/\p{Cs}/u.test(content) || /\p{Cs}/u.test(words));
        },
      ),
    );
    assert.equal(taskContent('call Ada', 'src/a.ts:3'), 'call Ada\nsrc/a.ts:3');
    for (const place of ['src/a.ts:3', 'plan.ipynb cell 2:1', 'https://github.com/a/b/blob/c/d.ts#L3'])
      assert.equal(withoutPlace(taskContent('call Ada', place)), 'call Ada');
    for (const text of ['call\nback', 'at 10:30', 'call\nat noon', 'https://acme.example'])
      assert.equal(withoutPlace(text), text);
    assert.equal(taskContent('x'.repeat(3000), undefined).length, 2000);
    assert.match(taskContent('🎉'.repeat(1500), 'a:1'), /^(?:🎉)+…\na:1$/u);
  });

  it('never throws, and leaves words that name nobody and no day as they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
        const read = await takeApart(text, ZONE);
        const words = contentOf(read, () => undefined);
        assert(words.length <= text.length);
      }),
      { numRuns: 200 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('offer', 'Acme', 'price', 'écrire', 'לבדוק'), { minLength: 1, maxLength: 8 }),
        async (words) => {
          const text = words.join(' ');
          assert.equal(
            contentOf(await takeApart(` : ${text} `, ZONE), () => undefined),
            text,
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('whom a name means', () => {
  const member = (first: string, last: string, email: string, access = 'member'): WorkspaceMember => ({
    id: { workspace_id: 'w', workspace_member_id: email },
    first_name: first,
    last_name: last,
    avatar_url: null,
    email_address: email,
    access_level: access,
    created_at: '2026-01-01T00:00:00Z',
  });
  const members = [
    member('Ada', 'Brightwater', 'ada@n.example'),
    member('Ada', 'Okafor', 'a.okafor@n.example'),
    member('Chloé', 'Marchetti', 'cm@n.example'),
    member('Jean-Luc', 'Roi', 'jlr@n.example'),
    member('Finn', 'Gone', 'finn@n.example', 'suspended'),
  ];
  const called = (name: string) => membersCalled(name, members).map(({ email_address }) => email_address);

  it('goes by first name, full name and address, without accents and case', () => {
    assert.deepEqual(called('chloe'), ['cm@n.example']);
    assert.deepEqual(called('CM'), ['cm@n.example']);
    assert.deepEqual(called('@jean-luc'), ['jlr@n.example']);
    assert.deepEqual(called('jeanlucroi'), ['jlr@n.example']);
    assert.deepEqual(called('ada.brightwater'), ['ada@n.example']);
    assert.deepEqual(called('Ada Okafor'), ['a.okafor@n.example']);
    assert.deepEqual(called('A.Okafor@n.example'), ['a.okafor@n.example']);
  });

  it('may be several, or nobody, and never one who is suspended', () => {
    assert.deepEqual(called('ada'), ['ada@n.example', 'a.okafor@n.example']);
    assert.deepEqual(called('finn'), []);
    assert.deepEqual(called('zoe'), []);
    assert.deepEqual(called('.'), []);
    assert(isMe('Me'));
    assert(!isMe('Ada'));
  });
});
