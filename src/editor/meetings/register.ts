/** The Meetings view and the documents of transcripts. Thin: all of it loads when the first is shown. */
import { EventEmitter, type Uri, workspace } from 'vscode';
import type { Services } from '../services.js';
import { lazyView } from '../tree/lazyView.js';
import type { MeetingsTree } from './meetingsTree.js';
import type { MeetingsNode } from './nodes.js';
import type { Transcripts } from './transcripts.js';

/** `attio.refreshMeetings` loads the tree too; what else is done with meetings is registered with the late commands. */
export function registerMeetings(services: Services): void {
  const views = () => import('../late.js');
  const { loaded } = lazyView<MeetingsNode, MeetingsTree>(
    services,
    'attio.meetings',
    async (changed) => new (await views()).MeetingsTree(services, changed),
    (tree, view) => tree.attach(view),
  );
  services.command('attio.refreshMeetings', async () => (await loaded()).refreshAll());

  const changed = new EventEmitter<Uri>();
  let transcripts: Promise<Transcripts> | undefined;
  services.context.subscriptions.push(
    changed,
    workspace.registerTextDocumentContentProvider('attio-transcript', {
      onDidChange: changed.event,
      provideTextDocumentContent: async (uri) => {
        transcripts ??= views().then(({ Transcripts }) => new Transcripts(services, changed));
        return (await transcripts).text(uri);
      },
    }),
  );
}
