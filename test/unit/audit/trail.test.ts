import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AuditEntry } from '../../../src/audit/entry.js';
import { readNewest, readTrail } from '../../../src/audit/readTrail.js';
import { openTrail, type TrailOptions } from '../../../src/audit/trail.js';

const entry = (time: string, ms = 1): AuditEntry => ({
  time,
  account: { id: 'a', name: 'Northwind Labs', slug: 'northwind-labs' },
  operation: 'records.get',
  kind: 'read',
  surface: 'test',
  outcome: 'ok',
  ms,
  attempts: 1,
});

describe('the audit trail on disk', () => {
  let root: string;
  let directory: string;
  let problems: string[];
  const now = new Date('2026-11-21T12:00:00Z');
  const open = (options: Partial<TrailOptions> = {}) =>
    openTrail({
      directory,
      retentionDays: () => 90,
      onProblem: (message) => problems.push(message),
      now: () => now,
      ...options,
    });
  const read = async (from = '0000-00-00') => {
    const entries: AuditEntry[] = [];
    for await (const one of readTrail(directory, from)) entries.push(one);
    return entries;
  };

  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'attio-audit-'));
    directory = path.join(root, 'storage', 'audit');
    problems = [];
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('writes a day to a file, readable by its owner alone', async () => {
    const trail = open();
    trail.write(entry('2026-11-20T23:59:59.999Z'));
    trail.write(entry('2026-11-21T00:00:00.000Z'));
    await trail.flush();
    assert.deepEqual(await readdir(directory), ['2026-11-20.jsonl', '2026-11-21.jsonl']);
    if (process.platform !== 'win32') {
      assert.equal((await stat(directory)).mode & 0o777, 0o700);
      assert.equal((await stat(path.join(directory, '2026-11-21.jsonl'))).mode & 0o777, 0o600);
    }
    assert.deepEqual(problems, []);
  });

  it('reads days back in order of time, from the day asked for, passing over torn and foreign lines', async () => {
    const trail = open();
    for (const time of ['2026-11-21T10:00:02Z', '2026-11-20T08:00:00Z', '2026-11-21T10:00:01Z', '2026-11-19T08:00:00Z'])
      trail.write(entry(time));
    await trail.flush();
    await appendFile(
      path.join(directory, '2026-11-20.jsonl'),
      '{"time":"2026-11-20T09:0\n\n[]\nnull\n{"time":"never"}\n42\n',
    );
    await writeFile(path.join(directory, 'notes.txt'), 'not ours');
    assert.deepEqual(
      (await read()).map(({ time }) => time),
      ['2026-11-19T08:00:00Z', '2026-11-20T08:00:00Z', '2026-11-21T10:00:01Z', '2026-11-21T10:00:02Z'],
    );
    assert.deepEqual((await read('2026-11-21')).length, 2);
    const newest = await readNewest(directory, '0000-00-00', 3);
    assert.deepEqual([newest.entries.map(({ time }) => time.slice(8, 10)), newest.leftOut], [['20', '21', '21'], 1]);
  });

  it('reads nothing where there is no folder', async () => {
    assert.deepEqual(await read(), []);
  });

  it('restores the order of a long day whose operations ended out of order', async () => {
    const trail = open();
    const count = 9000;
    const at = (index: number) => new Date(Date.UTC(2026, 10, 21) + index * 1000).toISOString();
    for (let index = 0; index < count; index++) trail.write(entry(at(index % 2 ? index - 1 : index + 1)));
    await trail.flush();
    const times = (await read()).map(({ time }) => time);
    assert.equal(times.length, count);
    assert.deepEqual(times, [...times].sort());
  });

  it('deletes files older than the days kept, once a day', async () => {
    await mkdir(directory, { recursive: true });
    for (const day of ['2026-08-22', '2026-08-23', '2026-11-20'])
      await writeFile(path.join(directory, `${day}.jsonl`), '');
    await writeFile(path.join(directory, 'keep.txt'), '');
    const trail = open();
    trail.write(entry('2026-11-21T00:00:00.000Z'));
    await trail.flush();
    assert.deepEqual(await readdir(directory), [
      '2026-08-23.jsonl',
      '2026-11-20.jsonl',
      '2026-11-21.jsonl',
      'keep.txt',
    ]);
  });

  it('says once that it cannot write, keeps the entries, and writes them when it can', async () => {
    // A file stands where the folder should be: nobody, not even root, can write below it.
    await mkdir(path.dirname(directory), { recursive: true });
    await writeFile(directory, '');
    const trail = open();
    for (let index = 0; index < 20; index++) {
      trail.write(entry('2026-11-21T09:00:00Z', index));
      await trail.flush();
    }
    assert.equal(problems.length, 1);
    assert.match(problems[0]!, /cannot be written to .*audit: .+ go on/);
    await rm(directory);
    trail.write(entry('2026-11-21T09:00:01Z', 20));
    await trail.flush();
    assert.deepEqual(
      (await read()).map(({ ms }) => ms),
      Array.from({ length: 21 }, (_, index) => index),
    );
    assert.equal(problems.length, 1);
  });

  it('survives a folder deleted under it', async () => {
    const trail = open();
    trail.write(entry('2026-11-21T09:00:00Z'));
    await trail.flush();
    await rm(directory, { recursive: true });
    trail.write(entry('2026-11-21T09:00:01Z'));
    await trail.flush();
    assert.equal((await read()).length, 1);
    assert.deepEqual(problems, []);
  });

  // Only Linux has a device that is always full.
  if (process.platform === 'linux')
    it('says that a disk is full, and does not tear what comes after', async () => {
      await mkdir(directory, { recursive: true });
      await symlink('/dev/full', path.join(directory, '2026-11-21.jsonl'));
      const trail = open();
      trail.write(entry('2026-11-21T09:00:00Z', 7));
      await trail.flush();
      assert.match(problems.join(), /the disk is full/);
      await rm(path.join(directory, '2026-11-21.jsonl'));
      await trail.flush();
      assert.deepEqual(
        (await read()).map(({ ms }) => ms),
        [7],
      );
    });

  it('writes what is left at the end of the process, none twice', async () => {
    const trail = open();
    for (let index = 0; index < 500; index++) trail.write(entry('2026-11-21T09:00:00Z', index));
    const draining = trail.flush();
    trail.close();
    const atOnce = (await readFile(path.join(directory, '2026-11-21.jsonl'), 'utf8')).trim().split('\n').length;
    assert.equal(atOnce, 500);
    await draining;
    assert.equal((await read()).length, 500);
  });

  it('never tears a line when two processes append at once', async () => {
    const count = 3000;
    const script = path.join(import.meta.dirname, 'appendMany.ts');
    const windows = ['one', 'two'].map((name) =>
      spawn(process.execPath, ['--import', 'tsx', script, directory, name, String(count)], {
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    await Promise.all(windows.map(({ stdout }) => once(stdout!, 'data')));
    for (const { stdin } of windows) stdin!.end('go');
    const ended = await Promise.all(windows.map((child) => once(child, 'exit')));
    assert.deepEqual(
      ended.map(([code]) => code),
      [0, 0],
    );
    const lines = (await readFile(path.join(directory, '2026-11-21.jsonl'), 'utf8')).trimEnd().split('\n');
    const slugs = lines.map((line) => (JSON.parse(line) as AuditEntry).account.slug);
    assert.equal(lines.length, 2 * count);
    assert.equal(slugs.filter((slug) => slug === 'one').length, count);
    assert(slugs.join().includes('one,two') && slugs.join().includes('two,one'), 'the two did write at the same time');
  });
});
