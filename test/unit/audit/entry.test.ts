import assert from 'node:assert/strict';
import fc from 'fast-check';
import { csvHeader, csvRow } from '../../../src/audit/csv.js';
import type { AuditEntry } from '../../../src/audit/entry.js';
import { formatEntry } from '../../../src/audit/formatEntry.js';
import { Redactor } from '../../../src/audit/redact.js';
import { type AuditedOperation, toEntry, WITHHELD } from '../../../src/audit/toEntry.js';

const account = { id: 'attio:w1', name: 'Northwind Labs', slug: 'northwind-labs' };
const RECORD = '891dcbfc-9141-415d-9b2a-2238a6cc012d';
const create: AuditedOperation = {
  name: 'notes.create',
  kind: 'write',
  object: 'companies',
  target: RECORD,
  attributes: ['title', 'content'],
  approval: { how: 'asked', at: '2026-11-21T09:00:00.000Z', surface: 'notes.draft' },
  surface: 'notes.draft',
  startedAt: '2026-11-21T09:00:01.123Z',
  outcome: 'ok',
  status: 200,
  ms: 812.4,
  attempts: 1,
  executionId: 'ab12',
};
const same = (text: string) => text;

describe('toEntry', () => {
  it('takes what an entry has, and nothing else an operation may carry', () => {
    const entry = toEntry(account, { ...create, content: 'Secret plans' } as AuditedOperation, same);
    assert.deepEqual(entry, {
      time: '2026-11-21T09:00:01.123Z',
      account,
      operation: 'notes.create',
      kind: 'write',
      object: 'companies',
      target: RECORD,
      attributes: ['title', 'content'],
      approval: create.approval,
      surface: 'notes.draft',
      outcome: 'ok',
      status: 200,
      ms: 812,
      attempts: 1,
      executionId: 'ab12',
    });
  });

  it('withholds a value that strayed into a field for slugs and ids', () => {
    const entry = toEntry(
      account,
      {
        ...create,
        target: 'ada@acme.example',
        attributes: ['email_addresses', 'Ada Lovelace', '+44 20 7946'],
        errorCode: 'a\nb',
      },
      same,
    );
    assert.equal(entry.target, WITHHELD);
    assert.deepEqual(entry.attributes, ['email_addresses', WITHHELD, WITHHELD]);
    assert.equal(entry.errorCode, WITHHELD);
  });

  it('holds no known secret, wherever one turns up', () => {
    const key = 'k'.repeat(8) + RECORD.replaceAll('-', '');
    const redactor = new Redactor();
    redactor.add(key);
    const everywhere: AuditedOperation = {
      ...create,
      name: key,
      object: key,
      target: `x/${key}`,
      attributes: [key],
      errorCode: key,
      executionId: key,
      surface: key,
      approval: { how: key, at: key, surface: key },
    };
    const entry = toEntry({ id: key, name: `My ${key}`, slug: key }, everywhere, (text) => redactor.redact(text));
    assert(!JSON.stringify(entry).includes(key));
    assert(!formatEntry(entry).includes(key));
  });
});

describe('formatEntry', () => {
  it('says a write in one line', () => {
    assert.equal(
      formatEntry(toEntry(account, create, same)),
      `2026-11-21T09:00:01.123Z northwind-labs notes.create companies/${RECORD} [title, content] approved:asked via notes.draft → ok 200 812 ms 1 attempt exec=ab12`,
    );
  });

  it('says a failed read, and leaves out what there is not', () => {
    const failed: AuditEntry = {
      time: '2026-11-21T09:00:01.123Z',
      account,
      operation: 'records.query',
      kind: 'read',
      object: 'people',
      surface: 'hover',
      outcome: 'failed',
      errorKind: 'offline',
      errorCode: 'ECONNREFUSED',
      ms: 3,
      attempts: 4,
    };
    assert.equal(
      formatEntry(failed),
      '2026-11-21T09:00:01.123Z northwind-labs records.query people via hover → failed (offline, ECONNREFUSED) 3 ms 4 attempts',
    );
  });

  it('says how many came back and shortens a long list of attributes', () => {
    const attributes = Array.from({ length: 23 }, (_, index) => `a${index}`);
    const line = formatEntry({ ...toEntry(account, create, same), attributes, count: 50, approval: undefined });
    assert.match(line, /a19, and 3 more\] via notes\.draft → ok 200 50 items 812 ms/);
  });

  it('is a single line without controls whatever is in it, and cannot fake a part', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('a\nb', '\u2028', 'x → ok 200', '\u202e', '\x1b[31m', ''),
    );
    fc.assert(
      fc.property(text, text, text, fc.array(text), (slug, object, surface, attributes) => {
        const line = formatEntry({
          ...toEntry(account, create, same),
          account: { ...account, slug },
          object,
          surface,
          attributes,
          approval: undefined,
        });
        assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\u2028\u2029]/u);
        assert.equal(line.split(' → ').length, 2);
        assert(line.startsWith('2026-11-21T09:00:01.123Z '));
      }),
    );
  });
});

describe('CSV of entries', () => {
  const parse = (row: string): string[] => {
    const cells: string[] = [];
    for (const [, quoted, bare] of row.replace(/\r\n$/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^",]*))(?:,|$)/g)) {
      cells.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    }
    return cells.slice(0, parse.columns);
  };
  parse.columns = csvHeader.split(',').length;

  it('has a column for every part of an entry', () => {
    const row = Object.fromEntries(
      parse(csvHeader).map((title, index) => [title, parse(csvRow(toEntry(account, create, same)))[index]]),
    );
    assert.deepEqual(row, {
      time: '2026-11-21T09:00:01.123Z',
      account: 'Northwind Labs',
      slug: 'northwind-labs',
      operation: 'notes.create',
      kind: 'write',
      object: 'companies',
      target: RECORD,
      attributes: 'title content',
      count: '',
      approved: 'asked',
      approved_at: '2026-11-21T09:00:00.000Z',
      approved_via: 'notes.draft',
      surface: 'notes.draft',
      outcome: 'ok',
      status: '200',
      error: '',
      error_code: '',
      ms: '812',
      attempts: '1',
      execution_id: 'ab12',
    });
  });

  it('holds no cell that a spreadsheet would run', () => {
    const start = fc.constantFrom('=', '+', '-', '@', '\t=', ' =', '\r=', '＝', '|', '%');
    fc.assert(
      fc.property(start, fc.string(), (sign, rest) => {
        const name = `${sign}${rest.replaceAll(/[\r\n]/g, '')}`;
        const cells = parse(csvRow(toEntry({ ...account, name }, create, same)));
        assert.equal(cells[1], `'${name}`);
        assert.equal(cells.length, parse.columns);
      }),
    );
  });
});
