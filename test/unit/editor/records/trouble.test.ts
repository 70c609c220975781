import assert from 'node:assert/strict';
import { AttioError } from '../../../../src/attio/errors.js';
import { fromAnswer } from '../../../../src/attio/failure.js';
import { fromMaton } from '../../../../src/attio/matonFailure.js';
import { sentences, trouble, troubleRow } from '../../../../src/editor/records/trouble.js';

const NOW = new Date('2026-11-21T10:00:00Z');
const tried = (doing: string) => ({
  operation: 'records.query',
  doing,
  kind: 'read' as const,
  scopes: [],
  host: 'api.attio.com',
  proxied: false,
});
function answered(
  doing: string,
  status: number,
  message: string,
  retryAfterMs?: number,
  means = fromAnswer,
): AttioError {
  const body = { status_code: status, type: 'api_error', code: 'x', message };
  return new AttioError(means(tried(doing), { status, headers: {} }, body, retryAfterMs));
}

describe('the words of a failure', () => {
  it('are the same in a sidebar, in the list of a search and in a message', () => {
    const tree = trouble(answered('query records', 500, 'Boom.'), NOW);
    const search = troubleRow(answered('search records', 500, 'Boom.'), NOW);
    assert.equal(tree.label, 'Attio’s server failed (500)');
    assert.deepEqual([search.label, search.icon], [tree.label, tree.icon]);
    const reason = (text: string) => text.slice(text.indexOf(':'));
    assert.equal(reason(search.detail), reason(sentences(tree)));
    assert.match(
      search.detail,
      /^Could not search records: Attio's server failed \(500: Boom\)\. It is a fault on Attio's side/,
    );
  });

  it('say how long Attio wants to be left alone, not what its machine says', () => {
    const limited = troubleRow(
      answered('search records', 429, 'Rate limit exceeded, please try again later', 60_000),
      NOW,
    );
    assert.match(limited.label, /^Wait until \d/);
    assert.match(
      limited.detail,
      /^Could not search records: Attio has asked for a pause of 60 s\. Attio limits how much/,
    );
    assert.ok(!limited.detail.includes('Rate limit exceeded'));
    const open = troubleRow(answered('search records', 429, 'Rate limit exceeded, please try again later'), NOW);
    assert.equal(open.label, 'Too many requests');
    assert.match(open.detail, /: Attio has asked for a pause\. /);
  });

  it('name Maton where Maton failed', () => {
    const body = { error: 'upstream' };
    const failed = new AttioError(fromMaton(tried('query records'), { status: 502, headers: {} }, body, undefined));
    assert.equal(trouble(failed, NOW).label, 'Maton failed (502)');
    const passedOn = answered('query records', 500, 'Boom.', undefined, fromMaton);
    assert.equal(trouble(passedOn, NOW).label, 'Attio’s server failed (500)');
  });

  it('of anything else are its own, without an empty remedy behind them', () => {
    assert.equal(troubleRow(new Error('No network.'), NOW).detail, 'No network.');
    assert.equal(troubleRow('x', NOW).detail, 'x');
  });
});
