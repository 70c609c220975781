import assert from 'node:assert/strict';
import type { Meeting, MeetingTime } from '../../../src/attio/workTypes.js';
import { dateInWords, endOf, hasEnded, startOf, untilNextDay, whenInWords } from '../../../src/crm/meetingTimes.js';

const formats = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
type Times = Pick<Meeting, 'start' | 'end'>;
const at = (datetime: string, timezone: string | null = null): MeetingTime => ({ datetime, timezone });
const timed = (start: string, end: string): Times => ({ start: at(start), end: at(end) });
const days = (start: string, end: string): Times => ({ start: { date: start }, end: { date: end } });
/** Saturday 21 November 2026, 09:30 in Berlin. */
const NOW = Date.parse('2026-11-21T08:30:00Z');
/** Whether a comma follows the weekday differs between versions of Intl. */
const bare = (words: string) => words.replace(/(Sat|Mon|day),(?= \d)/g, '$1');
const when = (times: Times, zone = 'Europe/Berlin') => bare(whenInWords(times, NOW, { ...formats, timeZone: zone }));

describe('when a meeting is', () => {
  it('is told by its distance: today, tomorrow, the weekday, the date', () => {
    const on = (day: string) => when(timed(`${day}T14:00:00+01:00`, `${day}T15:30:00+01:00`));
    assert.deepEqual(
      [
        '2026-11-21',
        '2026-11-22',
        '2026-11-20',
        '2026-11-23',
        '2026-11-27',
        '2026-11-28',
        '2026-11-15',
        '2026-11-14',
        '2027-01-04',
      ].map(on),
      [
        'Today 14:00–15:30',
        'Tomorrow 14:00–15:30',
        'Yesterday 14:00–15:30',
        'Monday 14:00–15:30',
        'Friday 14:00–15:30',
        'Sat 28 Nov, 14:00–15:30',
        'Sunday 14:00–15:30',
        'Sat 14 Nov, 14:00–15:30',
        'Mon 4 Jan 2027, 14:00–15:30',
      ],
    );
  });

  it('is told in the zone of who reads it', () => {
    const late = timed('2026-11-21T23:30:00Z', '2026-11-21T23:45:00Z');
    assert.equal(when(late), 'Tomorrow 00:30–00:45');
    assert.equal(when(late, 'America/Los_Angeles'), 'Today 15:30–15:45');
    assert.equal(when(late, 'Asia/Kolkata'), 'Tomorrow 05:00–05:15');
  });

  it('says that it goes on now, and until when', () => {
    assert.equal(when(timed('2026-11-21T08:00:00Z', '2026-11-21T09:00:00Z')), 'Now, until 10:00');
    assert.equal(when(timed('2026-11-20T08:00:00Z', '2026-11-22T09:00:00Z')), 'Now, until Tomorrow 10:00');
    assert.equal(when(timed('2026-11-21T07:30:00Z', '2026-11-21T08:30:00Z')), 'Today 08:30–09:30');
  });

  it('tells both days of one over midnight, and one day of one that ends there', () => {
    assert.equal(when(timed('2026-11-21T21:00:00Z', '2026-11-22T01:00:00Z')), 'Today 22:00 – Tomorrow 02:00');
    assert.equal(when(timed('2026-11-21T21:00:00Z', '2026-11-21T23:00:00Z')), 'Today 22:00 – 00:00');
  });

  it('ends all-day meetings the day before their end', () => {
    assert.equal(when(days('2026-11-21', '2026-11-22')), 'Today, all day');
    assert.equal(when(days('2026-11-22', '2026-11-23')), 'Tomorrow, all day');
    assert.equal(when(days('2026-11-20', '2026-11-23')), 'Yesterday – Tomorrow, all day');
    assert.equal(when(days('2026-11-21', '2026-11-21')), 'Today, all day');
    assert.equal(when(days('2026-11-21', '2026-11-22'), 'Pacific/Honolulu'), 'Tomorrow, all day');
    assert.equal(
      bare(dateInWords(days('2026-09-29', '2026-10-01'), formats)),
      'Tuesday 29 September 2026 – Wednesday 30 September 2026',
    );
  });

  it('begins days in the person’s zone, also when clocks change that day', () => {
    const start = (date: string, timeZone: string) => new Date(startOf(days(date, date), { timeZone })!).toISOString();
    assert.equal(start('2026-06-03', 'Europe/Berlin'), '2026-06-02T22:00:00.000Z');
    assert.equal(start('2026-10-25', 'Europe/Berlin'), '2026-10-24T22:00:00.000Z');
    assert.equal(start('2026-10-26', 'Europe/Berlin'), '2026-10-25T23:00:00.000Z');
    assert.equal(start('2026-03-08', 'America/New_York'), '2026-03-08T05:00:00.000Z');
    assert.equal(start('2026-11-21', 'Nowhere/Land'), '2026-11-21T00:00:00.000Z');
  });

  it('reads a time without offset in its own zone, and in UTC without one', () => {
    const start = (time: MeetingTime) => new Date(startOf({ start: time, end: null })!).toISOString();
    assert.equal(start(at('2026-07-01T14:00:00', 'America/New_York')), '2026-07-01T18:00:00.000Z');
    assert.equal(start(at('2026-07-01T14:00:00.000-04:00', 'America/New_York')), '2026-07-01T18:00:00.000Z');
    assert.equal(start(at('2026-07-01T14:00:00')), '2026-07-01T14:00:00.000Z');
    assert.equal(start(at('2026-07-01T14:00:00', 'Nowhere/Land')), '2026-07-01T14:00:00.000Z');
  });

  it('has ended when its end is over; without a time nobody knows', () => {
    assert.equal(hasEnded(timed('2026-11-21T08:00:00Z', '2026-11-21T08:29:59Z'), NOW, formats), true);
    assert.equal(hasEnded(timed('2026-11-21T08:00:00Z', '2026-11-21T09:00:00Z'), NOW, formats), false);
    assert.equal(hasEnded(days('2026-11-20', '2026-11-21'), NOW, formats), true);
    assert.equal(hasEnded({ start: null, end: null }, NOW), false);
    assert.equal(when({ start: null, end: null }), 'No time');
    assert.equal(when({ start: at('soon'), end: at('later') }), 'No time');
    assert.equal(endOf({ start: at('2026-11-21T08:00:00Z'), end: null }), Date.parse('2026-11-21T08:00:00Z'));
  });

  it('knows when today becomes yesterday', () => {
    assert.equal(untilNextDay(NOW, formats), (14 * 60 + 30) * 60_000);
    // The night in which an hour comes twice.
    assert.equal(untilNextDay(Date.parse('2026-10-24T22:00:00Z'), formats), 25 * 3_600_000);
  });
});
