import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import type { Meeting, Recording, TranscriptSegment } from '../../../src/attio/workTypes.js';
import { parseMarkdown, walk } from '../../../src/crm/markdown/parse.js';
import {
  clock,
  excerptForNote,
  transcriptForNote,
  transcriptText,
  turnHeads,
  turnsOf,
} from '../../../src/crm/transcript.js';

const URL = 'https://app.attio.com/acme/calls/5f2b/77aa';
const id = { workspace_id: 'w', meeting_id: 'm' };
const meeting = (more: Partial<Meeting> = {}): Meeting => ({
  id,
  title: 'Second plant',
  description: '',
  is_all_day: false,
  start: { datetime: '2026-11-10T14:00:00-05:00', timezone: 'America/New_York' },
  end: { datetime: '2026-11-10T15:00:00-05:00', timezone: 'America/New_York' },
  participants: [
    { status: 'accepted', is_organizer: true, email_address: 'ada@brightwater.example', name: null },
    { status: 'declined', is_organizer: false, email_address: 'Grace@acme.example', name: null },
    { status: 'pending', is_organizer: false, email_address: null, name: 'A _guest_' },
  ],
  linked_records: [],
  created_at: '',
  created_by_actor: null,
  ...more,
});
const segment = (name: string, start_time: number, speech: string): TranscriptSegment => ({
  speech,
  start_time,
  end_time: start_time + 3,
  speaker: { name },
});
const recording = (segments: TranscriptSegment[] | null, more: Partial<Recording> = {}): Recording => ({
  id: { ...id, call_recording_id: 'r' },
  status: 'completed',
  web_url: URL,
  created_by_actor: null,
  created_at: '',
  transcript: segments && { segments, raw_transcript: '' },
  ...more,
});
const words = { locale: 'en-GB', timeZone: 'UTC', names: new Map([['grace@acme.example', 'Grace Okafor']]) };

/** Whether a comma follows the weekday differs between versions of Intl. */
const bare = (text: string) => text.replace('Tuesday,', 'Tuesday');

/** What a reader of rendered Markdown sees of a node. */
function shown(node: Nodes): string {
  const texts: string[] = [];
  for (const one of walk(node)) if ('value' in one) texts.push(one.value);
  return texts.join('');
}

