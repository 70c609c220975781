/** The Meetings view: upcoming and past, and what is below a meeting. Reads through the catalog only. */
import type { Disposable, EventEmitter, TreeItem, TreeView } from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import type { Meeting } from '../../attio/workTypes.js';
import { untilNextDay } from '../../crm/meetingTimes.js';
import { meetingTitle } from '../../crm/transcript.js';
import type { CatalogChange, ReadOptions } from '../../crm/types.js';
import type { Connection, Services } from '../services.js';
import { Branch } from '../tree/branch.js';
import type { LazyTree } from '../tree/lazyView.js';
import { saysLine, troubleLines } from '../tree/lines.js';
import { loadMoreOf } from '../tree/loadMore.js';
import { type Healing, heal } from '../tree/parts.js';
import { type GroupNode, MEETINGS_VIEW, type MeetingNode, type MeetingsNode, type MeetingsParent } from './nodes.js';
import { readParts } from './parts.js';
import { present, tooltip } from './present.js';

const SURFACE = 'meetings';
/** What was read longer ago than this is read again when the view comes back into sight. */
const STALE_MS = 5 * 60_000;
/** Milliseconds in which several changes of people become one reading. */
const COALESCE_MS = 300;

/** What is shown of one account; thrown away as a whole when another is shown. */
interface Session {
  accountId: string;
  scopes: string;
  groups: GroupNode[];
  readAt: number;
  listener?: { dispose(): void };
}

/**
 * Shows the active account; another one, or other scopes, start it over. All is stale at midnight, and when the view
 * comes back into sight after STALE_MS; without the scope `meeting:read` one row says so.
 */
export class MeetingsTree implements LazyTree<MeetingsNode> {
  readonly #services: Services;
  readonly #changed: EventEmitter<MeetingsNode | undefined>;
  readonly #listeners: Disposable[];
  #session: Session | undefined;
  #midnight: NodeJS.Timeout | undefined;
  readonly #touched = new Set<MeetingNode>();
  #timer: NodeJS.Timeout | undefined;

  constructor(services: Services, changed: EventEmitter<MeetingsNode | undefined>) {
    this.#services = services;
    this.#changed = changed;
    this.#listeners = [
      services.connections.onDidChange(() => this.#startOver()),
      // Scopes can change while the account stays: what was refused may be allowed now.
      services.accounts.onDidChange(() => {
        const { active } = services.accounts;
        if (this.#session && this.#session.scopes !== active?.scopes.join(' ')) this.#startOver();
      }),
    ];
    this.#awaitMidnight();
  }

  /** The view that shows this tree: when it comes back into sight, old answers are asked for anew. */
  attach(view: Pick<TreeView<MeetingsNode>, 'onDidChangeVisibility'>): void {
    this.#listeners.push(
      view.onDidChangeVisibility(({ visible }) => {
        const session = this.#session;
        if (!visible || !session || Date.now() - session.readAt < STALE_MS) return;
        this.#stale(false);
        this.#changed.fire(undefined);
      }),
    );
  }

  get onDidChangeTreeData() {
    return this.#changed.event;
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    clearTimeout(this.#midnight);
    this.#close();
  }

  getTreeItem(node: MeetingsNode): TreeItem {
    return present(node);
  }

  resolveTreeItem(made: TreeItem, node: MeetingsNode): TreeItem {
    made.tooltip = tooltip(node);
    return made;
  }

  getParent(node: MeetingsNode): MeetingsNode | undefined {
    return node.parent;
  }

  async getChildren(node?: MeetingsNode): Promise<MeetingsNode[]> {
    if (node === undefined) return this.#groups();
    if (node.kind !== 'group' && node.kind !== 'meeting') return [];
    const { branch } = node;
    if (!branch.settled) await this.#busy(branch.read());
    return branch.closed ? [] : this.#listed(node);
  }

  async loadMore(row: MeetingsNode): Promise<MeetingsNode | undefined> {
    if (row.kind !== 'more') return undefined;
    const { parent } = row;
    return loadMoreOf<MeetingsNode>(parent.branch, {
      show: () => this.#changed.fire(parent),
      busy: (work) => this.#busy(work),
    });
  }

  async retry(parent: MeetingsNode | undefined): Promise<void> {
    const branches: Healing[] =
      parent && 'branch' in parent ? [parent.branch] : (this.#session?.groups ?? []).map((group) => group.branch);
    await this.#busy(Promise.all(branches.map(heal)));
    this.#changed.fire(parent);
  }

  /** Asks Attio again for everything that is shown; what is folded is read when it is unfolded. */
  refreshAll(): void {
    this.#stale(true);
    this.#changed.fire(undefined);
  }

  #groups(): MeetingsNode[] {
    const { accounts } = this.#services;
    const { active } = accounts;
    // Signed out, the view is not there; until VS Code has heard of it, it is empty.
    if (active === undefined || accounts.state !== 'ready') return [];
    if (!hasScopes(active.scopes, 'meeting:read')) {
      const why = 'This API key may not read meetings. Grant it meeting:read in Attio and sign in again.';
      const place = { parent: undefined, path: `${active.id}/meetings`, view: MEETINGS_VIEW } as const;
      return [saysLine(place, 'scope', 'lock', 'Meetings need the scope meeting:read', why)];
    }
    this.#session ??= this.#open(active.id, active.scopes);
    return this.#session.groups;
  }

  #listed(parent: MeetingsParent): MeetingsNode[] {
    const { branch } = parent;
    const nodes: MeetingsNode[] = [...branch.nodes];
    const place = { parent, path: parent.id, view: MEETINGS_VIEW } as const;
    const lines = troubleLines<MeetingsParent>(branch.failure, place);
    if (branch.failure) return branch.failure.of === 'list' ? [...lines, ...nodes] : [...nodes, ...lines];
    if (nodes.length === 0 && !branch.hasMore) return [nothing(parent)];
    return branch.hasMore ? [...nodes, { kind: 'more', id: `${parent.id}/more`, parent, view: MEETINGS_VIEW }] : nodes;
  }

