/** The pieces a text is read with: sentences and their lines, days, amounts, what somebody is to do. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { actionsIn } from '../../../../src/crm/updates/actions.js';
import { moneyIn } from '../../../../src/crm/updates/money.js';
import { isDenied, isEnglish, isPast, isQuestion, isSupposed, unquoted } from '../../../../src/crm/updates/mood.js';
import { sentencesOf } from '../../../../src/crm/updates/sentences.js';
import { daysIn, withoutLastDay } from '../../../../src/crm/updates/when.js';
import { cpuTime } from '../../../support/cpu.js';

const lines = (text: string) => text.split('\n').map((line, at) => ({ text: line, line: at + 1 }));
const told = (text: string) =>
  sentencesOf(lines(text)).map(
    ({ text, line, form, speaker }) => `${line} ${form}${speaker ? ` ${speaker}` : ''}: ${text}`,
  );
/** A Saturday. */
const when = { now: new Date('2026-11-21T10:00:00Z'), timeZone: 'UTC' };
const days = async (text: string) => (await daysIn(text, when)).map(({ day }) => day);
const money = (text: string) => moneyIn(text).map((one) => one.text);
const known = (name: string) => /^(?:Ada|Bruno|Grace|Grace Okafor|Tomas)$/.test(name);
const actions = (text: string) =>
  actionsIn(sentencesOf(lines(text)), known).map(({ content, who, doubt }) => {
    const by = who === undefined ? 'nobody' : typeof who === 'string' ? who : who.name;
    return `${by}: ${content}${doubt ? ' ?' : ''}`;
  });

describe('sentences of a text', () => {
  it('have the line they begin in, also where prose is broken over lines', () => {
    assert.deepEqual(told('First one. Second\ngoes on here. Third.\n\nDr. Ada met Mr. Stone at 3 p.m. yesterday.'), [
      '1 prose: First one.',
      '1 prose: Second goes on here.',
      '2 prose: Third.',
      '4 prose: Dr. Ada met Mr. Stone at 3 p.m. yesterday.',
    ]);
  });

  it('tell headings, bullets, boxes and quotes apart, less their marks', () => {
    assert.deepEqual(
      told('# Head **line**\n- one\n* [ ] two\n  goes on\n- [x] three\n> said\n\n**Next steps:**\n1. four'),
      [
        '1 heading: Head line',
        '2 bullet: one',
        '3 todo: two goes on',
        '5 done: three',
        '6 quote: said',
        '8 heading: Next steps',
        '9 bullet: four',
      ],
    );
  });

  it('leave out front matter, code, tables, comments and what is struck out', () => {
    assert.deepEqual(
      told(
        '---\ntitle: I will send it\n---\n```\nTODO: no\n```\n| a | b |\n|---|---|\n<!-- I will call\nhim -->\n~~gone~~ kept',
      ),
      ['11 prose: kept'],
    );
  });

  it('know who speaks, however a transcript is written', () => {
    const turn = ['prose Ada Lovelace: Hello there.', 'prose Bob: Fine.'];
    for (const text of [
      'Ada Lovelace (0:12): Hello there.\nBob (1:02:03): Fine.',
      '**Ada Lovelace** · 0:12\nHello there.\n\n**Bob** · 0:14\nFine.',
      '[0:12] Ada Lovelace: Hello there.\n[0:14] Bob: Fine.',
      'Ada Lovelace (Acme) 0:12\nHello there.\nBob 0:14\nFine.',
      'WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAda Lovelace: Hello there.\n\n00:00:02.000 --> 00:00:03.000\nBob: Fine.\nAda Lovelace: Yes.\nBob: No.',
      'Ada Lovelace: Hello there.\nBob: Fine.\nAda Lovelace: Hello there.\nBob: Fine.',
    ])
      assert.deepEqual(
        told(text)
          .slice(0, 2)
          .map((one) => one.replace(/^\d+ /, '')),
        turn,
        text,
      );
    // Labels of a form are no speakers, and a mail is its sender's.
    assert.deepEqual(told('Budget: 40k\nStage: Won'), ['1 prose: Budget: 40k', '2 prose: Stage: Won']);
    assert.deepEqual(told('From: Ada Lovelace <ada@x.example>\nTo: Bob <bob@y.example>\nSubject: Hi\n\nSee you.'), [
      '5 prose Ada Lovelace: See you.',
    ]);
  });

  it('cost no more than the text is long, and never fail', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        for (const { line } of sentencesOf(lines(text))) assert(line >= 1 && line <= text.split('\n').length);
      }),
    );
    const started = cpuTime();
    sentencesOf(lines('a'.repeat(200_000)));
    sentencesOf(lines('**a **b '.repeat(20_000)));
    sentencesOf(lines('- [ ] x\n'.repeat(20_000)));
    sentencesOf(lines(`${'A b: '.repeat(20_000)}\n`));
    assert(cpuTime() - started < 4000);
  });
});

