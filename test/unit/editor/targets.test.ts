import assert from 'node:assert/strict';
import fc from 'fast-check';
import { meetingTarget, noteTarget, recordingTarget, recordTarget } from '../../../src/editor/targets.js';

const recordId = '4bb12418-c26b-463b-9548-ec3ba6143448';

describe('command arguments', () => {
  it('take a record by slug and id, in lower case', () => {
    assert.deepEqual(recordTarget({ object: 'companies', recordId: recordId.toUpperCase(), account: 'attio:1' }), {
      object: 'companies',
      recordId,
      account: 'attio:1',
    });
  });

  it('take a tree node by its ref', () => {
    assert.deepEqual(recordTarget({ ref: { object: 'deals', recordId }, label: 'x' }), { object: 'deals', recordId });
  });

  it('take a note', () => {
    const note = { id: recordId, parentObject: 'people', parentRecordId: recordId, title: 'Call' };
    assert.deepEqual(noteTarget({ note }), { note });
  });

  it('take a meeting and a recording', () => {
    const id = recordId.toUpperCase();
    assert.deepEqual(meetingTarget({ meeting: { id, title: 'Call' }, account: 'a' }), {
      meeting: { id: recordId },
      account: 'a',
    });
    assert.deepEqual(recordingTarget({ recording: { meetingId: id, id } }), {
      recording: { meetingId: recordId, id: recordId },
    });
    for (const wrong of ['x', `${recordId}/..`, 7, undefined]) {
      assert.equal(meetingTarget({ meeting: { id: wrong } }), undefined);
      assert.equal(recordingTarget({ recording: { meetingId: wrong, id } }), undefined);
      assert.equal(recordingTarget({ recording: { meetingId: id, id: wrong } }), undefined);
    }
  });

  it('refuse what is no slug or id, so that a link in foreign text reaches nothing', () => {
    for (const object of ['', '../self', 'a/b', 'a?b', 'x'.repeat(200), 7])
      assert.equal(recordTarget({ object, recordId }), undefined);
    for (const id of ['', 'x', `${recordId}/notes`, ` ${recordId}`, 7])
      assert.equal(recordTarget({ object: 'people', recordId: id }), undefined);
    assert.equal(
      noteTarget({ note: { id: 'x', parentObject: 'people', parentRecordId: recordId, title: '' } }),
      undefined,
    );
  });

  it('never throw', () => {
    fc.assert(
      fc.property(fc.anything(), (argument) => {
        recordTarget(argument);
        noteTarget(argument);
        meetingTarget(argument);
        recordingTarget(argument);
      }),
    );
  });
});
