import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { seedId } from '../../../src/sandbox/seed.js';
import { isSigned, signPath } from '../../../src/sandbox/signed.js';
import { type Json, useSandbox } from './api.js';

const ACME = seedId('companies', 'acme-robotics');
const OF_ACME = `/v2/files?object=companies&record_id=${ACME}`;

describe('sandbox files', () => {
  const api = useSandbox();
  const authorization = () => ({ authorization: `Bearer ${api.sandbox.key}` });

  async function upload(file: File, more: Record<string, string> = {}) {
    const form = new FormData();
    form.set('file', file);
    for (const [key, value] of Object.entries({ object: 'companies', record_id: ACME, ...more })) form.set(key, value);
    const url = `${api.sandbox.url}/v2/files/upload`;
    const response = await fetch(url, { method: 'POST', headers: authorization(), body: form });
    return { status: response.status, body: (await response.json()) as Json };
  }

  it('lists the files of a record, of one folder, of one provider, in pages', async () => {
    const { body } = await api.get(OF_ACME);
    assert.equal(body.data.length, 4);
    const inside = await api.get(`${OF_ACME}&parent_folder_id=${seedId('files', 'acme-contracts')}`);
    assert.deepEqual(
      inside.body.data.map((file: Json) => file.name),
      ['Terms 2026.md'],
    );
    assert.equal((await api.get(`${OF_ACME}&storage_provider=google-drive`)).body.data[0].file_type, 'connected-file');
    const first = await api.get(`${OF_ACME}&limit=3`);
    const rest = await api.get(`${OF_ACME}&limit=3&cursor=${first.body.pagination.next_cursor}`);
    assert.deepEqual([rest.body.data.length, rest.body.pagination.next_cursor], [1, null]);
    assert.equal((await api.get('/v2/files')).status, 400);
  });

  it('gives back what was uploaded, byte by byte, by a redirect that needs no key', async () => {
    const bytes = new Uint8Array(300_000).map((_, at) => (at * 7) % 256);
    const made = await upload(new File([bytes], 'Größe – 1.bin', { type: 'application/x-thing' }));
    assert.equal(made.status, 201);
    assert.deepEqual([made.body.data.name, made.body.data.content_size], ['Größe – 1.bin', 300_000]);
    const path = `/v2/files/${made.body.data.id.file_id}/download`;
    const redirect = await fetch(api.sandbox.url + path, { headers: authorization(), redirect: 'manual' });
    assert.equal(redirect.status, 302);
    const location = redirect.headers.get('location')!;
    assert.ok(location.startsWith(`${api.sandbox.url}/`), location);
    const download = await fetch(location);
    assert.equal(download.headers.get('content-type'), 'application/x-thing');
    assert.deepEqual(new Uint8Array(await download.arrayBuffer()), bytes);
  });

  it('refuses a download address that was changed, or is too old', async () => {
    const path = `/_files/${seedId('files', 'acme-alerts')}`;
    const forged = await fetch(`${api.sandbox.url}${path}?expires=99999999999999&signature=${'0'.repeat(64)}`);
    assert.equal(forged.status, 403);
    const query = new URL(`http://x${signPath(path, 1000)}`).searchParams;
    assert.equal(isSigned(path, query, 2000), true);
    assert.equal(isSigned(path, query, 61_001), false);
    assert.equal(isSigned(`${path}x`, query, 2000), false);
  });

  it('refuses more than 50 MB, a form without a file, and what is no form', async () => {
    assert.equal((await upload(new File([new Uint8Array(50_000_001)], 'big.bin'))).status, 413);
    assert.equal((await api.get(OF_ACME)).body.data.length, 4);
    const form = new FormData();
    form.set('object', 'companies');
    form.set('record_id', ACME);
    const url = `${api.sandbox.url}/v2/files/upload`;
    assert.equal((await fetch(url, { method: 'POST', headers: authorization(), body: form })).status, 400);
    assert.equal((await api.post('/v2/files/upload', { file: 'x' })).status, 400);
  });

  it('makes folders, says whether there is something in them, and deletes them with it', async () => {
    const where = { object: 'companies', record_id: ACME };
    const outer = await api.post('/v2/files', { ...where, file_type: 'folder', name: 'Plans' });
    const id = outer.body.data.id.file_id;
    assert.equal((await api.get(`/v2/files/${id}`)).body.data.has_children, false);
    const made = await upload(new File(['a'], 'a.txt'), { parent_folder_id: id });
    assert.equal((await api.get(`/v2/files/${id}`)).body.data.has_children, true);
    await api.call('DELETE', `/v2/files/${id}`);
    assert.equal((await api.get(`/v2/files/${made.body.data.id.file_id}`)).status, 404);
  });
});
