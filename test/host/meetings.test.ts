import assert from 'node:assert/strict';
import {
  commands,
  type DocumentSymbol,
  EventEmitter,
  type FoldingRange,
  type MarkdownString,
  Selection,
  type TextDocument,
  TreeItemCollapsibleState,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { AttioRecord } from '../../src/attio/types.js';
import { MeetingsTree } from '../../src/editor/meetings/meetingsTree.js';
import type {
  GroupNode,
  MeetingNode,
  MeetingsNode,
  MeetingsParent,
  RecordingNode,
} from '../../src/editor/meetings/nodes.js';
import { transcriptUri } from '../../src/editor/meetings/uri.js';
import type { LineNode, MoreNode } from '../../src/editor/tree/nodes.js';
import { seedId } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/server.js';
import { attio, clearWindow, requestsTo, signInToSandbox, signOutEverywhere } from './support/attio.js';
import { clearNotes, openFile, select, until } from './support/notes.js';
import { type Answer, type ScriptedUi, scriptedUi } from './support/scriptedUi.js';

const MINUTE = 60_000;
const GRACE = 'grace.okafor@acme-robotics.example';
const TOMAS = 'tomas.lindqvist@acme-robotics.example';
const ADA = 'ada@brightwater.example';
const MEETING = seedId('meetings', 'acme-second-plant');
const RECORDING = { meetingId: MEETING, id: seedId('recordings', 'acme-second-plant') };

describe('meetings', () => {
  let sandbox: Sandbox;
  let tree: MeetingsTree;
  let changed: EventEmitter<MeetingsNode | undefined>;
  let seen: number;

  beforeEach(async () => {
    sandbox = await signInToSandbox();
    await start();
  });
  afterEach(async () => {
    tree.dispose();
    changed.dispose();
    await clearNotes();
    await clearWindow();
    await signOutEverywhere();
    await sandbox.close();
  });

  async function start(): Promise<void> {
    seen = requestsTo(sandbox).length;
    changed = new EventEmitter();
    tree = new MeetingsTree((await attio()).services, changed);
  }

  /** Requests since the last call, as `METHOD /path`, without what follows a question mark, and without the Records view's. */
  const requests = () => {
    const list = requestsTo(sandbox).slice(seen);
    seen += list.length;
    return list.map(({ method, path }) => `${method} ${path.split('?')[0]}`).filter((one) => one !== 'GET /v2/objects');
  };

  async function post<T = { id: { meeting_id: string; call_recording_id: string } }>(
    path: string,
    data: unknown,
  ): Promise<T> {
    const response = await fetch(`${sandbox.url}/v2${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data }),
    });
    const answer = (await response.json()) as { data: T; message?: string };
    assert.equal(response.status, 200, answer.message);
    // The window's own view may have asked already.
    const { services } = await attio();
    (await services.connections.current()).catalog.forget({ what: 'everything' });
    seen = requestsTo(sandbox).length;
    return answer.data;
  }

  /** Makes a meeting that begins `inMinutes` from now; returns its id. */
  async function meet(title: string, inMinutes: number, more: Record<string, unknown> = {}): Promise<string> {
    const at = (minutes: number) => ({ datetime: new Date(Date.now() + minutes * MINUTE).toISOString() });
    const made = await post('/meetings', {
      title,
      description: '',
      start: at(inMinutes),
      end: at(inMinutes + 30),
      is_all_day: false,
      participants: [{ name: 'Somebody', is_organizer: true, status: 'accepted' }],
      ...more,
    });
    return made.id.meeting_id;
  }

  async function group(when: GroupNode['when']): Promise<GroupNode> {
    const found = (await tree.getChildren()).find((node) => node.kind === 'group' && node.when === when);
    assert.ok(found?.kind === 'group');
    return found;
  }
  async function meeting(when: GroupNode['when'], id: string): Promise<MeetingNode> {
    const found = (await tree.getChildren(await group(when))).find(
      (node) => node.kind === 'meeting' && node.meeting.id === id,
    );
    assert.ok(found?.kind === 'meeting', `no meeting ${id}`);
    return found;
  }
  const labels = (nodes: MeetingsNode[]) => nodes.map((node) => String(tree.getTreeItem(node).label));
  const described = (nodes: MeetingsNode[]) =>
    nodes.map((node) => {
      const { label, description } = tree.getTreeItem(node);
      return `${String(label)} | ${String(description ?? '')}`;
    });
  const tip = (node: MeetingsNode) => tree.resolveTreeItem(tree.getTreeItem(node), node).tooltip as MarkdownString;

  /** Runs a command with these answers; all of them must be asked for. */
  async function run(command: string, argument: unknown, ...answers: Answer[]): Promise<ScriptedUi> {
    const { ui } = await attio();
    const script = scriptedUi(...answers);
    ui.use(script);
    await commands.executeCommand(command, ...(argument === undefined ? [] : [argument]));
    script.done();
    return script;
  }

  describe('the view', () => {
    it('has what is to come, soonest first, with one request, and asks for the past when it is unfolded', async () => {
      await meet('Later', 90);
      await meet('Sooner', 45);
      await meet('On now', -10);
      const groups = await tree.getChildren();
      assert.deepEqual(labels(groups), ['Upcoming', 'Past']);
      assert.deepEqual(
        groups.map((node) => tree.getTreeItem(node).collapsibleState),
        [TreeItemCollapsibleState.Expanded, TreeItemCollapsibleState.Collapsed],
      );
      assert.deepEqual(requests(), []);
      const upcoming = await tree.getChildren(await group('upcoming'));
      assert.deepEqual(labels(upcoming).slice(0, 3), ['On now', 'Sooner', 'Later']);
      assert.deepEqual(requests(), ['GET /v2/meetings']);
      const [now, sooner] = upcoming.map((node) => tree.getTreeItem(node));
      assert.match(String(now!.description), /^Now, until /);
      assert.match(String(sooner!.description), /^(Today|Tomorrow) \d/);
      assert.equal(now!.contextValue, 'meeting');
      const past = await tree.getChildren(await group('past'));
      assert.deepEqual(requests(), ['GET /v2/meetings']);
      assert.ok(!labels(past).includes('On now'));
      const starts = past.flatMap((node) =>
        node.kind === 'meeting' && node.full.start && 'datetime' in node.full.start
          ? Date.parse(node.full.start.datetime)
          : [],
      );
      assert.deepEqual(
        starts,
        [...starts].sort((a, b) => b - a),
      );
    });

    it('says of a day that it is all of it', async () => {
      const day = (ahead: number) => ({
        date: new Date(Date.now() + ahead * 24 * 60 * MINUTE).toLocaleDateString('sv-SE'),
      });
      const id = await meet('Offsite', 0, { start: day(1), end: day(2), is_all_day: true });
      assert.equal(tree.getTreeItem(await meeting('upcoming', id)).description, 'Tomorrow, all day');
    });

    it('has below a meeting its recordings, what it is about, and who takes part, with as few requests as can be', async () => {
      const nodes = await tree.getChildren(await meeting('past', MEETING));
      const [recording, company, deal, ...people] = described(nodes);
      assert.match(recording!, /^Recording \| .*ready$/);
      assert.match(company!, /^Acme Robotics \| /);
      assert.match(deal!, /renewal/i);
      assert.deepEqual(
        people.map((line) => line.split(' · ').slice(0, 3).join(' · ')),
        [
          'Ada Brightwater | organizer · accepted · colleague',
          'Bruno Castellan | accepted · colleague',
          `Grace Okafor | accepted · ${GRACE} · Acme Robotics`,
          `Tomas Lindqvist | accepted · ${TOMAS} · Acme Robotics`,
        ],
      );
      assert.deepEqual(
        nodes.map((node) => tree.getTreeItem(node).contextValue),
        ['recording completed', 'record', 'record', 'participant', 'participant', 'record', 'record'],
      );
      const asked = requests();
      const count = (pattern: RegExp) => asked.filter((one) => pattern.test(one)).length;
      assert.equal(count(/people\/records\/query/), 1, 'people in one query');
      assert.equal(count(/companies\/records\/query/), 1);
      assert.equal(count(/deals\/records\/query/), 1);
      assert.equal(count(/call_recordings$/), 1);
      assert.equal(count(/meetings$/), 1);
      assert.equal(count(/workspace_members/), 1);
      await tree.getChildren(await meeting('past', MEETING));
      assert.deepEqual(requests(), []);
    });

    it('opens the records of people on a click', async () => {
      const nodes = await tree.getChildren(await meeting('past', MEETING));
      const grace = nodes.find((node) => node.kind === 'participant' && node.email === GRACE)!;
      const { services } = await attio();
      assert.deepEqual(tree.getTreeItem(grace).command?.arguments, [
        { account: services.accounts.active?.id, object: 'people', recordId: seedId('people', 'grace-okafor') },
      ]);
    });

    it('asks for no recordings of what has not begun, and says how each answered', async () => {
      const statuses = { [GRACE]: 'declined', [TOMAS]: 'tentative', [ADA]: 'pending' };
      const participants = Object.entries(statuses).map(([email_address, status]) => ({
        email_address,
        status,
        is_organizer: email_address === TOMAS,
      }));
      const id = await meet('Next', 30, { participants });
      const lines = described(await tree.getChildren(await meeting('upcoming', id)));
      const answers = lines.map((line) => /^(\w+) .*?\| (.*?)(?: · |$)(\w+)/.exec(line)?.slice(1, 4));
      assert.deepEqual(answers[0], ['Tomas', 'organizer', 'tentative']);
      assert.deepEqual(
        lines.map((line) => /declined|tentative|not answered/.exec(line)?.[0]),
        ['tentative', 'declined', 'not answered'],
      );
      assert.ok(!requests().some((one) => one.includes('call_recordings')));
    });

    it('says that nobody and nothing is there', async () => {
      const id = await meet('Empty', 30);
      const node = await meeting('upcoming', id);
      node.full.participants.length = 0;
      assert.deepEqual(labels(await tree.getChildren(node)), ['No participants, no records']);
    });

    it('loads more with one request, and goes on at the first of it', async () => {
      for (let n = 0; n < 60; n++) await meet(`Series ${n}`, 30 + n);
      const upcoming = await group('upcoming');
      const first = await tree.getChildren(upcoming);
      assert.equal(first.length, 51);
      const more = first.at(-1) as MoreNode<MeetingsParent>;
      assert.deepEqual([more.kind, more.view], ['more', 'attio.meetings']);
      requests();
      const next = await tree.loadMore(more);
      assert.equal(requests().length, 1);
      const all = await tree.getChildren(upcoming);
      assert.equal(all[50], next);
      assert.ok(all.length >= 60);
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    });

    it('shows participants fifty at a time, with one query each', async () => {
      const participants = Array.from({ length: 70 }, (_, n) => ({
        name: `Guest ${n}`,
        is_organizer: false,
        status: 'accepted',
      }));
      const node = await meeting('upcoming', await meet('Crowd', 30, { participants }));
      const first = await tree.getChildren(node);
      assert.equal(first.length, 51);
      await tree.loadMore(first.at(-1)!);
      assert.equal((await tree.getChildren(node)).length, 70);
    });

    it('gives every row an id of its own, below its account', async () => {
      const { services } = await attio();
      const ids: string[] = [];
      for (const one of await tree.getChildren()) {
        ids.push(one.id);
        for (const node of await tree.getChildren(one)) ids.push(node.id);
      }
      for (const node of await tree.getChildren(await meeting('past', MEETING))) ids.push(node.id);
      assert.equal(new Set(ids).size, ids.length);
      for (const id of ids) assert.ok(id.startsWith(`${services.accounts.active?.id}/`), id);
    });

    it('keeps a failure until Retry is pressed, and then shows what is there', async () => {
      const past = await group('past');
      sandbox.setFaults([{ kind: 'status', status: 400, message: 'No meetings today.', times: 20 }]);
      const [failure, retry] = (await tree.getChildren(past)) as LineNode<MeetingsParent>[];
      assert.equal(failure?.role, 'failure');
      assert.match(failure?.description ?? '', /No meetings today/);
      assert.equal(tree.getTreeItem(retry!).command?.command, 'attio.retryNode');
      assert.deepEqual([retry?.view, retry?.parent], ['attio.meetings', past]);
      sandbox.setFaults([]);
      await tree.retry(retry!.parent);
      assert.ok(labels(await tree.getChildren(past)).includes('Acme Robotics: second plant'));
    });

    it('shows what is new when it is refreshed, on the rows that are known', async () => {
      const before = await meeting('past', MEETING);
      await tree.getChildren(before);
      const id = await meet('Just over', -60);
      await post(`/meetings/${MEETING}/call_recordings`, { video_url: 'https://video.example/1' });
      tree.refreshAll();
      const past = await tree.getChildren(await group('past'));
      assert.ok(past.some((node) => node.kind === 'meeting' && node.meeting.id === id));
      const after = await meeting('past', MEETING);
      assert.equal(after, before);
      const recordings = (await tree.getChildren(after)).filter((node) => node.kind === 'recording');
      assert.deepEqual(
        recordings.map((node) => tree.getTreeItem(node).contextValue),
        ['recording processing', 'recording completed'],
      );
    });

    it('hears of a person’s new name', async () => {
      const node = await meeting('past', MEETING);
      await tree.getChildren(node);
      const { catalog } = await (await attio()).services.connections.current();
      const ref = { object: 'people', recordId: seedId('people', 'grace-okafor') };
      const answer = await fetch(`${sandbox.url}/v2/objects/people/records/${ref.recordId}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${sandbox.key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ data: { values: { name: 'O’Hara, Grace' } } }),
      });
      const { data: record } = (await answer.json()) as { data: AttioRecord };
      requests();
      const told = new Promise<MeetingsNode | undefined>((resolve) => changed.event(resolve));
      catalog.learnRecord(record, 'people');
      assert.equal(await told, node);
      assert.ok(labels(await tree.getChildren(node)).includes('Grace O’Hara'));
      assert.ok(requests().filter((one) => !one.startsWith('PATCH')).length <= 1);
    });

    it('shows remote text as text', async () => {
      const title = 'Re: $(zap) [x](command:attio.signOut) <b>\n**now**';
      const description = '![i](https://evil.example/i.png) [y](command:attio.signOut)';
      const node = await meeting('upcoming', await meet(title, 30, { description }));
      assert.equal(tree.getTreeItem(node).label, 'Re: $(zap) [x](command:attio.signOut) <b> **now**');
      const { value, isTrusted, supportHtml } = tip(node);
      assert.ok(!isTrusted && !supportHtml);
      assert.ok(!/[^\\]\]\(|\$\(|<b>|!\[/.test(value), value);
      assert.match(value, /1 taking part\\: 1 accepted/);
    });

    it('is empty when signed out, and starts anew with another account', async () => {
      const before = await group('past');
      await tree.getChildren(before);
      await signOutEverywhere();
      assert.deepEqual(await tree.getChildren(), []);
      assert.deepEqual(await tree.getChildren(before), []);
    });
  });

  describe('with fewer scopes', () => {
    async function signIn(...missing: string[]): Promise<void> {
      tree.dispose();
      await signOutEverywhere();
      await sandbox.close();
      const all = ['object_configuration:read', 'record_permission:read', 'meeting:read', 'call_recording:read'];
      sandbox = await signInToSandbox({ scopes: all.filter((one) => !missing.includes(one)) });
      await start();
    }

    it('says which scope recordings need, and shows the rest', async () => {
      await signIn('call_recording:read');
      const lines = labels(await tree.getChildren(await meeting('past', MEETING)));
      assert.equal(lines[0], 'Recordings need the scope call_recording:read');
      assert.ok(lines.includes('Grace Okafor'));
      // Colleagues have no names without user_management:read.
      assert.ok(
        lines.some((line) => line.includes('@')),
        lines.join(),
      );
      assert.ok(!requests().some((one) => /call_recordings|workspace_members/.test(one)));
    });

    it('says which scope meetings need, and asks for nothing', async () => {
      await signIn('meeting:read');
      assert.deepEqual(labels(await tree.getChildren()), ['Meetings need the scope meeting:read']);
      assert.deepEqual(requests(), []);
    });

    it('says that the scope was taken away meanwhile', async () => {
      const past = await group('past');
      sandbox.setFaults([{ kind: 'missing-scopes', scopes: ['meeting:read'] }]);
      const [line] = await tree.getChildren(past);
      assert.equal(line?.kind === 'line' && line.label, 'Missing scope meeting:read');
    });
  });

  describe('a transcript', () => {
    const target = () => ({ recording: RECORDING });
    async function openTranscript(): Promise<TextDocument> {
      await run('attio.openTranscript', target());
      const { document } = window.activeTextEditor!;
      assert.equal(document.uri.scheme, 'attio-transcript');
      // VS Code keeps documents of closed tabs for a while: that of an earlier test, signed out, is read anew.
      await until('the transcript is there', () => document.getText().includes('Grace Okafor'));
      return document;
    }

    it('opens from its row as a document that says who, when and where, and cannot be typed in', async () => {
      const row = (await tree.getChildren(await meeting('past', MEETING))).find(
        ({ kind }) => kind === 'recording',
      ) as RecordingNode;
      const { command, contextValue } = tree.getTreeItem(row);
      assert.deepEqual([contextValue, command?.command], ['recording completed', 'attio.openTranscript']);
      requests();
      await run('attio.openTranscript', row);
      const { document } = window.activeTextEditor!;
      assert.deepEqual(
        requests().filter((one) => one.includes('call_recordings')),
        [`GET /v2/meetings/${MEETING}/call_recordings/${RECORDING.id}`],
      );
      await until('the transcript is there', () => document.getText().includes('Grace Okafor'));
      assert.equal(document.languageId, 'markdown');
      assert.equal(document.uri.path, '/Acme Robotics second plant (transcript).md');
      const text = document.getText();
      assert.match(text, /^# Acme Robotics: second plant\n\n- When: .*2026/);
      assert.match(
        text,
        /- Participants: Ada Brightwater <ada@\S+> \(organizer\), Bruno Castellan <\S+>, Grace Okafor <\S+>/,
      );
      assert.match(text, new RegExp(`- Call: https://app\\.attio\\.com/\\S+/calls/${MEETING}/${RECORDING.id}\n`));
      assert.match(text, /\*\*Grace Okafor\*\* · 0:07\nYes, go ahead\.\n\n\*\*Tomas Lindqvist\*\* · 0:09\n/);
      await commands.executeCommand('type', { text: 'x' });
      assert.equal(document.getText(), text);
    });

    it('has each turn in the outline, and folds it', async () => {
      const document = await openTranscript();
      let symbols: DocumentSymbol[] | undefined;
      // VS Code asks those who outline Markdown in turn, and says nothing while one of them is still starting.
      await until('there is an outline', async () => {
        symbols = await commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
        return (symbols?.length ?? 0) > 0;
      });
      const turns = symbols!.filter(({ detail }) => /^\d+:\d\d$/.test(detail));
      assert.deepEqual(
        turns.slice(0, 3).map(({ name, detail }) => `${name} ${detail}`),
        ['Ada Brightwater 0:00', 'Grace Okafor 0:07', 'Tomas Lindqvist 0:09'],
      );
      const folds = await commands.executeCommand<FoldingRange[]>('vscode.executeFoldingRangeProvider', document.uri);
      const [first] = turns;
      assert.ok(folds.some(({ start, end }) => start === first!.range.start.line && end === first!.range.end.line));
    });

    it('says instead that it is not ready, or never will be', async () => {
      const { id } = await post(`/meetings/${MEETING}/call_recordings`, { video_url: 'https://video.example/1' });
      const open = (meetingId: string, recordingId: string, ...answers: Answer[]) =>
        run('attio.openTranscript', { recording: { meetingId, id: recordingId } }, ...answers);
      const waiting = await open(MEETING, id.call_recording_id);
      assert.match(waiting.said[0]!.message, /“Acme Robotics: second plant”: Attio is still processing/);
      const failed = await open(
        seedId('meetings', 'lumen-incident'),
        seedId('recordings', 'lumen-incident-first-try'),
        {
          press: 'Open in Attio',
          on: /could not process/,
        },
      );
      await until('the page is opened', () => failed.opened.length === 1);
      assert.match(failed.opened[0]!, new RegExp(`/calls/${seedId('meetings', 'lumen-incident')}/[0-9a-f-]{36}$`));
      assert.equal(window.activeTextEditor, undefined);
    });

    it('that is gone is said to be, and a link that names none leads nowhere', async () => {
      const gone = await run('attio.openTranscript', {
        recording: { meetingId: MEETING, id: seedId('recordings', 'none') },
      });
      await gone.heard(/recording of “Acme Robotics: second plant” is no longer in Attio/);
      const wrong = await run('attio.openTranscript', { recording: { meetingId: '../x', id: 'y' } });
      await wrong.heard(/does not name a recording/);
    });

    it('is gone from open editors when signed out, and says so in a tab that comes back', async () => {
      const document = await openTranscript();
      await signOutEverywhere();
      await until('the text is gone', () => !document.getText().includes('Grace'));
      assert.match(document.getText(), /not signed in here\. Sign in to it/);
    });

    it('that cannot be read says why in its tab', async () => {
      const { services } = await attio();
      const account = services.accounts.active!.id;
      sandbox.setFaults([{ kind: 'missing-scopes', scopes: ['call_recording:read'] }]);
      const uri = transcriptUri({ account, meetingId: MEETING, recordingId: RECORDING.id }, 'Later');
      const document = await workspace.openTextDocument(uri);
      assert.match(document.getText(), /could not be read\. .*call_recording:read/);
      assert.equal(
        (await workspace.openTextDocument(Uri.parse('attio-transcript://x/y.md'))).getText(),
        'This address names no transcript.\n',
      );
    });

    it('goes into a file at the cursor, whole', async () => {
      const editor = await openFile('call.md', '# Call\n\nFirst.\nLast.\n');
      editor.selection = new Selection(2, 6, 2, 6);
      const script = await run('attio.insertTranscript', target());
      const text = editor.document.getText();
      assert.match(
        text,
        /^# Call\n\nFirst\.\n\n## Transcript: Acme Robotics: second plant\n\n.*2026.* · \[Call\]\(https:\/\/app\.attio\.com\//,
      );
      assert.match(text, /Thanks, bye\.\n\nLast\.\n$/);
      assert.match(script.said.at(-1)!.message, /transcript of “Acme Robotics: second plant” inserted/);
    });

    it('goes into a file as a selection of it, which says where it is from', async () => {
      const editor = await openFile('call.md', 'Safety:\n');
      editor.selection = new Selection(1, 0, 1, 0);
      // In the same group: the file is behind the transcript, and comes to the front to be written to.
      await openTranscript();
      select(window.activeTextEditor!, 'who signs off the safety part?');
      await run('attio.insertTranscript', undefined, { pick: 'Selection' });
      assert.equal(window.activeTextEditor?.document, editor.document);
      assert.match(
        editor.document.getText(),
        /^Safety:\n\nwho signs off the safety part\?\n\nFrom the transcript of \[Acme Robotics: second plant\]\(https:\/\/app\.attio\.com\/\S+\), .*2026\n$/,
      );
    });

    it('asks which meeting when none is given, and says that one was not recorded', async () => {
      const editor = await openFile('call.md', '');
      const script = await run('attio.insertTranscript', undefined, { pick: 'Acme Robotics: second plant' });
      assert.equal(script.asked[0]?.title, 'Insert Transcript');
      assert.match(editor.document.getText(), /^## Transcript: Acme Robotics/);
      const none = await run('attio.insertTranscript', undefined, { pick: 'Customer day in Dublin' });
      assert.match(none.said[0]!.message, /“Customer day in Dublin” was not recorded in Attio/);
    });

    it('offers earlier meetings page by page', async () => {
      for (let n = 0; n < 55; n++) await meet(`Daily ${n}`, -60 - n);
      await openFile('call.md', '');
      const script = await run(
        'attio.insertTranscript',
        undefined,
        { pick: 'Earlier meetings…' },
        { pick: 'Acme Robotics: second plant' },
      );
      assert.ok(script.asked[1]!.labels!.length > 50);
    });

    it('needs a place to go', async () => {
      const script = await run('attio.insertTranscript', target());
      assert.match(script.said[0]!.message, /no note, draft or file open/);
      assert.deepEqual(requests(), []);
    });

    it('proposes for a note from it whom and what the call was about, companies first', async () => {
      await openTranscript();
      select(window.activeTextEditor!, 'The renewal is due on the fifteenth of December.');
      const script = await run('attio.newNoteFromSelection', undefined, { pick: 'Grace Okafor' });
      const [question] = script.asked;
      assert.equal(question!.labels![0], 'Acme Robotics');
      assert.deepEqual(new Set(question!.labels!.slice(1, 3)), new Set(['Grace Okafor', 'Tomas Lindqvist']));
      assert.match(question!.lines![1]!, /Person · (took part|linked to the meeting)/);
      const draft = window.activeTextEditor!.document;
      assert.equal(draft.uri.scheme, 'attio-draft');
      assert.match(draft.getText(), /record: Grace Okafor <[\s\S]*The renewal is due on the fifteenth of December\./);
    });
  });
});
