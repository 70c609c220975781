/** Texts as people write them, read against the sample workspace: what is proposed, and above all what is not. */
import assert from 'node:assert/strict';
import { TRANSCRIPTS } from '../../../../src/sandbox/data/transcripts.js';
import { seedId } from '../../../../src/sandbox/seed.js';
import { cpuTime } from '../../../support/cpu.js';
import { ADA, type Sampled, sampled } from './sampled.js';

const ref = (object: string, key: string) => ({ object, recordId: seedId(object, key) });

/** As the Meetings view shows it. */
const transcript = (key: string): string =>
  TRANSCRIPTS[key]!.trim()
    .split('\n')
    .map((line) => {
      const [, seconds, name, said] = /^(\d+) ([^:]+): (.*)$/.exec(line)!;
      return `**${name}** · ${Math.floor(Number(seconds) / 60)}:${String(Number(seconds) % 60).padStart(2, '0')}\n${said}`;
    })
    .join('\n\n');

describe('what a text asks to be written', () => {
  let crm: Sampled;
  before(async () => {
    crm = await sampled();
  });
  after(() => crm.close());

  const acme = {
    title: 'Acme Robotics: second plant',
    now: new Date('2026-11-10T19:00:00Z'),
    meeting: {
      linked: [
        ref('companies', 'acme-robotics'),
        ref('people', 'grace-okafor'),
        ref('people', 'tomas-lindqvist'),
        ref('deals', 'acme-renewal'),
      ],
      participants: [
        { name: null, email: 'ada@northwind-labs.example' },
        { name: null, email: 'grace.okafor@acme-robotics.example' },
        { name: 'Henrik Dahl', email: 'henrik.dahl@acme-robotics.example' },
      ],
    },
  };

  it('is found in a transcript: tasks for who speaks, days from the day of the call, its guests', async () => {
    assert.deepEqual(await crm.lines(transcript('acme'), acme), [
      '[x] Note on Acme Robotics: Acme Robotics: second plant',
      '[x] New Person: Henrik Dahl, henrik.dahl@acme-robotics.example at Acme Robotics',
      '[ ] Acme Robotics · Renewal date: Oct 1, 2027 → Dec 15, 2026',
      '[ ] Task: Grace Okafor: send the controller manual to Bruno | nobody | 2026-11-13 | Grace Okafor, Acme Robotics',
      '[x] Task: Find out who owns the safety sign-off, on our side as well as theirs | Bruno | no day | Acme Robotics',
      '[x] Task: Ask Granite about the sign-off | Bruno | no day | Acme Robotics',
      '[x] Task: Price the three-year option with the cap and send it to you | Ada | 2026-11-24 | Acme Robotics',
      '[x] Task: Switch it on for the first plant tomorrow and show your team how to read it | Bruno | 2026-11-11 | Acme Robotics',
      '[x] Task: Turn on the weekly export | Bruno | 2026-11-11 | Acme Robotics',
      '[x] Task: Send the security overview | Ada | 2026-11-10 | Acme Robotics',
    ]);
  });

  it('sums a transcript up in its note, and ticks no task that Attio has open', async () => {
    const { proposals } = await crm.propose(transcript('acme'), {
      ...acme,
      openTasks: async () => ['Send the security overview to Grace', 'Find out who owns the safety sign-off'],
    });
    const [note] = proposals;
    assert(note?.kind === 'note');
    assert.match(note.content, /^## Agreed\n\n- Grace Okafor: send the controller manual to Bruno \(2026-11-13\)\n/);
    assert.match(note.content, /## Open\n\n- Grace Okafor: Honestly, I do not know yet\./);
    const known = proposals.filter(
      (one) => one.kind === 'task' && /security overview|safety sign-off/.test(one.content),
    );
    assert.deepEqual(
      known.map(({ accepted, doubt }) => `${accepted}: ${doubt}`),
      [
        'false: Attio has the open task “Find out who owns the safety sign-off”',
        'false: Attio has the open task “Send the security overview to Grace”',
      ],
    );
    await fetch(`${crm.sandbox.url}/v2/notes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${crm.sandbox.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        data: {
          parent_object: 'companies',
          parent_record_id: seedId('companies', 'lumen-health'),
          title: 'Call with Lumen Health',
          format: 'markdown',
          content: 'It went well.\n\nAll is said.',
        },
      }),
    });
    const there = await crm.lines('# Call with Lumen Health\n\nIt went well.\n\nAll is said.', { title: 'call' });
    assert.deepEqual(there, []);
  });

  it('is found in meeting notes, with what is denied, asked, past or only possible left out or not ticked', async () => {
    const notes = `---
title: Weekly with Fjordline
attendees: [ingrid.solheim@fjordline.example]
---
# Fjordline Energy weekly

Attendees: Ingrid, Lars, Ada, Chloé

Ingrid said the board approved the renewal: the Fjordline renewal is $345,000 now, up from $330k.
They will not renew at 40k. We are not moving to Negotiation yet. Should we move the deal to Lost?
Last year the contract was worth $310k. If legal agrees, the deal could close by 15 January 2027.
The Fjordline renewal is expected to close on 18 December 2026. 😀🎉

Ingrid is now Chief Data Officer. Lars was the Plant Manager of Mo i Rana.
“We will send you the data by Friday”, said the man from the grid operator.

## Action items
- [ ] Send the redlined contract to Ingrid by Thursday (@Ada)
- [x] Book the room
- [ ] Chloé: prepare the forecast demo, due 2026-12-01
- [ ] ~~Old thing~~
- None

> On Tuesday Ingrid wrote: I will pay $900k for the renewal.

New: Solveig Dahl (CFO), solveig.dahl@fjordline.example, +47 22 95 01 99
Also met Piotr Nowak <piotr@kwantum-labs.example> from Kwantum Labs, and info@somewhere.example.
`;
    assert.deepEqual(await crm.lines(notes), [
      '[x] Note on Fjordline Energy: Weekly with Fjordline',
      '[x] New Company: Kwantum Labs, kwantum-labs.example',
      '[x] New Person: Solveig Dahl, solveig.dahl@fjordline.example, +4722950199, CFO at Fjordline Energy',
      '[x] New Person: Piotr Nowak, piotr@kwantum-labs.example at Kwantum Labs',
      '[x] Fjordline renewal · Deal value: $330,000 → $345,000',
      '[x] Fjordline renewal · Close date: Nov 30, 2026 → Dec 18, 2026',
      '[x] Ingrid Solheim · Job title: Head of Data → Chief Data Officer',
      '[x] Task: Send the redlined contract to Ingrid | Ada | 2026-11-26 | Ingrid Solheim, Fjordline Energy',
      '[x] Task: Prepare the forecast demo | Chloé | 2026-12-01 | Fjordline Energy',
    ]);
  });

  it('keeps the records of a review apart by its headings', async () => {
    const review = `# Pipeline review

## Acme Robotics renewal 2027
- Stage: Won
- Deal value: $190k
- Close date: 2026-12-18
- Owner: Bruno

## Brassfield mainframe bridge
- moved to Lost after the audit
- Value: tbd
- Next step: Call Diane about the questionnaire

## Kestrel: eleven more islands
They signed for €45k. 40k users are waiting. Each seat costs $12 per month.
Close date moved from 20 December to 15 January 2027.

Silverline Rail is now a customer. Moonrise Media has churned. Quillworks is not a customer.
Orbital Foods is now In pilot, and Maya wants us to send a proposal by end of next week.
`;
    assert.deepEqual(await crm.lines(review, { title: 'review' }), [
      '[ ] Note on Acme Robotics: Pipeline review',
      '[x] Acme Robotics renewal 2027 · Deal stage: Negotiation → Won 🎉',
      '[x] Acme Robotics renewal 2027 · Deal value: $184,000 → $190,000',
      '[x] Acme Robotics renewal 2027 · Close date: Dec 15, 2026 → Dec 18, 2026',
      '[x] Brassfield mainframe bridge · Deal stage: Negotiation → Lost',
      '[x] Brassfield mainframe bridge · Next step: Security questionnaire, part two → Call Diane about the questionnaire',
      '[x] Kestrel: eleven more islands · Close date: Dec 20, 2026 → Jan 15, 2027',
      '[x] Silverline Rail · Account status: In pilot → Customer',
      '[x] Orbital Foods · Account status: Prospect → In pilot',
      '[x] Task: Send a proposal | nobody | 2026-12-04 | Orbital Foods, Maya Thornton',
    ]);
  });

  it('says “I” of who writes: the sender of a mail, and oneself in one’s own notes', async () => {
    const mail = `From: Lena Holt <lena.holt@glasswing.example>
To: Ada Brightwater <ada@northwind-labs.example>
Subject: Re: feature flags

Hi Ada,

I will send you the signed order form by Tuesday. Could you please share the SOC 2 report?
Our new CTO, Marek Zielinski (marek.zielinski@glasswing.example), would like to talk to Devika.
`;
    assert.deepEqual(await crm.lines(mail), [
      '[x] Note on Glasswing Software: feature flags',
      '[x] New Person: Lena Holt, lena.holt@glasswing.example at Glasswing Software',
      '[x] New Person: Marek Zielinski, marek.zielinski@glasswing.example at Glasswing Software',
      '[ ] Task: Lena Holt: send you the signed order form | nobody | 2026-11-24 | Glasswing Software',
    ]);
    const { proposals } = await crm.propose(
      'Glasswing Software\n\nI will send the order form to Glasswing by Tuesday.',
    );
    const task = proposals.find((one) => one.kind === 'task');
    assert.equal(task?.kind === 'task' && task.assignee, ADA);
  });

  it('is nothing nonsensical in other languages', async () => {
    const german = `Besprechung mit Verdant Labs (jonas.weber@verdantlabs.example)

Jonas will den Vertrag bis Freitag prüfen und uns Bescheid geben. Wir werden nicht über 20.000 € gehen.
Ich schicke das Angebot bis Dienstag. Der Abschluss ist für den 15. Januar 2027 geplant.
- [ ] Angebot an Jonas schicken bis 24.11.2026
- Jonas ist jetzt CTO und CEO.

Réunion: nous allons envoyer le contrat vendredi. Le prix est de 30 000 €. Ana va a enviar la propuesta el lunes.
会議：来週までに契約書を送ります。 الاجتماع القادم يوم الجمعة`;
    assert.deepEqual((await crm.lines(german)).slice(1), [
      '[x] Task: Angebot an Jonas schicken | nobody | 2026-11-24 | Jonas Weber, Verdant Labs',
    ]);
  });

  it('is nothing in texts that are about something else', async () => {
    for (const text of [
      '',
      '😀😀😀',
      'The quick brown fox. It will rain on Friday. $40 for a taxi.',
      '# README\n\nRun `npm test`. See https://github.com/acme/thing and docs.rs.\n\n```js\n// TODO: fix\n```',
      'const value = 40000; // the deal is worth 40k',
      'Lorem ipsum dolor sit amet, consectetur adipiscing elit.',
    ])
      assert.deepEqual(await crm.lines(text), [], text);
  });

  it('is no doing of source code, whose addresses are read all the same', async () => {
    const code = "// TODO: fix Acme Robotics by Friday\nconst price = '$40k'; // ask maya.lind@orbitalfoods.example\n";
    assert.deepEqual(await crm.lines(code, { isCode: true }), [
      '[x] New Person: Maya Lind, maya.lind@orbitalfoods.example at Orbital Foods',
    ]);
  });

  it('knows people by name and signature, and never changes what it only guesses', async () => {
    const text = `Acme Robotics

Grace Okafor <grace.okafor@gmail.com>
Tomas Lindqvist
Chief Procurement Officer
+1 617 555 0142
tomas.lindqvist@acme-robotics.example
`;
    assert.deepEqual((await crm.lines(text)).slice(1), [
      '[ ] Grace Okafor · Email addresses: grace.okafor@acme-robotics.example → grace.okafor@gmail.com',
      '[x] Tomas Lindqvist · Phone numbers: +16175550111 → +16175550142',
      '[ ] Tomas Lindqvist · Job title: Head of Procurement → Chief Procurement Officer',
    ]);
  });

  it('takes a hundred thousand letters in a handful of requests and without a long pause', async () => {
    const filler =
      'We talked about the weather, the plant in Boston, and about what Grace thinks of ferries. 😀 שלום\n\n';
    const text = `# Acme Robotics\n\n${filler.repeat(1_100)}The Acme Robotics renewal is $210,000 now.\n\n- [ ] Send it to Grace\n`;
    assert(text.length > 100_000);
    const requests = crm.sandbox.requests().length;
    let longest = 0;
    let last = cpuTime();
    const timer = setInterval(() => {
      longest = Math.max(longest, cpuTime() - last);
      last = cpuTime();
    }, 5);
    const lines = await crm.lines(text);
    clearInterval(timer);
    assert(lines.includes('[x] Acme Robotics renewal 2027 · Deal value: $184,000 → $210,000'), lines.join('\n'));
    assert(crm.sandbox.requests().length - requests < 30);
    assert(longest < 1500, `${Math.round(longest)} ms`);
  });

  it('keeps to-dos apart that differ in a word or a day, and those that an open task only resembles', async () => {
    const text = `## Action items
- Write the alpha report
- Write the beta report
- Write the gamma report
- Send the contract to Grace
- Send the invoice to Grace
- Call the plant by 2026-12-01
- Call the plant by 2026-12-08
- Write the alpha reports
`;
    const { proposals } = await crm.propose(text, {
      ...acme,
      openTasks: async () => ['Send the security overview to Grace'],
    });
    assert.deepEqual(
      proposals.flatMap((one) =>
        one.kind === 'task' ? [`${one.accepted} ${one.content} ${one.deadline ?? ''}`.trim()] : [],
      ),
      [
        'true Write the alpha report',
        'true Write the beta report',
        'true Write the gamma report',
        'true Send the contract to Grace',
        'true Send the invoice to Grace',
        'true Call the plant 2026-12-01',
        'true Call the plant 2026-12-08',
      ],
    );
  });

  it('reads a job title behind an address in brackets', async () => {
    const found = await crm.lines('Grace Okafor (grace.okafor@acme-robotics.example) was promoted to CTO.', acme);
    assert.deepEqual(
      found.filter((one) => /title/i.test(one)).map((one) => one.replace(/: .* → /, ': … → ')),
      ['[x] Grace Okafor · Job title: … → CTO'],
    );
  });

  it('has the line of each sentence, and the same ids for the same text', async () => {
    const text = 'Acme Robotics\n\nThe Acme Robotics renewal\nis $210,000 now.\n\n- [ ] Send the form to Grace';
    const [one, other] = [await crm.propose(text), await crm.propose(text)];
    assert.deepEqual(one.proposals.map(({ evidence }) => [evidence.line, evidence.sentence]).slice(1), [
      [3, 'The Acme Robotics renewal is $210,000 now.'],
      [6, 'Send the form to Grace'],
    ]);
    const ids = one.proposals.map(({ id }) => id);
    assert.deepEqual(
      ids,
      other.proposals.map(({ id }) => id),
    );
    assert.equal(new Set(ids).size, ids.length);
  });
});