describe('how a sentence is meant', () => {
  it('is told from its words', () => {
    for (const text of ['We will not renew', "They won't sign", 'No longer needed', 'They rejected it'])
      assert(isDenied(text), text);
    assert(!isDenied('No problem, we sign in May'));
    for (const text of ['If legal agrees', 'It could be', 'Maybe 40k', 'They offered 40k', 'up to 50k', '~40k'])
      assert(isSupposed(text), text);
    assert(!isSupposed('We sign on Monday'));
    assert(isPast('It was 40k') && isPast('40k last year') && !isPast('It is 40k'));
    assert(isQuestion('Is it?') && isQuestion('“Is it?” 🤔') && isQuestion('真的？') && !isQuestion('It is.'));
    assert.equal(unquoted('He said “I will pay” and left "Acme"'), 'He said … and left Acme');
  });

  it('is read by English rules only where it is English', () => {
    for (const text of [
      'Bruno will den Vertrag bis Freitag senden',
      'Il est dans le contrat',
      '来週までに送ります',
      'Встреча в пятницу',
    ])
      assert(!isEnglish(text), text);
    for (const text of ['We meet on Friday', 'Pricing', 'Die Hard is on the list of films', 'Call de la Rue'])
      assert(isEnglish(text), text);
  });
});

describe('days that a sentence names', () => {
  it('are found as people write them', async () => {
    for (const [text, day] of [
      ['Send it by Friday.', '2026-11-27'],
      ['due on 2026-12-05', '2026-12-05'],
      ['by the twenty-fourth, please', '2026-11-24'],
      ['by the 3rd.', '2026-12-03'],
      ['The renewal is due on the fifteenth of December.', '2026-12-15'],
      ['close on 18 December 2026', '2026-12-18'],
      ['on Jan. 5, 2027 at noon', '2027-01-05'],
      ['bis 24.11.2026', '2026-11-24'],
      ['by end of next week', '2026-12-04'],
      ['by the end of January', '2027-01-31'],
      ['by EOM', '2026-11-30'],
      ['in two weeks', '2026-12-05'],
      ['tomorrow', '2026-11-22'],
      ['on Tuesday next week', '2026-12-01'],
      ['by Saturday', '2026-11-28'],
    ] as const)
      assert.deepEqual(await days(text), [day], text);
  });

  it('are none where no single day is named', async () => {
    for (const text of [
      'The second plant opens',
      'on the first floor',
      'March is busy, and may be worse',
      'in 2026',
      'version 1.2.2026beta',
      'next week',
      'on 3/4',
      'the 30th anniversary',
      'One Friday-only offer'.replace('Friday-only', 'fridayish'),
    ])
      assert.deepEqual(await days(text), [], text);
  });

  it('go from the end of a task', async () => {
    const text = 'Send the offer to Tomas by Friday.';
    assert.equal(withoutLastDay(text, await daysIn(text, when)), 'Send the offer to Tomas');
    const middle = 'Switch it on tomorrow and show it';
    assert.equal(withoutLastDay(middle, await daysIn(middle, when)), middle);
  });
});

describe('the day that a sentence ends with', () => {
  it('goes with all that belongs to it', async () => {
    for (const text of ['Site visit in Boston, week of 7 December', 'Site visit in Boston in the week of 7 December'])
      assert.equal(withoutLastDay(text, await daysIn(text, when)), 'Site visit in Boston');
  });
});

