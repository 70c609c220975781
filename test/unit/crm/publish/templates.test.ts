import assert from 'node:assert/strict';
import { BUILT_IN, fillTemplate, templatesOf, titleFrom, wanted } from '../../../../src/crm/publish/templates.js';

const VALUES = {
  title: 'Kick-off',
  date: '2026-11-20',
  time: '14:30',
  attendees: ['Grace <grace@acme.example>', 'bo@x.example'],
  record: 'Acme Robotics',
  recordLink: '[Acme Robotics](https://app.attio.com/n/company/1)',
  clipboard: 'copied',
};
const EMPTY = { ...VALUES, attendees: [], record: '', recordLink: '', clipboard: '' };

describe('templates of notes', () => {
  it('fill in each word once, and put the cursor where typing goes on', () => {
    const filled = fillTemplate('# {{ title }}\n{{Date}} {{time}}\n{{attendees}}\n- {{cursor}}x {{nobody}}\n', VALUES);
    assert.equal(
      filled.text,
      '# Kick-off\n2026-11-20 14:30\nGrace <grace@acme.example>, bo@x.example\n- x {{nobody}}\n',
    );
    assert.equal(filled.text.slice(filled.cursor), 'x {{nobody}}\n');
    const nested = fillTemplate('{{clipboard}}', { ...VALUES, clipboard: '{{title}}' });
    assert.equal(nested.text, '{{title}}');
  });

  it('keep the indentation of what has several lines', () => {
    assert.equal(
      fillTemplate('- a\n  {{clipboard}}\n', { ...VALUES, clipboard: 'one\r\ntwo' }).text,
      '- a\n  one\n  two\n',
    );
  });

  it('leave out a label with nothing to say', () => {
    for (const template of BUILT_IN) {
      const { text, cursor } = fillTemplate(template.body, EMPTY);
      assert.doesNotMatch(text, /\*\*(?:With|About|On):\*\* *$/m);
      assert.doesNotMatch(text, /\{\{/);
      assert(cursor < text.length && cursor > 0);
      assert.match(fillTemplate(template.body, VALUES).text, /\[Acme Robotics\]\(/);
    }
  });

  it('say what they need, so that nothing else is asked for', () => {
    assert(!wanted({ body: 'x' }).has('clipboard'));
    assert(wanted({ title: '{{CLIPBOARD}}', body: 'x' }).has('clipboard'));
  });

  it('come from the settings first, and replace those built in by name', () => {
    const all = templatesOf({
      meeting: 'mine',
      Standup: { body: 'b', title: 'Standup {{date}}' },
      bad: { title: 'x' },
      worse: 3,
    });
    assert.deepEqual(
      all.map(({ name }) => name),
      ['meeting', 'Standup', 'Research', 'Call Summary'],
    );
    assert.equal(templatesOf(undefined).length, 3);
  });

  it('make a title, also where there is no record', () => {
    const [meeting] = BUILT_IN;
    assert.equal(titleFrom(meeting!, VALUES), 'Meeting with Acme Robotics');
    assert.equal(titleFrom(meeting!, EMPTY), 'Meeting');
    assert.equal(titleFrom({ name: 'Log', description: '', body: '' }, VALUES), 'Log: Acme Robotics');
    assert.equal(titleFrom({ name: 'Log', description: '', body: '' }, EMPTY), 'Log');
  });
});
