import assert from 'node:assert/strict';
import fc from 'fast-check';
import { wallAt } from '../../../../src/crm/edit/zoned.js';
import { dueAt, parseDeadline, writtenDeadline } from '../../../../src/crm/tasks/deadline.js';
import { doneInWords, dueInWords, dueWhole } from '../../../../src/crm/tasks/words.js';

/** Wednesday, 18 November 2026, 10:00 in Berlin. */
const NOW = new Date('2026-11-18T09:00:00Z');
const BERLIN = { now: NOW, timeZone: 'Europe/Berlin', locale: 'en-GB' };

async function read(text: string, zone: Partial<typeof BERLIN> = {}): Promise<string | null> {
  const found = await parseDeadline(text, { ...BERLIN, ...zone });
  assert.ok(found.ok, `${text}: ${found.ok ? '' : found.problem}`);
  return found.value;
}

describe('deadlines from words', () => {
  const cases: [string, string | null][] = [
    ['tomorrow', '2026-11-19T16:00:00.000Z'],
    ['next Friday 3pm', '2026-11-27T14:00:00.000Z'],
    ['friday at 9:30', '2026-11-20T08:30:00.000Z'],
    ['in 2 weeks', '2026-12-02T16:00:00.000Z'],
    ['in 2 hours', '2026-11-18T11:00:00.000Z'],
    ['2026-12-01', '2026-12-01T16:00:00.000Z'],
    ['2026-12-01 09:15', '2026-12-01T08:15:00.000Z'],
    ['2026-12-01T09:15:00Z', '2026-12-01T09:15:00.000Z'],
    ['due tomorrow', '2026-11-19T16:00:00.000Z'],
    ['EOD', '2026-11-18T16:00:00.000Z'],
    // Parts of a day.
    ['tomorrow morning', '2026-11-19T08:00:00.000Z'],
    ['monday morning', '2026-11-23T08:00:00.000Z'],
    ['2026-12-01 in the morning', '2026-12-01T08:00:00.000Z'],
    ['Friday noon', '2026-11-20T11:00:00.000Z'],
    ['friday lunchtime', '2026-11-20T11:00:00.000Z'],
    ['this afternoon', '2026-11-18T14:00:00.000Z'],
    ['next friday, afternoon', '2026-11-27T14:00:00.000Z'],
    ['this evening', '2026-11-18T19:00:00.000Z'],
    ['tonight', '2026-11-18T19:00:00.000Z'],
    ['by tonight', '2026-11-18T19:00:00.000Z'],
    ['friday night', '2026-11-20T19:00:00.000Z'],
    ['friday midnight', '2026-11-20T22:59:00.000Z'],
    ['friday at midnight', '2026-11-20T22:59:00.000Z'],
    ['tonight at 8', '2026-11-18T19:00:00.000Z'],
    ['tomorrow morning at 8', '2026-11-19T07:00:00.000Z'],
    ['tomorrow at 3 in the afternoon', '2026-11-19T14:00:00.000Z'],
    // Hours in figures alone.
    ['tomorrow 9', '2026-11-19T08:00:00.000Z'],
    ['tomorrow at 9', '2026-11-19T08:00:00.000Z'],
    ['2026-12-01 15', '2026-12-01T14:00:00.000Z'],
    ['in 2 weeks at 12', '2026-12-02T11:00:00.000Z'],
    ['mon at 9', '2026-11-23T08:00:00.000Z'],
    ['next friday at 15', '2026-11-27T14:00:00.000Z'],
    ['next friday 15:00', '2026-11-27T14:00:00.000Z'],
    ['dec 15', '2026-12-15T16:00:00.000Z'],
    ['march 9', '2027-03-09T16:00:00.000Z'],
    ['end of week', '2026-11-20T16:00:00.000Z'],
    ['end of month', '2026-11-30T16:00:00.000Z'],
    ['none', null],
    ['No deadline', null],
    ['', null],
    ['  ', null],
  ];
  for (const [text, value] of cases)
    it(`reads “${text}”`, async () => {
      assert.equal(await read(text), value);
    });

  it('means the end of the work where the person is by a day', async () => {
    assert.equal(await read('tomorrow', { timeZone: 'America/Los_Angeles' }), '2026-11-20T01:00:00.000Z');
    assert.equal(dueAt('2026-07-01', 'Europe/Berlin'), '2026-07-01T15:00:00.000Z');
    assert.equal(dueAt('2026-07-01', 'Asia/Tokyo'), '2026-07-01T08:00:00.000Z');
  });

  it('means the end of the day by today, when its work is over', async () => {
    assert.equal(await read('today', { now: new Date('2026-11-18T18:00:00Z') }), '2026-11-18T22:59:00.000Z');
    assert.equal(await read('today'), '2026-11-18T16:00:00.000Z');
  });

  it('says what it has understood, and that it is over', async () => {
    const found = await parseDeadline('next friday 3pm', BERLIN);
    assert.deepEqual(found, {
      ok: true,
      value: '2026-11-27T14:00:00.000Z',
      shown: 'Fri 27 Nov 2026, 15:00 (UTC+01:00)',
      day: false,
      past: false,
    });
    const past = await parseDeadline('yesterday', BERLIN);
    assert.ok(past.ok && past.past && past.day);
  });

  it('says what a part of a day is taken for, and means the end of the day where that is over', async () => {
    const found = await parseDeadline('Tomorrow Morning', BERLIN);
    assert.deepEqual(found, {
      ok: true,
      value: '2026-11-19T08:00:00.000Z',
      shown: 'Thu 19 Nov 2026, 09:00 (UTC+01:00)',
      day: false,
      part: 'morning',
      past: false,
    });
    const late = { now: new Date('2026-11-18T20:30:00Z') };
    assert.equal(await read('tonight', late), '2026-11-18T22:59:00.000Z');
    const over = await parseDeadline('this morning', { ...BERLIN, ...late });
    assert.ok(over.ok && over.past);
  });

  it('refuses hours that may be two, with both', async () => {
    const cases: [string, RegExp, string?][] = [
      [
        'next friday at 3',
        /“at 3” can be 03:00 or 15:00: write “next friday 3pm” or “next friday 3am”/,
        'next friday 3pm',
      ],
      ['tomorrow 6', /“6” can be 06:00 or 18:00/, 'tomorrow 6pm'],
      ['mon 9', /“9” can be an hour or a day of the month: write “mon 9:00”/, 'mon 9:00'],
      ['next friday 15', /“15” can be an hour or a day of the month: write “next friday 15:00”/, 'next friday 15:00'],
      ['friday 3', /“3” can be an hour or a day of the month: write “friday 3pm”/, 'friday 3pm'],
    ];
    for (const [text, problem, suggestion] of cases) {
      const found = await parseDeadline(text, BERLIN);
      assert.ok(!found.ok, text);
      assert.match(found.problem, problem);
      assert.equal(found.suggestion, suggestion);
      assert.ok((await parseDeadline(found.suggestion!, BERLIN)).ok, found.suggestion);
    }
    for (const text of ['morning', 'in the morning', 'friday at 24', 'friday 27', 'tomorrow at 61'])
      assert.ok(!(await parseDeadline(text, BERLIN)).ok, text);
  });

  it('refuses what names no day, with what would do', async () => {
    for (const text of ['soon', 'next week', '3/4/2026', '2026-02-30', 'Grace']) {
      const found = await parseDeadline(text, BERLIN);
      assert.ok(!found.ok, text);
      assert.match(found.problem, /write|Write/);
    }
    const gap = await parseDeadline('2026-03-29 02:30', BERLIN);
    assert.ok(!gap.ok);
    assert.match(gap.problem, /put forward/);
  });

  it('property: a deadline written out is read as the same minute', async () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati');
    const minutes = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2036, 0) / 60_000 });
    await fc.assert(
      fc.asyncProperty(minutes, zones, async (minute, timeZone) => {
        const iso = new Date(minute * 60_000).toISOString();
        const again = await parseDeadline(writtenDeadline(iso, timeZone), { ...BERLIN, timeZone });
        assert.ok(again.ok);
        // Of an hour that comes twice the first is meant.
        assert.deepEqual(wallAt(Date.parse(again.value!), timeZone), wallAt(Date.parse(iso), timeZone));
      }),
    );
  });

  it('property: a day is due on that day, in every zone', async () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const days = fc.integer({ min: Date.UTC(2020, 0) / 86_400_000, max: Date.UTC(2036, 0) / 86_400_000 });
    await fc.assert(
      fc.asyncProperty(days, zones, async (number, timeZone) => {
        const day = new Date(number * 86_400_000).toISOString().slice(0, 10);
        const due = await read(day, { timeZone });
        assert.equal(writtenDeadline(due, timeZone), `${day} 17:00`);
      }),
    );
  });
});