describe('amounts that a sentence names', () => {
  it('are found with their currency and scale', () => {
    for (const [text, amount] of [
      ['It is $210,000 now', '$ 210000'],
      ['EUR 2.5m', 'EUR 2.5m'],
      ['184.000 €', '€ 184000'],
      ['1.234.567,50 €', '€ 1234567.50'],
      ['30 000 euros', 'EUR 30000'],
      ["CHF 1'500", 'CHF 1500'],
      ['renew at 40k.', '40k'],
      ['2 million dollars', 'USD 2million'],
    ] as const)
      assert.deepEqual(money(text), [amount], text);
  });

  it('are none where something else is counted, or a part is priced', () => {
    for (const text of [
      '40k users are waiting',
      'about 3m away from it'.replace('3m', '3 metres'),
      '$12 per seat',
      '$9/user',
      '€40 a month',
      '2026 and 12 people',
      'version 2.5.1',
      'section 4k4',
      '15% off',
      'port 8080',
    ])
      assert.deepEqual(money(text), [], text);
  });
});

describe('what somebody is to do', () => {
  it('is found however it is said', () => {
    for (const [text, action] of [
      ['- [ ] Send the offer', 'nobody: Send the offer'],
      ['- [ ] Ada: send the offer', 'Ada: Send the offer'],
      ['- [ ] send the offer (@bruno)'.replace('@bruno', '@Bruno'), 'Bruno: Send the offer'],
      ['TODO: price the option', 'nobody: Price the option'],
      ['Action (Ada): call legal', 'Ada: Call legal'],
      ['I will send the deck to Tomas.', 'speaker: Send the deck to Tomas'],
      ["Great, I'll also check the export.", 'speaker: Check the export'],
      ['Bruno will ask Granite.', 'Bruno: Ask Granite'],
      ['Bruno is going to book the room.', 'Bruno: Book the room'],
      ['Ada to call legal on Monday', 'Ada: Call legal on Monday'],
      ['Grace promised to send the manual by Friday.', 'Grace: Send the manual by Friday'],
      ['Grace said she will send the manual.', 'Grace: Send the manual'],
      ['Tomas asked us to send the contract.', 'we: Send the contract'],
      ['Bruno, please find out who owns it.', 'Bruno: Find out who owns it'],
      ['Bruno please send Aoife the order confirmation.', 'Bruno: Send Aoife the order confirmation'],
      ['- Bruno: draft the plan', 'Bruno: Draft the plan'],
      ['- follow up with Wanjiru in two weeks', 'nobody: Follow up with Wanjiru in two weeks'],
      ['TODO ask legal', 'nobody: Ask legal'],
      [
        "I'll send the form by Monday and Bruno will prepare the summary.",
        'speaker: Send the form by Monday|Bruno: Prepare the summary',
      ],
      ['Remind me to renew the licence.', 'speaker: Renew the licence'],
      ['I send the overview today.', 'speaker: Send the overview today'],
      [
        'To recap: Bruno asks Granite about it, and turns on the export.',
        'Bruno: Ask Granite about it|Bruno: Turn on the export',
      ],
      ['We will look into the integration.', 'we: Look into the integration ?'],
    ] as const)
      assert.equal(actions(text).join('|'), action, text);
    assert.deepEqual(actions('## Next steps\n- Share the sheet\n- Ada to call\n- None\n- No further actions\n'), [
      'nobody: Share the sheet',
      'Ada: Call',
    ]);
  });

  it('is nothing where nobody undertakes anything', () => {
    for (const text of [
      'I will not send it.',
      "I won't call them.",
      'I will see.',
      "I'll be honest with you.",
      'I will think about it.',
      'Could you send the deck?',
      'Will Bruno ask Granite?',
      'Bruno asks whether the price includes support.',
      'Grace sends reports every Monday.',
      'Bruno asks Granite about many things.',
      'Marketing will send flowers.',
      '“I will send the contract”, he said.',
      '> I will pay for it',
      '- [x] Send the offer',
      '- [ ] ~~Old thing~~',
      'TODO: none',
      'Send us your feedback if you like.',
      'Bruno will den Vertrag bis Freitag senden und das Angebot.',
      'If they sign, I will send the invoice.',
      'Sent the deck to Tomas. ✅',
      '- Share price fell by 3%',
      '- Call with Grace tomorrow',
      '- Send!',
    ])
      assert.deepEqual(actions(text), [], text);
  });
});
