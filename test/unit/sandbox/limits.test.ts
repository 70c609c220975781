import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Faults } from '../../../src/sandbox/faults.js';
import { Limits } from '../../../src/sandbox/limits.js';
import { seedId } from '../../../src/sandbox/seed.js';
import { type Json, useSandbox } from './api.js';

describe('sandbox limits', () => {
  const read = { method: 'POST', path: '/v2/objects/people/records/query' };
  const write = { method: 'PATCH', path: '/v2/tasks/x' };
  const limited = new Faults();
  limited.set([{ kind: 'limits' }]);

  it('let 100 reads and 25 writes through in a second, apart from each other', () => {
    const limits = new Limits();
    const passed = (request: typeof read, times: number, at: number) =>
      Array.from({ length: times }, () => limits.check(request, limited, at)).filter((answer) => !answer).length;
    assert.equal(passed(read, 150, 1000), 100);
    assert.equal(passed(write, 150, 1000), 25);
    assert.equal(passed(write, 5, 1999), 0);
    assert.equal(passed(write, 30, 2000), 25);
    const refused = limits.check(write, limited, 2000)!;
    assert.equal(refused.status, 429);
    assert.equal(Date.parse(refused.headers!['retry-after']!), 3000);
  });

  it('hold lower for notes, merges and recordings', () => {
    for (const [method, path, most] of [
      ['GET', '/v2/notes', 10],
      ['POST', '/v2/objects/people/records/merge', 5],
      ['POST', '/v2/meetings/x/call_recordings', 1],
    ] as const) {
      const limits = new Limits();
      const answers = Array.from({ length: 20 }, () => limits.check({ method, path }, limited, 5000));
      assert.equal(answers.filter((answer) => !answer).length, most, path);
    }
  });

  it('are not there unless asked for', () => {
    const limits = new Limits();
    const none = new Faults();
    assert.ok(Array.from({ length: 500 }, () => limits.check(write, none, 1)).every((answer) => !answer));
  });

  it('add scores up over ten seconds', () => {
    const limits = new Limits();
    const faults = new Faults();
    faults.set([{ kind: 'score-limit', ceiling: 10 }]);
    const score = (value: number, at: number) =>
      limits.checkScore({ headers: { 'x-attio-record-query-score': String(value) } }, faults, at);
    assert.equal(score(6, 1000), undefined);
    assert.equal(score(4, 5000), undefined);
    const refused = score(1, 6000)!;
    assert.equal(refused.status, 429);
    assert.equal(Date.parse(refused.headers!['retry-after']!), 11_000);
    assert.equal(score(6, 11_001), undefined);
    assert.equal(limits.checkScore({}, faults, 11_002), undefined);
  });
});

describe('sandbox faults of live service', () => {
  const api = useSandbox();

  it('counts requests against the limits as they arrive, whatever they take', async () => {
    const calls = (name: string) => `/v2/meetings/${seedId('meetings', name)}/call_recordings`;
    const transcript = [{ speech: 'Hello.', start_time: 0, end_time: 1, speaker: { name: 'Ada Brightwater' } }];
    const slow = { kind: 'latency', write: 150, path: seedId('meetings', 'pipeline') } as const;
    api.faults({ kind: 'limits' }, slow);
    const first = api.post(calls('pipeline'), { data: { transcript } });
    const seen = async () => {
      const answer = await api.get('/_sandbox/log');
      return answer.body.requests.length as number;
    };
    while ((await seen()) === 0);
    const second = await api.post(calls('orbital-intro'), { data: { transcript } });
    assert.deepEqual([second.status, (await first).status], [429, 200]);
  });

  it('adds up the scores of those that arrived before, although they are answered later', () => {
    const limits = new Limits();
    const faults = new Faults();
    faults.set([{ kind: 'score-limit', ceiling: 10 }]);
    const score = (value: number, arrived: number) =>
      limits.checkScore({ headers: { 'x-attio-record-query-score': String(value) } }, faults, arrived);
    assert.equal(score(4, 2000), undefined);
    assert.equal(score(6, 1000), undefined);
    // The one of 1000 goes first.
    assert.equal(Date.parse(score(5, 3000)!.headers!['retry-after']!), 11_000);
    assert.equal(score(6, 11_001), undefined);
  });

  it('answers 429 when the scores of queries are too much', async () => {
    api.faults({ kind: 'score-limit', ceiling: 2 });
    const filter = { $and: [{ name: { full_name: { $contains: 'a' } } }, { job_title: 'CTO' }] };
    assert.equal((await api.post('/v2/objects/people/records/query', { filter })).status, 200);
    const refused = await api.post('/v2/objects/people/records/query', { filter });
    assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limit_exceeded']);
    assert.ok(Date.parse(refused.headers.get('retry-after') ?? '') > Date.now());
    assert.equal((await api.post('/v2/objects/people/records/query', {})).status, 200);
  });

  it('takes as long as the real service on request', async () => {
    api.faults({ kind: 'latency', preset: 'live' });
    const began = performance.now();
    await api.get('/v2/self');
    const took = performance.now() - began;
    assert.ok(took > 360, `${took} ms`);
  });

  it('does not find at once what was just written, nor forget what was just changed', async () => {
    const found = async (query: string) => {
      const body = { query, objects: ['companies'], request_as: { type: 'workspace' } };
      const answer = await api.post('/v2/objects/records/search', body);
      return answer.body.data.map((hit: Json) => hit.id.record_id) as string[];
    };
    const made = await api.post('/v2/objects/companies/records', { data: { values: { name: 'Zanzibar Kites' } } });
    const { record_id } = made.body.data.id;
    const acme = seedId('companies', 'acme-robotics');
    await api.call('PATCH', `/v2/objects/companies/records/${acme}`, { data: { values: { name: 'Quagga' } } });
    assert.deepEqual([await found('zanzibar'), await found('quagga')], [[record_id], [acme]]);
    api.faults({ kind: 'search-lag', ms: 600_000 });
    assert.deepEqual([await found('zanzibar'), await found('quagga')], [[], []]);
    assert.equal((await found('acme robotics'))[0], acme);
    assert.equal((await api.query('companies', { filter: { name: 'Zanzibar Kites' } })).length, 1);
  });
});
