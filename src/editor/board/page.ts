/** One open board: reads its cards page by page, follows what is written, and moves what is dragged. */
import { commands, type WebviewPanel, workspace } from 'vscode';
import { AttioError } from '../../attio/errors.js';
import { hasScopes } from '../../attio/scopes.js';
import type { Card, Pipeline, Stage } from '../../crm/pipeline/types.js';
import { memberName } from '../../crm/schema.js';
import type { CatalogChange } from '../../crm/types.js';
import { KEYS_PAGE } from '../failure.js';
import { type Faces, hueOf, initialsOf } from '../members/face.js';
import { FaceReads } from '../members/faces.js';
import { knownMe, onDidChangeMe, whoAmI } from '../members/me.js';
import { moveCards, stagedMoves } from '../pipeline/moveCards.js';
import type { MoveOutcome, StagedMoves } from '../pipeline/moves.js';
import { canWriteEntries, canWriteRecords } from '../records/resolve.js';
import { oneLine } from '../records/text.js';
import type { Account, Connection, Services } from '../services.js';
import type { PickItem } from '../ui.js';
import { type PageKind, type PageRead, WebviewPage } from '../webview/page.js';
import { BoardCards } from './cards.js';
import { ChangedCards } from './changed.js';
import { SURFACE } from './choose.js';
import { columnsOf, type Person } from './faces.js';
import { type BoardMessage, type BoardState, boardMessage, refOf } from './messages.js';
import { type BoardModel, MAX_CARDS } from './model.js';
import { boardBody, boardHtml } from './pageHtml.js';

const KIND: PageKind<BoardModel, BoardMessage> = {
  icon: 'board',
  styles: ['record.css', 'board.css'],
  parts: ['boardCards.js', 'boardColumns.js', 'boardCarry.js', 'boardDrag.js'],
  script: 'board.js',
  pictures: true,
  title: ({ pipeline, state }) => pipeline?.name || (state === 'gone' ? 'No Such Pipeline' : undefined),
  document: boardHtml,
  body: boardBody,
  message: boardMessage,
};

/**
 * The markup holds no cards: the script is sent them page by page as they are read, MAX_CARDS at most, and then those
 * that look different. A write is told by what came of it (`settled`), also where nothing was written.
 */
export class BoardPage extends WebviewPage<BoardState, BoardModel, BoardMessage> {
  readonly #cards: BoardCards;
  readonly #staged: StagedMoves;
  readonly #changed: ChangedCards;
  /** Pictures of owners: shown when they are there. */
  readonly #faces: FaceReads;
  #pictures: Faces = {};
  #people: Person[] = [];
  /** What is looked for, while the page is hidden; not kept over a reload. */
  #text = '';

