import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { seedId } from '../../../src/sandbox/seed.js';
import { type Json, useSandbox } from './api.js';

const CALL = `/v2/meetings/${seedId('meetings', 'acme-second-plant')}/call_recordings/${seedId('recordings', 'acme-second-plant')}`;

describe('sandbox meetings', () => {
  const api = useSandbox();
  const titles = async (query: string) =>
    (await api.get(`/v2/meetings?${query}`)).body.data.map((one: Json) => one.title) as string[];
  const meeting = (more: Json = {}) => ({
    data: {
      title: 'Second call',
      description: '',
      start: { datetime: '2027-01-11T14:00:00', timezone: 'America/New_York' },
      end: { datetime: '2027-01-11T15:00:00', timezone: 'America/New_York' },
      is_all_day: false,
      participants: [{ email_address: 'Someone@Elsewhere.example', is_organizer: false, status: 'pending' }],
      ...more,
    },
  });

  it('pages by cursor through all, earliest first, although one goes meanwhile', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null; page++) {
      assert.ok(page < 10);
      const { body } = await api.get(`/v2/meetings?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.data.map((one: Json) => one.title));
      cursor = body.pagination.next_cursor;
      if (page === 1) await api.call('DELETE', `/v2/meetings/${seedId('meetings', 'orbital-intro')}`);
    }
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(seen.length >= 8, seen.join());
    assert.equal(seen[0], 'Customer day in Dublin');
    assert.equal((await api.get('/v2/meetings?cursor=rubbish')).status, 400);
    assert.equal((await api.get('/v2/meetings?limit=201')).status, 400);
  });

  it('filters by record or participant, and by time', async () => {
    const lumen = `linked_object=companies&linked_record_id=${seedId('companies', 'lumen-health')}`;
    assert.deepEqual(await titles(lumen), ['Late images: review with Lumen', 'Lumen Health quarterly']);
    assert.deepEqual(await titles(`${lumen}&participants=maya@orbitalfoods.example&sort=start_desc`), [
      'Lumen Health quarterly',
      'Intro: Orbital Foods',
      'Late images: review with Lumen',
    ]);
    const soon = 'ends_from=2026-11-23T09:15:00Z&starts_before=2026-11-26T20:00:00Z';
    assert.deepEqual(await titles(soon), ['Pipeline review', 'Fjordline renewal: legal']);
  });

  it('makes one, finds it again by its reference, and makes records of who takes part', async () => {
    const made = await api.post('/v2/meetings', meeting({ external_ref: 'call-2' }));
    assert.equal(made.body.data.start.datetime, '2027-01-11T14:00:00.000-05:00');
    const again = await api.post('/v2/meetings', meeting({ external_ref: 'call-2', title: 'Other' }));
    assert.equal(again.body.data.id.meeting_id, made.body.data.id.meeting_id);
    const [person] = await api.query('people', { filter: { email_addresses: 'someone@elsewhere.example' } });
    assert.equal(made.body.data.linked_records[0].record_id, person.id.record_id);
    assert.equal((await api.query('companies', { filter: { domains: 'elsewhere.example' } })).length, 1);
  });

  it('adds linked records with PATCH, and leaves exactly these with PUT', async () => {
    const path = `/v2/meetings/${seedId('meetings', 'orbital-intro')}`;
    const linked_records = [{ object: 'companies', record_id: seedId('companies', 'papercrane') }];
    const more = await api.call('PATCH', path, { data: { linked_records } });
    assert.equal(more.body.data.linked_records.length, 4);
    const only = await api.call('PUT', path, { data: { linked_records } });
    assert.equal(only.body.data.linked_records.length, 1);
    assert.equal(only.body.data.title, 'Intro: Orbital Foods');
  });

  it('takes nothing but linked records in an update, and changes nothing of a refused one', async () => {
    const path = `/v2/meetings/${seedId('meetings', 'orbital-intro')}`;
    const before = (await api.get(path)).body;
    for (const method of ['PATCH', 'PUT']) {
      const refused = await api.call(method, path, { data: { title: 'Renamed', linked_records: [] } });
      assert.deepEqual([refused.status, refused.body.code], [400, 'validation_type']);
      assert.match(JSON.stringify(refused.body.validation_errors), /title/);
      assert.equal((await api.call(method, path, { data: {} })).status, 400);
      const linked_records = [{ object: 'companies', record_id: seedId('people', 'nobody') }];
      assert.equal((await api.call(method, path, { data: { linked_records } })).status, 404);
    }
    assert.deepEqual((await api.get(path)).body, before);
    assert.deepEqual((await api.call('PUT', path, { data: { linked_records: [] } })).body.data.linked_records, []);
  });

  it('keeps meetings that a calendar owns', async () => {
    const { status, body } = await api.call('DELETE', `/v2/meetings/${seedId('meetings', 'lumen-incident')}`);
    assert.deepEqual([status, body.code], [400, 'system_edit_unauthorized']);
  });

  it('refuses days for a meeting with hours, and an end before the start', async () => {
    assert.equal((await api.post('/v2/meetings', meeting({ start: { date: '2027-01-11' } }))).status, 400);
    const end = { datetime: '2027-01-11T13:00:00', timezone: 'America/New_York' };
    assert.equal((await api.post('/v2/meetings', meeting({ end }))).status, 400);
  });

  it('has a transcript of several speakers, whole and in pages, with times that only grow', async () => {
    const { body } = await api.get(CALL);
    const { segments, raw_transcript } = body.data.transcript;
    assert.ok(new Set(segments.map((one: Json) => one.speaker.name)).size >= 4);
    assert.match(raw_transcript, /Bruno asks Granite about the sign-off/);
    for (const [at, one] of segments.entries()) {
      assert.ok(one.start_time < one.end_time, `segment ${at}`);
      if (at > 0) assert.ok(one.start_time >= segments[at - 1].start_time, `segment ${at}`);
    }
    const paged: Json[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await api.get(`${CALL}/transcript?${cursor && `cursor=${cursor}`}`);
      paged.push(...page.body.data.transcript);
      cursor = page.body.pagination.next_cursor;
    }
    assert.deepEqual(paged, segments);
  });

  it('takes a transcript as a recording, and deletes with 204', async () => {
    const calls = `/v2/meetings/${seedId('meetings', 'pipeline')}/call_recordings`;
    const transcript = [{ speech: 'Hello.', start_time: 0, end_time: 1, speaker: { name: 'Ada Brightwater' } }];
    const made = await api.post(calls, { data: { transcript } });
    assert.equal(made.body.data.status, 'completed');
    const path = `${calls}/${made.body.data.id.call_recording_id}`;
    assert.equal((await api.get(path)).body.data.transcript.raw_transcript, 'Ada Brightwater: Hello.');
    const gone = await fetch(api.sandbox.url + path, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${api.sandbox.key}` },
    });
    assert.deepEqual([gone.status, await gone.text(), gone.headers.get('content-type')], [204, '', null]);
    assert.equal((await api.get(path)).status, 404);
  });
});
