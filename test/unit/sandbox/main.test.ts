import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'mocha';

const MAIN = fileURLToPath(new URL('../../../src/sandbox/main.ts', import.meta.url));

function run(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  return { child, output };
}

describe('npm run sandbox', () => {
  it('prints one line of JSON, serves, and stops when told to', async () => {
    const { child, output } = run('--key', 'chosen-key');
    await once(child.stdout, 'data');
    const { url, key } = JSON.parse(output.stdout);
    assert.equal(key, 'chosen-key');
    const self = await fetch(`${url}/v2/self`, { headers: { authorization: `Bearer ${key}` } });
    assert.equal(((await self.json()) as { active: boolean }).active, true);
    child.kill('SIGTERM');
    const [code] = await once(child, 'close');
    assert.equal(code, 0);
    assert.equal(output.stdout.trim().split('\n').length, 1);
    assert.equal(output.stderr, '');
  });

  it('grows by as many records as it is told, and names Maton’s surface', async () => {
    const { child, output } = run('--records', '5000', '--maton-key', 'other-key');
    await once(child.stdout, 'data');
    const { url, key, maton } = JSON.parse(output.stdout);
    assert.equal(maton.key, 'other-key');
    const page = await fetch(`${url}/v2/objects/people/records/query`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify({ offset: 3000, limit: 500 }),
    });
    assert.equal(((await page.json()) as { data: unknown[] }).data.length, 72);
    const through = await fetch(`${maton.url}/attio/v2/self`, { headers: { authorization: 'Bearer other-key' } });
    assert.equal(((await through.json()) as { active: boolean }).active, true);
    child.kill('SIGTERM');
    await once(child, 'close');
  });

  for (const [options, words] of [
    [['--records', 'many'], /--records many is not a number/],
    [['--latency', 'slow'], /--latency slow: only "live"/],
    [['--maton-key', ' '], /--maton-key must not be empty/],
  ] as const) {
    it(`refuses ${options.join(' ')}`, async () => {
      const { child, output } = run(...options);
      const [code] = await once(child, 'close');
      assert.equal(code, 1);
      assert.match(output.stderr, words);
    });
  }

  it('says what is wrong with its options', async () => {
    const { child, output } = run('--port', 'many');
    const [code] = await once(child, 'close');
    assert.equal(code, 1);
    assert.match(output.stderr, /--port many is not a port[\s\S]*Usage/);
    assert.equal(output.stdout, '');
  });
});
