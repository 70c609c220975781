/** Meetings, recordings and people through the catalog, against a server of Attio's kind. */
import assert from 'node:assert/strict';
import type { Account } from '../../../src/attio/account.js';
import { type AttioApi, createClient } from '../../../src/attio/client.js';
import { AttioError } from '../../../src/attio/errors.js';
import { parseScopes } from '../../../src/attio/scopes.js';
import { createCatalog } from '../../../src/crm/createCatalog.js';
import type { Catalog } from '../../../src/crm/types.js';
import { seedId } from '../../../src/sandbox/seed.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.js';

const by = { surface: 'test' };
const MEETING = seedId('meetings', 'acme-second-plant');

describe('meetings in the catalog', () => {
  let sandbox: Sandbox;
  let api: AttioApi;
  let account: Account;
  let catalog: Catalog;
  let clock: { time: number; now(): number };
  let seen = 0;

  before(async () => {
    sandbox = await startSandbox();
    api = createClient({ baseUrl: sandbox.url, key: sandbox.key });
    const self = await api.self.get(by);
    assert.ok(self.active);
    account = {
      id: `attio:${self.workspace_id}`,
      via: 'attio',
      workspaceId: self.workspace_id,
      slug: self.workspace_slug,
      name: self.workspace_name,
      scopes: parseScopes(self.scope),
    };
  });
  after(async () => {
    await api.close();
    await sandbox.close();
  });
  beforeEach(() => {
    sandbox.reset();
    // Saturday, between the introduction of Orbital Foods and the pipeline review.
    clock = { time: Date.parse('2026-11-21T08:30:00Z'), now: () => clock.time };
    catalog = createCatalog(api, account, { clock, locale: 'en-GB', timeZone: 'Europe/Berlin' });
    seen = 0;
  });
  afterEach(() => catalog.dispose());

  /** Requests since the last call, as `METHOD /path?query`. */
  const requests = () => {
    const list = sandbox.requests().slice(seen);
    seen += list.length;
    return list.map(({ method, path }) => `${method} ${path}`);
  };
  const titles = async (question: Parameters<Catalog['meetings']>[0]) =>
    (await catalog.meetings(question, by)).meetings.map(({ title }) => title);

  async function post(path: string, data: unknown): Promise<{ id: Record<string, string> }> {
    const response = await fetch(`${sandbox.url}/v2${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data }),
    });
    assert.equal(response.status, 200);
    return ((await response.json()) as { data: { id: Record<string, string> } }).data;
  }
  const meet = (title: string, start: Date, minutes: number) =>
    post('/meetings', {
      title,
      description: '',
      start: { datetime: start.toISOString() },
      end: { datetime: new Date(start.getTime() + minutes * 60_000).toISOString() },
      is_all_day: false,
      participants: [{ name: 'Somebody', is_organizer: true, status: 'accepted' }],
    });

  it('are upcoming until they end, soonest first, and past from then on, newest first', async () => {
    assert.deepEqual(await titles({ when: 'upcoming' }), [
      'Pipeline review',
      'Fjordline renewal: legal',
      'Brassfield security questionnaire',
      'Acme Robotics: follow-up',
      'Lumen Health quarterly',
    ]);
    assert.deepEqual(await titles({ when: 'past' }), [
      'Intro: Orbital Foods',
      'Acme Robotics: second plant',
      'Late images: review with Lumen',
      'Customer day in Dublin',
    ]);
    assert.equal(requests().length, 2);
    // A meeting that goes on is upcoming, and not past as well.
    catalog.forget({ what: 'everything' });
    clock.time = Date.parse('2026-11-20T17:10:00Z');
    assert.equal((await titles({ when: 'upcoming' }))[0], 'Intro: Orbital Foods');
    assert.equal((await titles({ when: 'past' }))[0], 'Acme Robotics: second plant');
  });

  it('are over at the midnight of the person who looks, when they last all day', async () => {
    clock.time = Date.parse('2026-09-29T21:59:00Z');
    assert.deepEqual(
      [await titles({ when: 'past' }), (await titles({ when: 'upcoming' }))[0]],
      [[], 'Customer day in Dublin'],
    );
    catalog.forget({ what: 'everything' });
    clock.time = Date.parse('2026-09-29T22:01:00Z');
    assert.deepEqual(await titles({ when: 'past' }), ['Customer day in Dublin']);
    assert.notEqual((await titles({ when: 'upcoming' }))[0], 'Customer day in Dublin');
  });

  it('come by pages that hold on to the moment of the first', async () => {
    const first = new Date('2027-03-01T09:00:00Z');
    for (let n = 0; n < 60; n++) await meet(`Meeting ${n}`, new Date(first.getTime() + n * 3_600_000), 30);
    requests();
    const page = await catalog.meetings({ when: 'upcoming' }, by);
    assert.equal(page.meetings.length, 50);
    // Time goes by, and what was upcoming is over: the next page goes on where this one ended all the same.
    clock.time += 60_000;
    const rest = await catalog.meetings({ when: 'upcoming', cursor: page.next! }, by);
    const all = [...page.meetings, ...rest.meetings];
    assert.equal(rest.next, undefined);
    assert.equal(new Set(all.map(({ id }) => id.meeting_id)).size, 65);
    const asked = requests().map((one) => new URL(one.split(' ')[1]!, sandbox.url).searchParams.get('ends_from'));
    assert.deepEqual(asked, Array(2).fill('2026-11-21T08:30:00.000Z'));
  });

  it('looks past a page of meetings that all still go on', async () => {
    const start = clock.time - 60_000;
    for (let n = 0; n < 55; n++) await meet(`Running ${n}`, new Date(start - n), 60);
    requests();
    const page = await catalog.meetings({ when: 'past' }, by);
    assert.equal(page.meetings[0]?.title, 'Intro: Orbital Foods');
    assert.equal(page.next, undefined);
    assert.equal(requests().length, 2);
  });

  it('are those of a record where one is given, by slug or by the object’s id', async () => {
    const companies = (await catalog.objects(by)).find(({ api_slug }) => api_slug === 'companies')!;
    const recordId = seedId('companies', 'lumen-health');
    requests();
    for (const object of ['companies', companies.id.object_id])
      assert.deepEqual(await titles({ when: 'past', record: { object, recordId } }), [
        'Late images: review with Lumen',
      ]);
    assert.equal(requests().length, 1);
  });

  it('are asked for once by all who ask, and not again while they are fresh; also one by one', async () => {
    await Promise.all([titles({ when: 'past' }), titles({ when: 'past' })]);
    assert.equal((await catalog.meeting(MEETING.toUpperCase(), by))?.title, 'Acme Robotics: second plant');
    assert.equal(requests().length, 1);
    await catalog.meetings({ when: 'past' }, { ...by, fresh: true });
    assert.equal(requests().length, 1);
    assert.equal(await catalog.meeting(seedId('meetings', 'nothing'), by), undefined);
  });

  it('have their recordings newest first; none where there is no such meeting', async () => {
    await post(`/meetings/${MEETING}/call_recordings`, { video_url: 'https://video.example/1' });
    const recordings = await catalog.recordings(MEETING, by);
    assert.deepEqual(
      recordings.map(({ status }) => status),
      ['processing', 'completed'],
    );
    assert.deepEqual(await catalog.recordings(seedId('meetings', 'nothing'), by), []);
    // What is being worked on is looked at again soon, what is done is not.
    requests();
    clock.time += 15_000;
    await catalog.recordings(MEETING, by);
    await catalog.recordings(seedId('meetings', 'lumen-incident'), by);
    clock.time += 15_000;
    await catalog.recordings(seedId('meetings', 'lumen-incident'), by);
    assert.equal(requests().length, 2);
  });

  it('have whole transcripts with one request', async () => {
    const recording = await catalog.recording(MEETING, seedId('recordings', 'acme-second-plant'), by);
    assert.equal(recording?.transcript?.segments.at(-1)?.speech, 'Thanks, bye.');
    assert.equal(requests().length, 1);
    assert.equal(await catalog.recording(MEETING, seedId('recordings', 'lumen-incident'), by), undefined);
  });

  it('have their transcripts by pages where a recording comes without', async () => {
    const segments = Array.from({ length: 130 }, (_, n) => ({
      speech: `Sentence ${n}.`,
      start_time: n,
      end_time: n + 1,
      speaker: { name: 'Ada' },
    }));
    const { id } = await post(`/meetings/${MEETING}/call_recordings`, { transcript: segments });
    const earlier: AttioApi = {
      ...api,
      recordings: {
        ...api.recordings,
        get: async (...args) => {
          const { transcript: _, ...rest } = await api.recordings.get(...args);
          return rest;
        },
      },
    };
    const before = createCatalog(earlier, account, { clock });
    requests();
    const read = await before.recording(MEETING, id.call_recording_id!, by);
    assert.deepEqual(read?.transcript?.segments, segments);
    assert.equal(requests().length, 4);
    before.dispose();
  });

  it('say which scope is missing', async () => {
    sandbox.setFaults([{ kind: 'missing-scopes', scopes: ['call_recording:read'] }]);
    await assert.rejects(
      catalog.recordings(MEETING, by),
      (error) => AttioError.is(error, 'permission') && /call_recording:read/.test(error.message + error.remedy),
    );
  });

  describe('people by e-mail', () => {
    const GRACE = 'grace.okafor@acme-robotics.example';

    it('are found with one query, remembered with their records, and so are those who are nobody', async () => {
      const { participants } = (await catalog.meeting(MEETING, by))!;
      const emails = participants.map(({ email_address }) => email_address!);
      requests();
      const people = await catalog.people([...emails, ' NOBODY@nowhere.example '], by);
      assert.deepEqual(people.get(emails[2]!), { object: 'people', recordId: seedId('people', 'grace-okafor') });
      assert.equal(people.has('nobody@nowhere.example'), false);
      assert.equal(requests().length, 1);
      await catalog.people([emails[2]!.toUpperCase(), 'nobody@nowhere.example'], by);
      await catalog.record({ object: 'people', recordId: seedId('people', 'grace-okafor') }, by);
      assert.deepEqual(requests(), []);
    });

    it('are nobody any more when deleted, and somebody when made', async () => {
      await catalog.people([GRACE], by);
      await fetch(`${sandbox.url}/v2/objects/people/records/${seedId('people', 'grace-okafor')}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${sandbox.key}` },
      });
      catalog.forgetRecord({ object: 'people', recordId: seedId('people', 'grace-okafor') });
      assert.equal((await catalog.people([GRACE], by)).size, 0);
      await catalog.people(['new@somewhere.example'], by);
      const made = await post('/objects/people/records', { values: { email_addresses: ['new@somewhere.example'] } });
      const record = await api.records.get('people', made.id.record_id!, by);
      catalog.learnRecord(record, 'people');
      assert.equal(
        (await catalog.people(['new@somewhere.example'], by)).get('new@somewhere.example')?.recordId,
        made.id.record_id,
      );
    });

    it('are asked for fifty at a time, and not at all when nobody is asked for', async () => {
      assert.equal((await catalog.people([], by)).size, 0);
      const many = Array.from({ length: 120 }, (_, n) => `p${n}@crowd.example`);
      assert.equal((await catalog.people([...many, GRACE, ''], by)).size, 1);
      assert.equal(requests().length, 3);
    });

    it('are nobody where people cannot be read', async () => {
      sandbox.setFaults([{ kind: 'missing-scopes', scopes: ['record_permission:read'] }]);
      assert.equal((await catalog.people([GRACE], by)).size, 0);
    });
  });
});
