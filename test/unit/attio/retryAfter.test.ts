import assert from 'node:assert/strict';
import fc from 'fast-check';
import { retryAfterMs } from '../../../src/attio/index.js';

const NOW = new Date('2023-05-23T14:42:00.000Z');
const ms = (header: string | null | undefined, now = NOW) => retryAfterMs(header, now);

describe('retryAfterMs', () => {
  it('reads seconds', () => {
    assert.equal(ms('0'), 0);
    assert.equal(ms('1'), 1000);
    assert.equal(ms(' \t120 '), 120_000);
    assert.equal(ms('007'), 7000);
  });

  it('reads an HTTP date in its three forms', () => {
    assert.equal(ms('Tue, 23 May 2023 14:42:01 GMT'), 1000);
    assert.equal(ms('Tuesday, 23-May-23 14:42:01 GMT'), 1000);
    assert.equal(ms('Tue May 23 14:42:01 2023'), 1000);
    assert.equal(ms('Sat Jul  1 00:00:01 2023', new Date('2023-07-01T00:00:00Z')), 1000);
    assert.equal(ms(' Tue, 23 May 2023 14:42:01 GMT '), 1000);
  });

  it('counts from now to the millisecond', () => {
    assert.equal(ms('Tue, 23 May 2023 14:42:01 GMT', new Date('2023-05-23T14:42:00.250Z')), 750);
  });

  it('takes the past as 0', () => {
    assert.equal(ms('Tue, 23 May 2023 14:41:59 GMT'), 0);
    assert.equal(ms('Thu, 01 Jan 1970 00:00:00 GMT'), 0);
    assert.equal(ms('Sunday, 06-Nov-94 08:49:37 GMT'), 0);
  });

  it('caps at five minutes', () => {
    assert.equal(ms('300'), 300_000);
    assert.equal(ms('301'), 300_000);
    assert.equal(ms('9'.repeat(400)), 300_000);
    assert.equal(ms('Tue, 23 May 2023 14:47:00 GMT'), 300_000);
    assert.equal(ms('Tue, 23 May 2073 14:47:00 GMT'), 300_000);
  });

  it('reads two digits of a year near the turn of a century', () => {
    assert.equal(ms('Friday, 01-Jan-00 00:00:00 GMT', new Date('2099-12-31T23:59:59Z')), 1000);
    assert.equal(ms('Friday, 31-Dec-99 23:59:59 GMT', new Date('2100-01-01T00:00:00Z')), 0);
  });

  for (const rubbish of [
    '',
    ' ',
    'soon',
    '-1',
    '+1',
    '1.5',
    '.5',
    '1e3',
    '0x10',
    '1 s',
    '1, 2',
    '١',
    'NaN',
    'Infinity',
    'null',
    '2023-05-23',
    '2023-05-23T14:42:01Z',
    'Tue, 23 May 2023 14:42:01',
    'Tue, 23 May 2023 14:42:01 UTC',
    'Tue, 23 May 2023 14:42:01 +0000',
    'Tue, 23 May 2023 14:42:01 PST',
    '23 May 2023 14:42:01 GMT',
    'May 23, 2023 14:42:01',
    'Tue, 30 Feb 2023 14:42:01 GMT',
    'Tue, 00 May 2023 14:42:01 GMT',
    'Tue, 23 May 2023 24:00:00 GMT',
    'Tue, 23 May 2023 14:60:01 GMT',
    'Tue, 23 May 2023 14:42:61 GMT',
    'Tue, 3 May 2023 14:42:01 GMT',
    'Tue, 23 May 23 14:42:01 GMT',
    'Xyz, 23 May 2023 14:42:01 GMT',
    'Tue, 23 Foo 2023 14:42:01 GMT',
    'Tue, 23 May 2023 14:42:01 GMT, 5',
  ]) {
    it(`takes ${JSON.stringify(rubbish)} as rubbish`, () => assert.equal(ms(rubbish), undefined));
  }

  it('takes nothing as nothing', () => {
    assert.equal(ms(null), undefined);
    assert.equal(ms(undefined), undefined);
  });

  it('is undefined or whole milliseconds between 0 and five minutes, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.nat().map(String),
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        (text) => {
          const wait = ms(text);
          assert.ok(wait === undefined || (Number.isInteger(wait) && wait >= 0 && wait <= 300_000));
        },
      ),
    );
  });

  it('agrees with the date it was written from', () => {
    const near = fc.integer({ min: 1, max: 299 });
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1971-01-01'), max: new Date('9000-01-01'), noInvalidDate: true }),
        near,
        (now, seconds) => {
          const whole = new Date(Math.trunc(now.getTime() / 1000) * 1000);
          assert.equal(ms(new Date(whole.getTime() + seconds * 1000).toUTCString(), whole), seconds * 1000);
        },
      ),
    );
  });
});