  #open(accountId: string, scopes: readonly string[]): Session {
    const groups = (['upcoming', 'past'] as const).map((when): GroupNode => {
      const group: GroupNode = {
        kind: 'group',
        id: `${accountId}/meetings/${when}`,
        parent: undefined,
        when,
        branch: new Branch<MeetingNode, string>({
          first: '',
          read: async (cursor, fresh, signal) => {
            const { catalog } = await this.#connection(session);
            const question = cursor === '' ? { when } : { when, cursor };
            const { meetings, next } = await catalog.meetings(question, { surface: SURFACE, signal, fresh });
            if (cursor === '') session.readAt = Date.now();
            return { nodes: meetings.map((meeting) => this.#meetingNode(session, group, meeting)), next };
          },
          merge: (old, { full, meeting }) => {
            // Who takes part, and what it is about, may be others now.
            if (JSON.stringify(old.full) !== JSON.stringify(full)) old.branch.refresh(false);
            return Object.assign(old, { full, meeting });
          },
        }),
      };
      return group;
    });
    const session: Session = { accountId, scopes: scopes.join(' '), groups, readAt: Date.now() };
    return session;
  }

  #meetingNode(session: Session, parent: GroupNode, full: Meeting): MeetingNode {
    const { meeting_id } = full.id;
    const node: MeetingNode = {
      kind: 'meeting',
      id: `${parent.id}/${meeting_id}`,
      parent,
      account: session.accountId,
      meeting: { id: meeting_id, title: meetingTitle(full) },
      full,
      met: new Set(),
      branch: new Branch({
        read: async (at, fresh, signal) => {
          const read: ReadOptions = { surface: SURFACE, signal, fresh };
          return readParts(await this.#connection(session), node, at, read);
        },
        // Rows below are leaves: what is read replaces what was.
        merge: (_old, read) => read,
      }),
    };
    return node;
  }

  async #connection(session: Session): Promise<Connection> {
    const connection = await this.#services.connections.current();
    if (connection.account.id !== session.accountId)
      throw new DOMException('Another account is shown now.', 'AbortError');
    session.listener ??= connection.catalog.onDidChange((change) => this.#catalogChanged(change));
    return connection;
  }

  /** A person got another name, an address, a record: meetings that show people tell of it, from what is known. */
  #catalogChanged(change: CatalogChange): void {
    if (change.what === 'everything') {
      this.#stale(false);
      this.#changed.fire(undefined);
      return;
    }
    if (change.what !== 'record') return;
    const { object, recordId } = change.ref;
    for (const meeting of this.#meetings()) {
      const shows = meeting.branch.nodes.some(
        (part) =>
          ('ref' in part && part.ref?.recordId === recordId) ||
          // Someone unknown may be the person that was made just now.
          (object === 'people' && part.kind === 'participant' && !part.ref && part.email !== null),
      );
      if (shows) this.#touched.add(meeting);
    }
    if (this.#touched.size === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const meeting of this.#touched) {
        meeting.branch.refresh(false);
        this.#changed.fire(meeting);
      }
      this.#touched.clear();
    }, COALESCE_MS);
  }

  #meetings(): MeetingNode[] {
    return (this.#session?.groups ?? []).flatMap(({ branch }) => branch.nodes);
  }

  #stale(fresh: boolean): void {
    for (const meeting of this.#meetings()) meeting.branch.refresh(fresh);
    for (const { branch } of this.#session?.groups ?? []) branch.refresh(fresh);
  }

  /** Today is yesterday then. */
  #awaitMidnight(): void {
    this.#midnight = setTimeout(() => {
      this.#stale(false);
      this.#changed.fire(undefined);
      this.#awaitMidnight();
    }, untilNextDay(Date.now()));
    this.#midnight.unref();
  }

  #startOver(): void {
    this.#close();
    this.#changed.fire(undefined);
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#touched.clear();
    for (const meeting of this.#meetings()) meeting.branch.close();
    for (const { branch } of this.#session?.groups ?? []) branch.close();
    this.#session?.listener?.dispose();
    this.#session = undefined;
  }

  /** Work under way shows as the view's own progress. */
  #busy<T>(work: Promise<T>): Promise<T> {
    return this.#services.ui.progress({ title: '', where: { view: MEETINGS_VIEW } }, () => work);
  }
}

function nothing(parent: MeetingsParent): MeetingsNode {
  const place = { parent, path: parent.id, view: MEETINGS_VIEW } as const;
  if (parent.kind === 'meeting')
    return saysLine<MeetingsParent>(place, 'nothing', 'dash', 'No participants, no records');
  const upcoming = parent.when === 'upcoming';
  const why = upcoming
    ? 'Attio knows of no meeting to come. Meetings come from the calendars that are connected to Attio.'
    : 'Attio knows of no meeting that is over.';
  return saysLine<MeetingsParent>(
    place,
    'nothing',
    'dash',
    upcoming ? 'No upcoming meetings' : 'No past meetings',
    why,
  );
}
