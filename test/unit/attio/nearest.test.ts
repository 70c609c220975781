import assert from 'node:assert/strict';
import { AttioError } from '../../../src/attio/errors.js';
import { fromAnswer } from '../../../src/attio/failure.js';
import { nearest, unknownIn, withSuggestion } from '../../../src/attio/nearest.js';

const SLUGS = ['name', 'domains', 'stage', 'job_title', 'associated_people', 'email_addresses'];

describe('what was probably meant', () => {
  const cases: [string, string | undefined][] = [
    ['stgae', 'stage'],
    ['Job Title', 'job_title'],
    ['jobTitle', 'job_title'],
    ['email_adresses', 'email_addresses'],
    ['domain', 'domains'],
    ['domian', 'domains'],
    ['doamins', 'domains'],
    ['associated_company', undefined],
    ['phone', undefined],
    ['', undefined],
    ['__', undefined],
  ];
  for (const [wrong, meant] of cases) {
    it(`“${wrong}” is ${meant ?? 'nothing there is'}`, () => assert.equal(nearest(wrong, SLUGS), meant));
  }

  it('the nearer of two, and the first of two as near', () => {
    assert.equal(nearest('stage', ['stages', 'stage']), 'stage');
    assert.equal(nearest('stagee', ['stages', 'staged']), 'stages');
  });

  function refused(status: number, code: string, message: string): AttioError {
    const tried = {
      operation: 'records.query',
      doing: 'query records',
      kind: 'read',
      scopes: [],
      host: 'x',
      proxied: false,
    };
    return new AttioError(
      fromAnswer(tried as never, { status, headers: {} }, { status_code: status, type: 't', code, message }, undefined),
    );
  }

  it('is told for an unknown attribute of a filter', () => {
    const error = withSuggestion(
      refused(400, 'unknown_filter_attribute_slug', 'unknown_filter_attribute_slug: stgae'),
      {
        slugs: SLUGS,
      },
    );
    assert.match(error.remedy, /^Did you mean “stage”\? There is no “stgae”; there are: stage, name, domains, /);
    assert.deepEqual(error.details.allowed, SLUGS);
    assert.equal(error.details.field, 'filter.stgae');
  });

  it('is told for an object that is not there', () => {
    const known = { slugs: ['people', 'companies', 'deals'] };
    const error = withSuggestion(refused(404, 'not_found', 'Object with slug/ID "company" not found.'), known);
    assert.match(error.remedy, /There is no “company”; there are: companies, people, deals\./);
    const near = withSuggestion(refused(404, 'not_found', 'Object with slug/ID "compannies" not found.'), known);
    assert.match(near.remedy, /^Did you mean “companies”\?/);
  });

  it('a path that begins with an unknown object is answered with objects', () => {
    const message = 'Invalid path: object or list with slug/ID "compnies" not found.';
    const error = withSuggestion(refused(400, 'filter_error', message), { slugs: ['people', 'companies'] });
    assert.deepEqual(unknownIn(error.details), { of: 'object', name: 'compnies' });
    assert.match(error.remedy, /^Did you mean “companies”/);
  });

  it('lists the options, not the slugs, where an option is unknown', () => {
    const message = 'Cannot find select attribute with select option title "In progres".';
    const known = { slugs: SLUGS, options: ['Lead', 'In Progress', 'Won 🎉'] };
    const error = withSuggestion(refused(400, 'value_not_found', message), known);
    assert.match(
      error.remedy,
      /^Did you mean “In Progress”\? There is no “In progres”; there are: In Progress, Won 🎉, Lead\.$/,
    );
  });

  it('lists no more than a person reads', () => {
    const slugs = Array.from({ length: 40 }, (_, n) => `slug_${n}`);
    const error = withSuggestion(refused(404, 'not_found', 'Object with slug/ID "people" not found.'), { slugs });
    assert.ok(error.remedy.endsWith('slug_7, and 32 more.'), error.remedy);
  });

  it('is silent where the name exists, nothing is known, or the error is about something else', () => {
    const plain = refused(404, 'not_found', 'Object with slug/ID "people" not found.');
    assert.equal(withSuggestion(plain, { slugs: ['people'] }), plain);
    assert.equal(withSuggestion(plain, {}), plain);
    const limited = refused(429, 'rate_limit_exceeded', 'Rate limit exceeded, please try again later');
    assert.equal(withSuggestion(limited, { slugs: SLUGS }), limited);
    const record = refused(404, 'not_found', 'Record with ID "891dcbfc-9141-415d-9b2a-2238a6cc012d" not found.');
    assert.equal(withSuggestion(record, { slugs: SLUGS }), record);
  });
});
