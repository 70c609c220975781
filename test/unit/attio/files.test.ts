import assert from 'node:assert/strict';
import { mintApproved } from '../../../src/attio/approved.js';
import { type AttioApi, type ClientOptions, createClient } from '../../../src/attio/client.js';
import { eachFile } from '../../../src/attio/each.js';
import type { Operation } from '../../../src/attio/operation.js';
import type { UploadFile } from '../../../src/attio/writes.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/server.js';
import { EagerClock } from './fakeClock.js';
import { type Answer, json, type Loopback, reset, serve } from './loopback.js';
import { failure } from './rejected.js';

const ID = '891dcbfc-9141-415d-9b2a-2238a6cc012d';
const KEY = 'key-of-tests';
const APPROVAL = { how: 'asked', at: '2026-05-16T12:00:00Z', surface: 'test' } as const;
const upload = (size: number, more: Partial<UploadFile> = {}) =>
  mintApproved<UploadFile>(
    { kind: 'file.upload', object: 'companies', recordId: ID, name: 'plan.txt', size, ...more },
    APPROVAL,
  );
const bytes = (text: string) =>
  async function* () {
    for (const char of text) yield Buffer.from(char);
  };
const FILE = { data: { id: { workspace_id: 'w', file_id: ID }, file_type: 'file', name: 'plan.txt' } };

