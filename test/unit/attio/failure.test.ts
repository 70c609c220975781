import assert from 'node:assert/strict';
import type { AttioErrorDetails, AttioErrorKind } from '../../../src/attio/errors.js';
import { type Attempted, fromAnswer } from '../../../src/attio/failure.js';

const A = '891dcbfc-9141-415d-9b2a-2238a6cc012d';
const B = 'ff3f3bd4-40f4-4f80-8187-cd02385af424';
const READ: Attempted = {
  operation: 'records.get',
  doing: 'read the record',
  kind: 'read',
  scopes: ['record_permission:read', 'object_configuration:read'],
  host: 'api.attio.com',
  proxied: false,
};
const WRITE: Attempted = { ...READ, operation: 'notes.create', doing: 'create the note', kind: 'write' };

function answer(status: number, body: unknown, tried: Attempted = READ, text = ''): AttioErrorDetails {
  return fromAnswer(tried, { status, headers: {}, text }, body, undefined);
}
const said = (status: number, code: string, message: string, tried?: Attempted) =>
  answer(status, { status_code: status, type: 'invalid_request_error', code, message }, tried);

describe('what an answer means', () => {
  const kinds: [number, string, AttioErrorKind][] = [
    [400, 'validation_type', 'validation'],
    [400, 'value_not_found', 'validation'],
    [400, 'missing_value', 'validation'],
    [400, 'filter_error', 'validation'],
    [400, 'uniqueness_conflict', 'duplicate'],
    [409, 'uniqueness_conflict', 'duplicate'],
    [400, 'quota_exceeded', 'plan-limit'],
    [403, 'quota_exceeded', 'plan-limit'],
    [403, 'billing_error', 'plan-limit'],
    [400, 'particle_gate_violation', 'plan-limit'],
    [400, 'merge_in_progress', 'conflict'],
    [404, 'merge_in_progress', 'conflict'],
    [409, 'concurrent_write_conflict', 'conflict'],
    [409, 'slug_conflict', 'conflict'],
    [401, 'unauthorized', 'key-invalid'],
    [403, 'unauthorized', 'key-invalid'],
    [404, 'not_found', 'not-found'],
    [413, 'validation_type', 'too-large'],
    [429, 'rate_limit_exceeded', 'rate-limited'],
    [418, 'teapot', 'validation'],
    [500, 'oops', 'server'],
  ];
  for (const [status, code, kind] of kinds) {
    it(`${status} ${code} is ${kind}, with a remedy`, () => {
      const details = said(status, code, 'Something about it.');
      assert.equal(details.kind, kind);
      assert.match(details.remedy, /^[A-Z].+\.$/);
      const words = kind === 'rate-limited' ? /: Attio has asked for a pause\.$/ : /: .*Something about it.*\.$/;
      assert.match(details.message, /^Could not read the record/);
      assert.match(details.message, words);
      assert.equal(details.code, code);
    });
  }

  it('a merge under way is a matter of a minute', () => {
    assert.match(said(404, 'merge_in_progress', 'Merging.').remedy, /merging this record/);
  });

  it('a taken value names the attribute and the records that have it', () => {
    const details = said(
      400,
      'uniqueness_conflict',
      `The value "{\\"domain\\":\\"x.example\\"}" provided for attribute with ID "${A}" conflicts with one already in the system. Conflicting record IDs: ${B.toUpperCase()}, ${A}`,
    );
    assert.equal(details.field, A);
    assert.deepEqual(details.conflictingRecordIds, [B, A]);
    assert.equal(said(400, 'uniqueness_conflict', 'Taken.').conflictingRecordIds, undefined);
  });

  it('a taken value is told as people write it, not as JSON', () => {
    for (const value of ['{"domain":"terracecoffee.example"}', '{\\"domain\\":\\"terracecoffee.example\\"}']) {
      const message = `The value "${value}" provided for attribute with ID "${A}" conflicts with one already in the system.`;
      const details = said(400, 'uniqueness_conflict', message);
      assert.match(details.message, /: The value "terracecoffee\.example" provided for attribute/);
      assert.equal(details.serverMessage, message);
    }
    const broken = 'The value "{oops}" provided for it.';
    assert.match(said(400, 'uniqueness_conflict', broken).message, /"\{oops\}" provided/);
  });

  it('the field is the attribute that a message names by its slug', () => {
    for (const [message, field] of [
      ['Invalid value was passed to attribute with slug "value". Expected a number.', 'value'],
      ['Attribute with slug "stage" is not writable.', 'stage'],
      ['The matching attribute "name" is not unique.', 'name'],
      ['Attribute "name" is not unique.', 'name'],
    ])
      assert.equal(said(400, 'validation_type', message!).field, field, message);
  });

  it("a status that Attio does not use is told, and is nobody's to correct", () => {
    for (const status of [418, 402, 408, 451]) {
      for (const body of [undefined, { message: 'Something else.' }]) {
        const details = answer(status, body);
        assert.match(details.message, new RegExp(`\\b${status}\\b`));
        assert.doesNotMatch(details.remedy, /Correct it/);
      }
    }
    assert.match(said(400, 'validation_type', 'No.').remedy, /Correct it/);
  });

  it('a payload error names each field, its reason and what is allowed', () => {
    const details = answer(400, {
      statusCode: 400,
      code: 'validation_type',
      message: 'Body payload validation error.',
      validation_errors: [
        { code: 'invalid', path: ['data', 'format'], message: 'Invalid option', options: ['plaintext', 'markdown'] },
        { code: 'invalid', path: ['data', 'title'], message: 'Required' },
      ],
    });
    assert.equal(details.field, 'data.format');
    assert.deepEqual(details.allowed, ['plaintext', 'markdown']);
    assert.match(
      details.message,
      /data\.format: Invalid option \(allowed: plaintext, markdown\); data\.title: Required/,
    );
  });

  it('filters: the attribute that is not known', () => {
    assert.equal(said(400, 'unknown_filter_attribute_slug', 'unknown_filter_attribute_slug: $or').field, 'filter.$or');
    assert.equal(said(400, 'invalid_filter_operator', 'Operator $in is not supported').field, 'filter');
  });

  it('not found: a deleted record, an unknown object, an unknown address each have their own remedy', () => {
    const remedies = [
      said(404, 'not_found', `Record with ID "${A}" not found.`),
      said(404, 'not_found', 'Object with slug/ID "people" not found.'),
      said(404, 'not_found', 'Could not find endpoint "GET /v2/objects/people/records".'),
      said(404, 'not_found', `Note with ID "${A}" was not found.`),
      said(404, 'not_found', 'Attribute with slug/ID "x" not found.'),
      said(404, 'not_found', 'List with slug/ID "x" not found.'),
    ].map(({ remedy }) => remedy);
    assert.match(remedies[0]!, /was deleted or merged into another, or is of another object/);
    assert.match(remedies[1]!, /object may have been/);
    assert.match(remedies[2]!, /update the extension/);
    assert.match(remedies[3]!, /note was deleted/);
    assert.equal(new Set(remedies).size, remedies.length);
  });

  describe('a refused key', () => {
    const refuse = (message: string, granted?: string[]) =>
      answer(403, { status_code: 403, type: 'auth_error', code: 'unauthorized', message }, { ...READ, granted });

    it('lacks what the operation needs and was not granted', () => {
      const details = refuse('No.', ['object_configuration:read-write', 'note:read']);
      assert.equal(details.kind, 'permission');
      assert.deepEqual(details.missingScopes, ['record_permission:read']);
      assert.match(details.message, /lacks the scope record_permission:read/);
    });
    it('lacks what Attio names, where its scopes are not known or have changed', () => {
      const details = refuse('The token needs the scopes `record_permission:read` and `file:read-write`.');
      assert.deepEqual(details.missingScopes, ['record_permission:read', 'file:read-write']);
      assert.equal(details.kind, 'permission');
    });
    it('lacks what Attio names, even if it is remembered to have it: scopes can be changed at any time', () => {
      const remembered = ['record_permission:read-write', 'object_configuration:read'];
      const details = refuse('You lack the scope record_permission:read.', remembered);
      assert.equal(details.kind, 'permission');
      assert.deepEqual(details.missingScopes, ['record_permission:read']);
      assert.match(details.remedy, /Grant it to the key/);
    });
    it('lacks, of all that Attio names as needed, what it is not known to have', () => {
      const details = refuse('Requires record_permission:read and file:read.', ['record_permission:read-write']);
      assert.deepEqual(details.missingScopes, ['file:read']);
    });
    it('is dead when nothing is missing', () => {
      const details = refuse('No.', ['object_configuration:read-write', 'record_permission:read']);
      assert.equal(details.kind, 'key-invalid');
      assert.equal(details.missingScopes, undefined);
    });
    it("is not judged by a page that is not Attio's", () => {
      for (const status of [401, 403]) {
        const details = answer(status, undefined, READ, '<html>Blocked by policy</html>');
        assert.equal(details.kind, 'proxy');
        assert.match(details.message, /not Attio's/);
      }
      assert.equal(answer(401, undefined).kind, 'key-invalid');
      assert.equal(answer(407, undefined).kind, 'proxy');
    });
  });

  it('a write that may have happened says so; one that was refused has not', () => {
    for (const status of [301, 302, 307, 408, 500, 502, 503, 504]) {
      const details = answer(status, undefined, WRITE);
      assert.equal(details.fate, 'unknown', String(status));
      assert.equal(details.remedy, 'It may have been carried out: look in Attio before you repeat it.');
      assert.equal(answer(status, undefined, READ).fate, 'no');
    }
    for (const status of [400, 401, 403, 404, 407, 409, 413, 429])
      assert.equal(answer(status, undefined, WRITE).fate, 'no', String(status));
  });

  it('reads anything as a body', () => {
    for (const body of [
      null,
      1,
      'x',
      [],
      {},
      { message: 7 },
      { validation_errors: [null, {}, { path: 'x' }] },
      { validation_errors: 'x', type: 't' },
    ]) {
      assert.match(answer(400, body).message, /^Could not read the record.*\.$/);
    }
  });
});