describe('deadlines in words', () => {
  const formats = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
  const say = (iso: string | null) => dueInWords(iso, NOW.getTime(), formats);

  it('are the plainer the nearer they are', () => {
    assert.equal(say('2026-11-18T16:00:00Z'), 'Today 17:00');
    assert.equal(say('2026-11-17T16:00:00Z'), 'Yesterday 17:00');
    assert.equal(say('2026-11-18T23:30:00Z'), 'Tomorrow 00:30');
    assert.equal(say('2026-11-20T14:00:00Z'), 'Friday 15:00');
    assert.equal(say('2026-11-25T14:00:00Z'), 'Wed 25 Nov');
    assert.equal(say('2026-11-13T14:00:00Z'), 'Fri 13 Nov');
    assert.equal(say('2027-01-29T12:00:00Z'), 'Fri, 29 Jan 2027');
    assert.equal(say(null), '');
    assert.equal(say('soon'), '');
  });

  it('say in full when, and for how long it is over', () => {
    const whole = (iso: string, done = false) => dueWhole(iso, done, NOW.getTime(), formats);
    assert.match(whole('2026-11-16T09:00:00Z'), /Monday,? 16 November 2026.*10:00, 2 days overdue$/);
    assert.match(whole('2026-11-18T08:59:30Z'), /, 1 minute overdue$/);
    assert.match(whole('2026-11-18T07:00:00Z'), /, 2 hours overdue$/);
    assert.doesNotMatch(whole('2026-11-16T09:00:00Z', true), /overdue/);
    assert.doesNotMatch(whole('2026-11-19T09:00:00Z'), /overdue/);
    assert.equal(doneInWords(null, formats), 'Done');
    assert.match(doneInWords('2026-11-18T08:00:00Z', formats), /^Done 18 Nov 2026, 09:00$/);
  });
});
