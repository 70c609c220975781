/** The scopes that the sandbox asks for, against those that Attio's documents name for each operation. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ROUTES } from '../../src/sandbox/routes/all.js';
import { loadSpec } from './sandboxSpec.js';

const spec = loadSpec();
if (spec) {
  describe('sandbox scopes', () => {
    for (const [file, document] of spec.documents) {
      it(`are those of ${file}`, () => {
        let compared = 0;
        for (const route of ROUTES) {
          for (const params of paramsOf(route.path)) {
            const scopes = typeof route.scopes === 'function' ? route.scopes(params) : route.scopes;
            const documented = scopesOf(document, route.method, route.path, params);
            if (!documented) continue;
            compared += 1;
            assert.deepEqual([...scopes].sort(), documented, `${route.method} ${route.path}`);
          }
        }
        assert.ok(compared > 55, `only ${compared} compared`);
      });
    }
  });
}

/** The scopes that an operation's description names; those of objects and lists are told apart by their names. */
// biome-ignore lint/suspicious/noExplicitAny: documents are walked freely
function scopesOf(document: any, method: string, path: string, params: { target?: string }): string[] | undefined {
  const plain = path
    .replace(':objects|lists', '')
    .replace('{choice}', path.includes('/options/') ? '{option}' : '{status}');
  const text: string = document.paths[plain]?.[method.toLowerCase()]?.description ?? '';
  const named = (of: string) => [...of.matchAll(/`([a-z_]+:[a-z-]+)`/g)].map(([, scope]) => scope!);
  if (params.target !== undefined) {
    const wanted = new Set(named(text).filter((scope) => scope.startsWith(params.target!.slice(0, -1))));
    return wanted.size === 0 ? undefined : [...wanted];
  }
  const line = /Required scopes?: (.*)/.exec(text)?.[1];
  return line === undefined ? undefined : named(line).sort();
}

function paramsOf(path: string): Record<string, string>[] {
  return path.includes('{target') ? [{ target: 'objects' }, { target: 'lists' }] : [{}];
}