  constructor(services: Services, panel: WebviewPanel, target: BoardState) {
    super(services, panel, KIND, {
      target,
      account: undefined,
      state: 'loading',
      refreshing: false,
      count: 0,
      reading: false,
      capped: false,
      canMove: false,
      canAdd: false,
      staged: { all: 0, here: 0 },
    });
    this.#staged = stagedMoves(services);
    this.#cards = new BoardCards((card) =>
      this.#staged.of(target.account, card, this.model.pipeline?.ref.attribute ?? target.attribute),
    );
    this.#changed = new ChangedCards({
      read: (card) => this.#lookAt(card),
      readAll: () => this.load(),
      failed: (error) => this.#failed(error),
    });
    this.#faces = new FaceReads({
      connection: () => this.connection,
      show: (faces) => {
        this.#pictures = faces;
        this.#tellPictures();
      },
    });
    const listeners = [
      this.#staged.onDidChange((account) => this.#movesChanged(account)),
      onDidChangeMe((account) => account === target.account && this.#tellSetup()),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('attio.pipeline.stuckDays')) this.#tellSetup();
      }),
    ];
    panel.onDidDispose(() => {
      this.#changed.dispose();
      for (const listener of listeners) listener.dispose();
    });
  }

  /** What the script would draw: for tests. */
  get cards(): readonly Card[] {
    return this.#cards.ids().map((id) => this.#cards.get(id)!);
  }

  protected get filled(): boolean {
    return this.model.pipeline !== undefined;
  }

  protected permit(account: Account): void {
    const list = this.target.target === 'lists';
    const write = list ? canWriteEntries(account) : canWriteRecords(account);
    Object.assign(this.model, { canMove: write, canAdd: write });
  }

  protected async read({ account, catalog }: Connection, { signal, fresh }: PageRead): Promise<void> {
    const { model } = this;
    const read = { surface: SURFACE, signal, fresh };
    const people = this.#readPeople(account, () => catalog.members(read));
    let pipeline: Pipeline;
    try {
      pipeline = await catalog.pipeline(refOf(this.target), read);
    } catch (error) {
      if (!AttioError.is(error, 'not-found') || signal.aborted) throw error;
      this.clear();
      this.show(false);
      return;
    }
    if (signal.aborted) return;
    Object.assign(model, { pipeline, state: 'ready', reading: true, staged: this.#countMoves() });
    this.draw();
    this.#tellSetup();
    void people.then(() => !signal.aborted && this.#tellSetup());
    this.#changed.begin();
    const seen = new Set<string>();
    let capped = false;
    for await (const page of catalog.everyCard(pipeline, { ...read, priority: 'person' })) {
      if (signal.aborted) return;
      for (const { id } of page) seen.add(id);
      // What was looked at since this reading began is newer.
      this.#cards.put(page.filter(({ id }) => !this.#changed.has(id)));
      capped = seen.size >= MAX_CARDS;
      this.#tellCards(seen.size);
      if (capped) break;
    }
    if (signal.aborted) return;
    this.#cards.drop(this.#cards.ids().filter((id) => !seen.has(id) && !this.#changed.has(id)));
    await people;
    if (signal.aborted) return;
    Object.assign(model, { reading: false, capped });
    this.#tellCards();
    this.show(true);
  }

  protected override letGo(): void {
    this.model.reading = false;
    this.#tellCards();
  }

  protected clear(): void {
    this.model.pipeline = undefined;
    this.#people = [];
    this.#faces.clear();
    this.#pictures = {};
    this.#cards.clear();
    this.#tellCards();
  }

  /** What concerns single cards is looked at card by card, and not by reading all of them again. */
  protected concerns(change: CatalogChange): boolean {
    const { pipeline } = this.model;
    if (change.what === 'everything') return true;
    if (!pipeline) return false;
    const { of } = pipeline.ref;
    if (change.what === 'object') return pipeline.objects.includes(change.object);
    if (change.what === 'entry' && of.target === 'lists' && change.list === of.list) {
      const { entryId, list, ref } = change;
      this.#changed.add({ id: entryId, ref, entry: { list, entryId } });
    } else if (change.what === 'record' && pipeline.objects.includes(change.ref.object)) {
      const known = this.#cards.of(change.ref.recordId);
      const isNew = known.length === 0 && of.target === 'objects';
      for (const card of isNew ? [{ id: change.ref.recordId, ref: change.ref }] : known) this.#changed.add(card);
    }
    return false;
  }

  protected override heard(): void {
    this.#cards.untold();
    this.#tellSetup();
    this.#tellPictures();
    this.#tellCards();
  }

  protected async act(message: BoardMessage): Promise<void> {
    const { account, of, target } = this.target;
    switch (message.type) {
      case 'move':
        return this.#move(message.card, message.to);
      case 'choose':
        return this.#choose(message.card);
      case 'text':
        this.#text = message.text;
        return;
      case 'me':
        if (this.connection) await whoAmI(this.services, this.connection);
        return this.#tellSetup();
      case 'open':
      case 'openInAttio': {
        const card = this.#cards.get(message.card);
        const command = message.type === 'open' ? 'attio.openRecord' : 'attio.openInAttio';
        return card && void commands.executeCommand(command, { ...card.ref, account });
      }
      case 'unstage': {
        const move = this.#cards.staged(message.card);
        if (move) await this.#staged.drop([move]);
        return;
      }
      case 'add':
        if (target === 'objects') return void commands.executeCommand('attio.newRecord', { object: of, account });
        return void commands.executeCommand('attio.addRecordsToList', this.#listTarget());
      case 'digest':
        return void commands.executeCommand(
          'attio.pipelineDigest',
          target === 'lists' ? this.#listTarget() : { object: of, account },
        );
      case 'other':
        return void commands.executeCommand('attio.openPipeline');
      case 'review':
        return void commands.executeCommand('attio.reviewMoves');
      case 'commit':
        return void commands.executeCommand('attio.commitMoves');
      case 'discard':
        return void commands.executeCommand('attio.discardMoves');
      case 'keys':
        if (this.connection?.account.via === 'maton')
          return void commands.executeCommand('attio.matonConnections', 'reconnect');
        return void (await this.services.ui.openExternal(KEYS_PAGE));
    }
  }

  #listTarget() {
    const { account, of } = this.target;
    const { pipeline } = this.model;
    const slug = pipeline?.ref.of.target === 'lists' ? pipeline.ref.of.list : of;
    return { account, list: { id: of, slug } };
  }

  /** Asks for the stage in VS Code's own box: it can be typed in, and is read aloud like all others. */
  async #choose(id: string): Promise<void> {
    const { pipeline, canMove } = this.model;
    const card = this.#cards.get(id);
    if (!pipeline || !card || !canMove) return;
    const now = this.#cards.staged(id)?.to ?? card.stage;
    const items = pipeline.stages
      .filter(({ archived, id }) => !archived && (id !== null || !pipeline.required))
      .map(
        ({ id: stage, title }): PickItem<Stage['id']> => ({
          label: oneLine(title, 80),
          icon: stage === now ? 'check' : stage === null ? 'circle-slash' : 'circle-outline',
          picked: stage === now,
          value: stage,
          ...(stage === now && { description: 'is there now' }),
        }),
      );
    const to = await this.services.ui.pick(items, {
      title: `Move “${oneLine(card.title, 60)}” to…`,
      placeholder: `${oneLine(pipeline.attributeTitle, 60)}: which stage?`,
    });
    if (to !== undefined) await this.#move(id, to);
    this.screen.post({ type: 'focus', card: id });
  }

  /** Moves a card and tells the script what came of it, whatever that is: the card stands where it belongs again. */
  async #move(id: string, to: Stage['id']): Promise<void> {
    const { pipeline, canMove, target } = this.model;
    const card = this.#cards.get(id);
    let outcome: MoveOutcome = 'failed';
    try {
      if (!pipeline || !card || !canMove) return;
      // The write tells of the card, and what it says is known here before.
      const release = this.#changed.hold(id);
      try {
        const moving = { account: target.account, pipeline, card };
        outcome = await moveCards(this.services, [moving], to, { surface: SURFACE });
        const base = to === null ? [] : [to];
        const now = { since: new Date().toISOString(), readAt: Date.now() };
        if (outcome === 'moved') this.#cards.put([{ ...card, stage: to, base, ...now }]);
      } finally {
        // What else happened to it meanwhile is looked at, unless it went as it should.
        release(outcome === 'moved');
      }
    } finally {
      this.#tellCards();
      this.screen.post({ type: 'settled', card: id, to, outcome });
    }
  }

  /** One card as Attio has it now. */
  async #lookAt(card: Pick<Card, 'id' | 'ref' | 'entry'>): Promise<void> {
    const { connection, model } = this;
    if (!connection || !model.pipeline) return;
    const found = await connection.catalog.card(model.pipeline, card, { surface: SURFACE });
    if (found) this.#cards.put([found]);
    else this.#cards.drop([card.id]);
    this.#tellCards();
    this.draw();
  }

  #failed(error: unknown): void {
    this.model.trouble = this.troubleOf(error);
    this.draw();
  }

  async #readPeople({ scopes }: Account, members: () => ReturnType<Connection['catalog']['members']>): Promise<void> {
    if (!hasScopes(scopes, 'user_management:read')) return;
    try {
      this.#people = (await members()).map((member): Person => {
        const name = oneLine(memberName(member), 60);
        const id = member.id.workspace_member_id;
        return { id, name, initials: initialsOf(name), hue: hueOf(id) };
      });
    } catch {
      // Cards without the names of their owners are better than none.
    }
  }

  #countMoves(): BoardModel['staged'] {
    const all = this.#staged.list(this.target.account);
    const { ref } = this.model.pipeline ?? {};
    const here = all.filter(({ of, attribute }) => JSON.stringify({ of, attribute }) === JSON.stringify(ref));
    return { all: all.length, here: here.length };
  }

  #movesChanged(account: string): void {
    if (account !== this.target.account) return;
    this.model.staged = this.#countMoves();
    this.#cards.touchAll();
    this.#tellCards();
    this.draw();
  }

  #tellSetup(): void {
    const { pipeline, canMove } = this.model;
    const account = this.connection?.account;
    if (!pipeline || !account) return;
    const stuckDays = workspace.getConfiguration('attio').get('pipeline.stuckDays', 14);
    this.screen.post({
      type: 'setup',
      columns: columnsOf(pipeline, stuckDays),
      people: this.#people,
      me: knownMe(this.services, account) ?? null,
      canMove,
      money: pipeline.money !== undefined,
      locale: new Intl.NumberFormat().resolvedOptions().locale,
      text: this.#text,
    });
  }

  #tellPictures(): void {
    this.screen.post({ type: 'pictures', pictures: this.#pictures });
  }

  /** `soFar`: so many were read until now. */
  #tellCards(soFar?: number): void {
    this.model.count = this.#cards.count;
    const news = this.#cards.news() ?? { put: [], drop: [] };
    const { reading } = this.model;
    this.#faces.want(news.put.flatMap(({ owners }) => owners));
    this.screen.post({ type: 'cards', ...news, reading: reading ? (soFar ?? this.#cards.count) : null });
  }
}