describe('files', () => {
  let api: AttioApi;
  let operations: Operation[];
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  });
  function client(baseUrl: string, options: Partial<ClientOptions> = {}) {
    operations = [];
    api = createClient(
      { baseUrl, key: KEY, onOperation: (operation) => operations.push(operation), ...options },
      { clock: new EagerClock(), random: () => 1 },
    );
    open.push(api);
  }
  async function setUp(...answers: Answer[]): Promise<Loopback> {
    const server = await serve(...answers);
    open.push(server);
    client(server.url);
    return server;
  }

  describe('uploads', () => {
    it('stream the file as a form of known length', async () => {
      const server = await setUp(json(201, FILE));
      const got = await api.files.upload(upload(5, { name: 'a "b".txt', contentType: 'text/plain' }), bytes('hello'));
      assert.equal(got.id.file_id, ID);
      const { headers, body } = server.received[0]!;
      assert.equal(Number(headers['content-length']), Buffer.byteLength(body));
      const form = await new Response(body, { headers: { 'content-type': headers['content-type']! } }).formData();
      assert.equal(form.get('object'), 'companies');
      assert.equal(form.get('record_id'), ID);
      const file = form.get('file') as File;
      assert.equal(file.name, 'a "b".txt');
      assert.equal(file.type, 'text/plain');
      assert.equal(await file.text(), 'hello');
      assert.deepEqual([operations[0]?.name, operations[0]?.outcome], ['files.upload', 'ok']);
    });

    it('open the file anew after a 429', async () => {
      const server = await setUp(json(429, {}, { 'retry-after': '1' }), json(201, FILE));
      let opened = 0;
      await api.files.upload(upload(5), () => {
        opened++;
        return bytes('hello')();
      });
      assert.equal(opened, 2);
      assert.match(server.received[1]!.body, /hello/);
    });

    it('are not repeated when they may have arrived', async () => {
      const server = await setUp(reset);
      const error = await failure(api.files.upload(upload(5), bytes('hello')));
      assert.deepEqual([error.kind, error.fate, server.received.length], ['offline', 'unknown', 1]);
    });

    for (const [what, text, words] of [
      ['longer', 'hello!', /larger than the 5 bytes that were approved/],
      ['shorter', 'hell', /has 4 bytes, not the 5 that were approved/],
    ] as const) {
      it(`never arrive whole when the file is ${what} than approved`, async () => {
        const server = await setUp(json(201, FILE));
        const error = await failure(api.files.upload(upload(5), bytes(text)));
        assert.equal(error.kind, 'validation');
        assert.equal(error.fate, 'no');
        assert.equal(error.details.field, 'file');
        assert.match(error.message, words);
        assert.equal(server.received.length, 0);
      });
    }

    it('say when the file cannot be read', async () => {
      await setUp(json(201, FILE));
      const error = await failure(
        api.files.upload(upload(5), async function* () {
          yield Buffer.from('he');
          throw Object.assign(new Error('EACCES: /home/ada/secret'), { code: 'EACCES' });
        }),
      );
      assert.match(error.message, /could not be read \(EACCES\)/);
      assert.ok(!error.message.includes('/home'));
      assert.equal(error.fate, 'no');
    });

    it('of more than 50 MB, or with a path as a name, are not begun', async () => {
      const server = await setUp(json(201, FILE));
      const large = await failure(api.files.upload(upload(50_000_001), () => assert.fail('it was opened')));
      assert.match(large.message, /at most 50 MB/);
      const path = await failure(api.files.upload(upload(1, { name: '../x' }), () => assert.fail('it was opened')));
      assert.match(path.message, /without a path/);
      assert.equal(server.received.length, 0);
    });

    it('need an approval', async () => {
      const server = await setUp(json(201, FILE));
      const forged = { change: upload(1).change, approval: APPROVAL } as never;
      assert.match((await failure(api.files.upload(forged, bytes('x')))).message, /not approved/);
      assert.equal(server.received.length, 0);
    });
  });

  describe('downloads', () => {
    const to302 = (location: string): Answer => json(302, {}, { location });
    async function storage(...answers: Answer[]): Promise<Loopback> {
      const server = await serve(...answers);
      open.push(server);
      return server;
    }
    const text =
      (content: string, headers: Record<string, string> = {}): Answer =>
      (response) => {
        response.writeHead(200, { 'content-type': 'text/plain', ...headers });
        response.end(content);
      };
    async function read(options?: { maxBytes?: number; signal?: AbortSignal }) {
      const chunks: Uint8Array[] = [];
      const got = await api.files.download(ID, (chunk) => chunks.push(chunk), options);
      return { got, text: Buffer.concat(chunks).toString() };
    }

    it('follow the address without the key or anything else of the account', async () => {
      const store = await storage(
        text('hello', { 'content-disposition': "attachment; filename*=UTF-8''p%C3%A4n.txt" }),
      );
      await setUp(to302(`${store.url}/f?signature=s3cret`));
      const { got, text: content } = await read();
      assert.equal(content, 'hello');
      assert.deepEqual(got, { size: 5, contentType: 'text/plain', name: 'pän.txt' });
      const { headers, url } = store.received[0]!;
      assert.equal(url, '/f?signature=s3cret');
      assert.equal(headers.authorization, undefined);
      assert.ok(!JSON.stringify(headers).includes(KEY));
    });

    it('give a name, never a path', async () => {
      const store = await storage(text('x', { 'content-disposition': 'attachment; filename="..\\\\..\\\\evil.txt"' }));
      await setUp(to302(store.url));
      assert.equal((await read()).got.name, 'evil.txt');
    });

    for (const location of [
      'http://storage.example/f',
      'ftp://127.0.0.1/f',
      'file:///etc/passwd',
      'http://169.254.169.254/x',
    ]) {
      it(`do not follow ${location}`, async () => {
        await setUp(to302(location));
        const error = await failure(read());
        assert.equal(error.kind, 'unreadable');
        assert.match(error.message, /not https/);
      });
    }

    it('end at the limit, told beforehand or found on the way', async () => {
      for (const headers of [{ 'content-length': '1000' }, { 'transfer-encoding': 'chunked' }] as Record<
        string,
        string
      >[]) {
        const store = await storage(text('x'.repeat(1000), headers));
        await setUp(to302(store.url));
        let given = 0;
        const error = await failure(api.files.download(ID, (chunk) => (given += chunk.length), { maxBytes: 999 }));
        assert.equal(error.kind, 'too-large');
        assert.ok(given <= 999);
      }
    });

    it('are begun again while nothing has come, and not after', async () => {
      const store = await storage(reset, json(503, {}), text('hello'));
      await setUp(to302(store.url));
      assert.equal((await read()).text, 'hello');
      const broken = await storage((response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('some');
        setImmediate(() => response.socket?.destroy());
      });
      await setUp(to302(broken.url));
      const error = await failure(read());
      assert.equal(error.kind, 'unreadable');
      assert.match(error.message, /broke off/);
      assert.equal(broken.received.length, 1);
    });

    it('never say the address, which is a secret', async () => {
      const store = await storage(json(403, {}));
      await setUp(to302(`${store.url}/f?signature=s3cret`));
      const error = await failure(read());
      assert.ok(!JSON.stringify([error.details, error.message, error.stack]).includes('s3cret'));
      assert.match(error.remedy, /try again/);
    });

    it('wait for who stores the pieces, and say when that fails', async () => {
      const store = await storage(text('hello'));
      await setUp(to302(store.url));
      const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      const error = await failure(api.files.download(ID, () => Promise.reject(full)));
      assert.equal(error.details.field, 'to');
      assert.match(error.message, /could not be stored/);
    });

    it('stop when they are cancelled', async () => {
      const stop = new AbortController();
      const store = await storage((response) => {
        response.writeHead(200);
        response.write('some');
      });
      await setUp(to302(store.url));
      const error = await failure(api.files.download(ID, () => stop.abort(), { signal: stop.signal }));
      assert.equal(error.kind, 'cancelled');
    });

    it('say when there is no address', async () => {
      await setUp(json(200, { data: 'https://example.com/f' }));
      assert.equal((await failure(read())).kind, 'unreadable');
    });
  });

  it('go up and come down again in the sample workspace', async () => {
    const sandbox: Sandbox = await startSandbox();
    open.push(sandbox);
    client(sandbox.url, { key: sandbox.key });
    const [company] = await api.records.query('companies', { limit: 1 });
    const recordId = company!.id.record_id;
    const content = 'päivä '.repeat(1000);
    const size = Buffer.byteLength(content);
    const made = await api.files.upload(upload(size, { recordId }), bytes(content));
    assert.equal(made.content_size, size);
    const chunks: Uint8Array[] = [];
    const got = await api.files.download(made.id.file_id, (chunk) => chunks.push(chunk));
    assert.equal(Buffer.concat(chunks).toString(), content);
    assert.equal(got.name, 'plan.txt');
    const names: (string | null)[] = [];
    for await (const file of eachFile(api, { object: 'companies', record_id: recordId, limit: 1 }))
      names.push(file.name);
    assert.ok(names.includes('plan.txt'));
    await api.files.delete(mintApproved({ kind: 'file.delete', fileId: made.id.file_id }, APPROVAL));
    assert.equal((await failure(api.files.get(made.id.file_id))).kind, 'not-found');
  });
});
