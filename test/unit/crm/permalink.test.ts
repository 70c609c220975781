import assert from 'node:assert/strict';
import fc from 'fast-check';
import { permalink } from '../../../src/crm/permalink.js';

const commit = 'a'.repeat(40);
const link = (remote: string, more: Partial<Parameters<typeof permalink>[0]> = {}) =>
  permalink({ remote, commit, path: 'src/a b.ts', startLine: 3, endLine: 9, ...more });

describe('permalinks', () => {
  it('knows GitHub in every form of its remotes', () => {
    const expected = `https://github.com/acme/robots/blob/${commit}/src/a%20b.ts#L3-L9`;
    for (const remote of [
      'https://github.com/acme/robots.git',
      'https://github.com/acme/robots',
      'https://github.com/acme/robots/',
      'https://ada:ghp_secret@github.com/acme/robots.git',
      'https://x-access-token:ghs_secret@github.com/acme/robots',
      'git@github.com:acme/robots.git',
      'github.com:acme/robots.git',
      'ssh://git@github.com/acme/robots.git',
      'ssh://git@ssh.github.com:443/acme/robots.git',
      'git://github.com/acme/robots.git',
      'git+ssh://git@github.com/acme/robots.git',
    ])
      assert.equal(link(remote), expected, remote);
    assert.equal(
      link('git@github.com:acme/robots.git', { endLine: 3 }),
      `https://github.com/acme/robots/blob/${commit}/src/a%20b.ts#L3`,
    );
    assert.equal(
      link('git@github.com:acme/robots.git', { path: 'README.md' }),
      `https://github.com/acme/robots/blob/${commit}/README.md?plain=1#L3-L9`,
    );
    assert.match(
      link('git@github.acme.example:team/robots.git')!,
      /^https:\/\/github\.acme\.example\/team\/robots\/blob\//,
    );
  });

  it('knows the others', () => {
    assert.equal(
      link('git@gitlab.com:acme/deep/er/robots.git'),
      `https://gitlab.com/acme/deep/er/robots/-/blob/${commit}/src/a%20b.ts#L3-9`,
    );
    assert.equal(
      link('https://gitlab.acme.example:8443/g/r.git'),
      `https://gitlab.acme.example:8443/g/r/-/blob/${commit}/src/a%20b.ts#L3-9`,
    );
    assert.equal(
      link('ssh://git@gitlab.acme.example:2222/g/r.git'),
      `https://gitlab.acme.example/g/r/-/blob/${commit}/src/a%20b.ts#L3-9`,
    );
    assert.equal(
      link('https://ada@bitbucket.org/acme/robots.git'),
      `https://bitbucket.org/acme/robots/src/${commit}/src/a%20b.ts#lines-3:9`,
    );
    assert.equal(
      link('ssh://git@codeberg.org/acme/robots.git'),
      `https://codeberg.org/acme/robots/src/commit/${commit}/src/a%20b.ts#L3-L9`,
    );
    assert.equal(
      link('git@git.sr.ht:~ada/robots'),
      `https://git.sr.ht/~ada/robots/tree/${commit}/item/src/a%20b.ts#L3-9`,
    );
    const azure = `https://dev.azure.com/acme/My%20Project/_git/robots?path=%2Fsrc%2Fa+b.ts&version=GC${commit}&line=3&lineEnd=10&lineStartColumn=1&lineEndColumn=1`;
    for (const remote of [
      'https://acme@dev.azure.com/acme/My%20Project/_git/robots',
      'https://acme:pat@dev.azure.com/acme/My%20Project/_git/robots',
      'git@ssh.dev.azure.com:v3/acme/My%20Project/robots',
      'acme@vs-ssh.visualstudio.com:v3/acme/My%20Project/robots',
      'https://acme.visualstudio.com/DefaultCollection/My%20Project/_git/robots',
      'https://acme.visualstudio.com/My%20Project/_git/robots',
    ])
      assert.equal(link(remote), azure, remote);
  });

  it('is silent about what it does not know', () => {
    for (const remote of [
      '',
      'https://git.acme.example/a/b.git',
      '/home/ada/robots',
      'C:\\code\\robots',
      'C:/code/robots',
      'file:///home/x',
      'https://github.com/',
      'https://github.com/a/../b',
    ])
      assert.equal(link(remote), undefined, remote);
    assert.equal(link('git@github.com:a/b.git', { commit: 'main' }), undefined);
    assert.equal(link('git@github.com:a/b.git', { path: '../../etc/passwd' }), undefined);
    assert.equal(link('git@github.com:a/b.git', { path: '' }), undefined);
  });

  it('never carries a secret over', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9_%+:.-]{6,20}$/);
    const host = fc.constantFrom(
      'github.com',
      'gitlab.com',
      'bitbucket.org',
      'codeberg.org',
      'dev.azure.com',
      'git.sr.ht',
    );
    fc.assert(
      fc.property(word, word, host, (user, secret, name) => {
        const marked = `SECRET${secret}`;
        for (const path of ['acme/robots.git', 'acme/project/_git/robots', '~acme/robots']) {
          const made = link(`https://${user}:${marked}@${name}/${path}`);
          assert(!made?.includes('SECRET'), made);
          assert(!link(`https://${marked}@${name}/${path}`)?.includes('SECRET'));
        }
      }),
    );
  });
});