describe('a transcript as a document', () => {
  it('says which meeting, when, who and where, then who said what', () => {
    const said = [
      segment('Ada', 0, 'Good afternoon.'),
      segment('Ada', 4, 'Is it all right\nto record?'),
      segment('Grace', 7.9, 'Yes.'),
      segment('Ada', 3723, 'Bye.'),
    ];
    assert.equal(
      bare(transcriptText(meeting(), recording(said), words)),
      `# Second plant

- When: Tuesday 10 November 2026, 19:00–20:00
- Participants: ada@brightwater.example (organizer), Grace Okafor <Grace@acme.example> (declined), A \\_guest\\_
- Call: ${URL}

**Ada** · 0:00
Good afternoon. Is it all right to record?

**Grace** · 0:07
Yes.

**Ada** · 1:02:03
Bye.
`,
    );
  });

  it('gives a long turn a time every two minutes, and says nothing for silence', () => {
    const said = Array.from({ length: 61 }, (_, n) => segment('Ada', n * 10, n % 2 ? ' ' : `Sentence ${n}.`));
    const turns = turnsOf(said);
    assert.deepEqual(
      turns.map(({ at }) => at),
      [0, 120, 240, 360, 480, 600],
    );
    assert.equal(
      turns.map(({ text }) => text).join(' '),
      said
        .map(({ speech }) => speech)
        .join(' ')
        .replace(/ +/g, ' '),
    );
  });

  it('shows the raw transcript where there are no segments', () => {
    const raw = recording(null, { transcript: { segments: [], raw_transcript: 'Ada: Hello.\r\n\r\nGrace: 1. Yes' } });
    assert.match(transcriptText(meeting(), raw, words), /\n\nAda: Hello\.\n\nGrace: 1\. Yes\n$/);
  });

  it('says why there is none, and passes on no address but Attio’s', () => {
    const text = (status: string, web_url: string | null = URL) =>
      transcriptText(meeting(), recording(null, { status, web_url }), words);
    assert.match(text('processing'), /still processing this recording/);
    assert.match(text('failed'), /could not process this recording/);
    assert.match(text('completed'), /no transcript of this recording/);
    assert.ok(!text('failed', 'https://evil.example/app.attio.com/').includes('evil'));
    assert.ok(!text('failed', `${URL})[x](command:evil`).includes('command'));
    assert.ok(!text('failed', null).includes('Call:'));
  });

  it('tells of fifty participants by name and of the others how many', () => {
    const [one] = meeting().participants;
    const crowd = meeting({ participants: Array.from({ length: 62 }, () => one!) });
    assert.match(transcriptText(crowd, recording([]), words), /, and 12 more\n/);
  });

  it('writes times as one reads them on a player', () => {
    assert.deepEqual([0, 59.9, 60, 3599, 3600, 36_061].map(clock), [
      '0:00',
      '0:59',
      '1:00',
      '59:59',
      '1:00:00',
      '10:01:01',
    ]);
  });

  it('shows every word as it was said, whatever Markdown would make of it', () => {
    const piece = fc.constantFrom(
      ...['*', '**', '_', '__', '`', '~', '~~', '==', '[', ']', '](', ']:', '<', '>', '<b>', '&amp;', '&', '#', '# '],
      ...['- ', '---', '===', '+ ', '1. ', '2) ', '|', '|-|', ':-', '\\', '!', '!', ' ', ' ', 'a', 'Wort', 'ß', '🙂'],
    );
    const speech = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(fc.record({ name: speech, said: speech }), { maxLength: 5 }), (said) => {
        const segments = said.map(({ name, said }, at) => segment(name, at * 130, said));
        const turns = turnsOf(segments);
        const text = transcriptText(meeting({ participants: [] }), recording(segments), words);
        const [title, list, ...blocks] = parseMarkdown(text).children;
        assert.deepEqual([title?.type, list?.type], ['heading', 'list']);
        if (turns.length === 0) return;
        assert.deepEqual(
          blocks.map((block) => [block.type, shown(block)]),
          turns.map(({ speaker, at, text }) => ['paragraph', `${speaker} · ${clock(at)}\n${text}`]),
        );
        for (const block of blocks) assert.equal('children' in block && block.children[0]?.type, 'strong');
        assert.deepEqual(
          turnHeads(text.split('\n')).map(({ speaker, time }) => `${speaker} ${time}`),
          turns.map(({ speaker, at }) => `${speaker} ${clock(at)}`),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('is what people write when nothing in it is a mark', () => {
    const said = 'Order #12 is [inaudible] 5 - 3 = 2, snake_case & R&D: 1.5 > 1. "Really?" (yes!) a/b C:\u00a0x';
    assert.ok(
      transcriptText(meeting(), recording([segment('Ada', 0, said)]), words).includes(said.replace(/\u00a0/, ' ')),
    );
  });
});

describe('a transcript for a note', () => {
  it('comes with a heading, its time and a link', () => {
    assert.equal(
      bare(transcriptForNote(meeting(), recording([segment('Ada', 0, 'Hello.')]), words)),
      `## Transcript: Second plant\n\nTuesday 10 November 2026, 19:00–20:00 · [Call](${URL})\n\n**Ada** · 0:00\nHello.`,
    );
  });

  it('says where a piece of it is from', () => {
    const from = (web_url: string | null) =>
      excerptForNote('\n**Ada** · 0:00\nHello.\n\n', meeting(), recording([], { web_url }), words);
    assert.equal(from(URL), `**Ada** · 0:00\nHello.\n\nFrom the transcript of [Second plant](${URL}), 10 Nov 2026`);
    assert.match(from(null), /From the transcript of Second plant, 10 Nov 2026$/);
  });
});
