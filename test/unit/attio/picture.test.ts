import assert from 'node:assert/strict';
import { createClient } from '../../../src/attio/client.js';
import { fetchPicture, PICTURE_MAX_BYTES, pictureAddress, pictureType } from '../../../src/attio/picture.js';
import { startSandbox } from '../../../src/sandbox/server.js';
import { type Answer, type Loopback, serve } from './loopback.js';

const bytes = (text: string, length = 64) => Buffer.concat([Buffer.from(text, 'latin1'), Buffer.alloc(length)]);
const PNG = bytes('\x89PNG\r\n\x1a\n');
const here = { proxy: undefined, local: true } as const;
const body =
  (content: Buffer, status = 200, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'image/png', ...headers }).end(content);

describe('a picture of a member', () => {
  let servers: Loopback[];
  beforeEach(() => {
    servers = [];
  });
  afterEach(() => Promise.all(servers.map((one) => one.close())));
  const at = async (...answers: Answer[]): Promise<Loopback> => {
    const server = await serve(...answers);
    servers.push(server);
    return server;
  };

  it('is what its first bytes say, whatever its sender says', () => {
    const kinds: [string, string | undefined][] = [
      ['\x89PNG\r\n\x1a\n', 'image/png'],
      ['\xff\xd8\xff\xe0', 'image/jpeg'],
      ['GIF89a', 'image/gif'],
      ['GIF87a', 'image/gif'],
      ['RIFF\x10\x00\x00\x00WEBPVP8 ', 'image/webp'],
      ['RIFF\x10\x00\x00\x00WAVEfmt ', undefined],
      ['<svg xmlns="http://www.w3.org/2000/svg">', undefined],
      ['<!DOCTYPE html>', undefined],
      ['\x89PNG', undefined],
      ['', undefined],
    ];
    for (const [text, type] of kinds)
      assert.equal(pictureType(Buffer.from(text, 'latin1')), type, JSON.stringify(text));
  });

  it('comes over https from a name, and from this machine for a sample workspace alone', () => {
    for (const good of ['https://assets.attio.com/avatars/1.png?s=2', 'https://cdn.example:8443/a'])
      assert.equal(pictureAddress(good)?.href, good);
    for (const bad of [
      'http://assets.attio.com/a.png',
      'https://user:secret@assets.attio.com/a.png',
      'https://localhost/a.png',
      'https://127.0.0.1/a.png',
      'https://10.1.2.3/a.png',
      'https://[::1]/a.png',
      'https://2130706433/a.png',
      'http://127.0.0.1:4000/a.png',
      'file:///etc/passwd',
      'data:image/png;base64,AAAA',
      'javascript:alert(1)',
      '/a.png',
      '',
    ])
      assert.equal(pictureAddress(bad), undefined, bad);
    assert.ok(pictureAddress('http://127.0.0.1:4000/a.png', true));
    assert.equal(pictureAddress('https://assets.attio.com/a.png', true), undefined);
    assert.equal(pictureAddress('http://assets.attio.com/a.png', true), undefined);
  });

  it('is read without a key, once', async () => {
    const server = await at(body(PNG, 200, { 'content-type': 'text/html' }));
    const picture = await fetchPicture(`${server.url}/a.png?x=1`, here);
    assert.equal(picture?.type, 'image/png');
    assert.deepEqual(Buffer.from(picture!.bytes), PNG);
    const [request] = server.received;
    assert.deepEqual([request!.method, request!.url, server.received.length], ['GET', '/a.png?x=1', 1]);
    assert.equal(request!.headers.authorization, undefined);
    assert.equal(request!.headers.cookie, undefined);
  });

  it('is none when it is something else, too large, missing, broken off or late', async () => {
    const huge = bytes('\x89PNG\r\n\x1a\n', PICTURE_MAX_BYTES);
    const cases: [string, Answer][] = [
      ['a page', body(Buffer.from('<html></html>'))],
      ['too large', body(huge)],
      ['too large, unannounced', (response) => response.writeHead(200).write(huge, () => response.end())],
      ['missing', body(PNG, 404)],
      ['refused', body(PNG, 500)],
      [
        'broken off',
        (response) => response.writeHead(200, { 'content-length': '999' }).write(PNG, () => response.destroy()),
      ],
      ['never', () => undefined],
    ];
    for (const [name, answer] of cases) {
      const server = await at(answer);
      assert.equal(await fetchPicture(server.url, { ...here, timeoutMs: 300 }), undefined, name);
      assert.equal(server.received.length, 1, `${name}: not tried again`);
    }
    const server = await at(body(PNG));
    const { url } = server;
    assert.equal(await fetchPicture(url, { proxy: undefined }), undefined, 'http for an account that is no sample');
    assert.equal(server.received.length, 0);
    assert.equal(await fetchPicture(url, { ...here, signal: AbortSignal.abort() }), undefined);
  });

  it('is given by the sample server to some members, for whom it is drawn', async () => {
    const sandbox = await startSandbox();
    const api = createClient({ baseUrl: sandbox.url, key: sandbox.key });
    try {
      const members = await api.members.list();
      const given = members.flatMap(({ avatar_url }) => avatar_url ?? []);
      assert.ok(given.length > 0 && given.length < members.length);
      const pictures = await Promise.all(given.map((address) => fetchPicture(address, here)));
      assert.deepEqual([...new Set(pictures.map((one) => one?.type))], ['image/png']);
      assert.deepEqual(await fetchPicture(given[0]!, here), pictures[0]);
      const nobody = given[0]!.replace(/[0-9a-f]{8}-/, '00000000-');
      assert.equal(await fetchPicture(nobody, here), undefined);
    } finally {
      await api.close();
      await sandbox.close();
    }
  });
});
