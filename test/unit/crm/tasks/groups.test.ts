import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  byDeadline,
  type Calendar,
  DUE_GROUPS,
  dueGroup,
  firstDayOf,
  groupTasks,
  nextRegroup,
} from '../../../../src/crm/tasks/groups.js';

const BERLIN: Calendar = { timeZone: 'Europe/Berlin', firstDay: 1 };
const at = (iso: string) => Date.parse(iso);
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Australia/Lord_Howe',
  // Clocks are put forward at midnight: a day begins at one.
  'Africa/Cairo',
  'Asia/Beirut',
  'America/Havana',
];

describe('tasks by when they are due', () => {
  it('counts days in the person’s time zone', () => {
    const now = at('2026-11-21T22:30:00Z');
    const group = (iso: string, timeZone: string) => dueGroup(iso, now, { timeZone, firstDay: 1 });
    // In Berlin it is 23:30 on Saturday.
    assert.equal(group('2026-11-21T22:45:00Z', 'Europe/Berlin'), 'today');
    assert.equal(group('2026-11-21T23:15:00Z', 'Europe/Berlin'), 'week');
    assert.equal(group('2026-11-21T23:15:00Z', 'America/New_York'), 'today');
    assert.equal(group('2026-11-22T23:30:00Z', 'Europe/Berlin'), 'later');
  });

  it('calls overdue what is over to the moment, and what has no date that', () => {
    const now = at('2026-11-18T12:00:00Z');
    assert.equal(dueGroup('2026-11-18T12:00:00.000000000Z', now, BERLIN), 'overdue');
    assert.equal(dueGroup('2026-11-18T12:00:00.001Z', now, BERLIN), 'today');
    assert.equal(dueGroup(null, now, BERLIN), 'none');
    assert.equal(dueGroup('soon', now, BERLIN), 'none');
  });

  it('ends the week as the locale has it', () => {
    assert.equal(firstDayOf('de-DE'), 1);
    assert.equal(firstDayOf('en-US'), 7);
    assert.equal(firstDayOf('ar-EG'), 6);
    assert.equal(firstDayOf('no such language'), 1);
    // Wednesday, 18 November 2026.
    const now = at('2026-11-18T12:00:00Z');
    const week = (firstDay: number) =>
      [19, 20, 21, 22, 23, 24].filter(
        (day) => dueGroup(`2026-11-${day}T12:00:00Z`, now, { timeZone: 'UTC', firstDay }) === 'week',
      );
    assert.deepEqual(week(1), [19, 20, 21, 22]);
    assert.deepEqual(week(7), [19, 20, 21]);
    assert.deepEqual(week(6), [19, 20]);
    assert.deepEqual(week(3), [19, 20, 21, 22, 23, 24]);
    assert.deepEqual(week(4), []);
  });

  it('leaves out groups without tasks, in their order, what is due first first', () => {
    const task = (deadline_at: string | null, created_at: string) => ({ deadline_at, created_at });
    const tasks = [
      task(null, '2026-01-01T00:00:00Z'),
      task('2026-12-24T12:00:00Z', '2026-01-02T00:00:00Z'),
      task('2026-11-02T12:00:00Z', '2026-01-03T00:00:00Z'),
      task(null, '2026-01-04T00:00:00Z'),
      task('2026-11-01T12:00:00Z', '2026-01-05T00:00:00Z'),
    ];
    const groups = groupTasks(tasks, at('2026-11-18T12:00:00Z'), BERLIN);
    assert.deepEqual(
      [...groups].map(([name, list]) => [name, ...list.map((one) => one.created_at.slice(9, 10))]),
      [
        ['overdue', '5', '3'],
        ['later', '2'],
        ['none', '4', '1'],
      ],
    );
  });

  const moment = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });
  const iso = fc.option(
    moment.map((ms) => new Date(ms).toISOString()),
    { nil: null },
  );
  const calendar = fc.record({ timeZone: fc.constantFrom(...ZONES), firstDay: fc.integer({ min: 1, max: 7 }) });

  it('property: every task is in one group, and a later deadline never in an earlier one', () => {
    fc.assert(
      fc.property(moment, fc.array(iso, { maxLength: 8 }), calendar, (now, deadlines, days) => {
        const tasks = deadlines.map((deadline_at) => ({ deadline_at, created_at: '2020-01-01T00:00:00Z' }));
        const groups = groupTasks(tasks, now, days);
        const listed = [...groups.values()].flat();
        assert.equal(listed.length, tasks.length);
        assert.deepEqual(
          listed.map(({ deadline_at }) => deadline_at),
          [...tasks].sort(byDeadline).map(({ deadline_at }) => deadline_at),
        );
        assert.deepEqual(
          [...groups.keys()],
          DUE_GROUPS.filter((group) => groups.has(group)),
        );
      }),
    );
  });

  it('property: no task changes its group before the moment to look again, over all changes of clocks', () => {
    const near = fc
      .integer({ min: -3, max: 10 })
      .chain((days) => fc.integer({ min: 0, max: 86_400_000 }).map((ms) => days * 86_400_000 + ms));
    fc.assert(
      fc.property(
        moment,
        fc.array(near, { minLength: 1, maxLength: 5 }),
        calendar,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (now, offsets, days, part) => {
          const deadlines = offsets.map((offset) => new Date(now + offset).toISOString());
          const next = nextRegroup(deadlines, now, days);
          assert.ok(next > now && next <= now + 26 * 3_600_000, `${next - now}`);
          const between = Math.floor(now + (next - 1 - now) * part);
          for (const deadline of deadlines)
            assert.equal(dueGroup(deadline, between, days), dueGroup(deadline, now, days), deadline);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('looks again when a day begins that has no midnight', () => {
    // In Cairo clocks go from 0:00 to 1:00 on Friday, 24 April 2026.
    const cairo = { timeZone: 'Africa/Cairo', firstDay: 6 };
    const now = at('2026-04-23T20:00:00Z');
    assert.equal(nextRegroup([], now, cairo), at('2026-04-23T22:00:00Z'));
    assert.equal(dueGroup('2026-04-23T22:10:00Z', now, cairo), 'week');
    assert.equal(dueGroup('2026-04-23T22:10:00Z', at('2026-04-23T22:00:00Z'), cairo), 'today');
  });
});
