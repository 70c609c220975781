/** An old message of the page of updates: it offers to apply again what may have been applied since. */
import assert from 'node:assert/strict';
import type { Proposal } from '../../../../src/crm/updates/types.js';
import { whyNotAgain } from '../../../../src/editor/updates/again.js';
import type { Entry, Stage } from '../../../../src/editor/updates/model.js';

const proposal = (id: string, content = 'Send it'): Proposal => ({
  kind: 'task',
  id,
  content,
  links: [],
  accepted: true,
  evidence: { sentence: content, line: 1 },
});
const entry = (stage: Stage, of = proposal('a')): Entry => ({ proposal: of, dropped: false, stage });
const sent = [{ proposal: proposal('a') }, { proposal: proposal('b') }];
const now = { writing: false, closed: false, wentOn: false };
const both = (a: Stage, b: Stage) => [entry(a), entry(b, proposal('b'))];

describe('Try Again in an older message of the updates', () => {
  it('applies what is still open as it was sent, and the rest of what stopped half-way', () => {
    assert.equal(whyNotAgain(sent, { ...now, entries: both('failed', 'open') }), undefined);
    assert.equal(whyNotAgain(sent, { ...now, entries: both('done', 'failed') }), undefined);
  });

  it('applies nothing that the page applied, is applying, or shows otherwise', () => {
    assert.match(whyNotAgain(sent, { ...now, wentOn: true, entries: both('done', 'done') })!, /applied already/);
    assert.match(whyNotAgain(sent, { ...now, writing: true, entries: both('open', 'open') })!, /being applied/);
    assert.match(whyNotAgain(sent, { ...now, closed: true, entries: both('open', 'open') })!, /closed/);
    // The page applied one of them itself, of which the older batch knows nothing.
    assert.match(whyNotAgain(sent, { ...now, wentOn: true, entries: both('done', 'open') })!, /other updates/);
    const edited = [entry('open', proposal('a', 'Send that')), entry('open', proposal('b'))];
    assert.match(whyNotAgain(sent, { ...now, entries: edited })!, /other updates/);
    assert.match(whyNotAgain(sent, { ...now, entries: [] })!, /other updates/);
  });
});
