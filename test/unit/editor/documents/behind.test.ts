import assert from 'node:assert/strict';
import type { TextDocument } from 'vscode';
import { Behind } from '../../../../src/editor/documents/behind.js';

const editor = (text: string, isDirty = false) => ({ getText: () => text, isDirty }) as TextDocument;

describe('an editor that has yet to read its file anew', () => {
  it('shows nothing that was typed, until it has', () => {
    const behind = new Behind<{ text: string; mtime: number }>();
    const file = { text: 'new', mtime: 2 };
    behind.add(file, { text: 'old', mtime: 1, back: () => {} });
    assert(behind.shows(file, editor('old')));
    assert(!behind.shows(file, editor('old!', true)), 'typed');
    assert(!behind.shows(file, editor('other')), 'saved by VS Code, and typed before');
    assert.equal(behind.typedIn(file, editor('new')), false);
    assert(!behind.shows(file, editor('old')));
    assert.equal(behind.typedIn(file, editor('new!', true)), false);
    assert.deepEqual(file, { text: 'new', mtime: 2 });
  });

  it('that is typed in meanwhile has its file again as it has seen it', () => {
    const behind = new Behind<{ text: string; mtime: number }>();
    const file = { text: 'newest', mtime: 3 };
    const went: string[] = [];
    behind.add(file, { text: 'old', mtime: 1, back: () => void went.push('old') });
    behind.add(file, { text: 'new', mtime: 2, back: () => void went.push('new') });
    // It has read the first of two.
    assert.equal(behind.typedIn(file, editor('new')), false);
    assert.equal(behind.typedIn(file, editor('new!', true)), true);
    assert.deepEqual(file, { text: 'new', mtime: 2 });
    assert.deepEqual(went, ['new']);
    assert.equal(behind.typedIn(file, editor('new!!', true)), false);
  });
});
