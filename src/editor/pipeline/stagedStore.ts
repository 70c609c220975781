/**
 * The moves that wait to be committed: a file for each, so that two windows that stage at the same time lose nothing of each
 * other's (the memento of an extension is one value, and the last window to write it wins), and a crash leaves the old or
 * the new. Ids only, and while a commit is under way the person's own words for its notes.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type FSWatcher, mkdirSync, readdirSync, readFileSync, watch } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { commands, EventEmitter, window } from 'vscode';
import { type Claim, claim } from '../notes/claim.js';
import type { Services } from '../services.js';
import type { StagedMove, StagedMoves } from './moves.js';
import { asMove, byAge, keyOfMove, restaged, sameMove } from './stagedRules.js';

const FOLDER = 'moves';
/** Another window's changes come in several events. */
const PAUSE_MS = 50;

/** `storage`: the extension’s global one. All windows share what waits. */
export const stagedFolder = (storage: { fsPath: string }): string => join(storage.fsPath, FOLDER);

const nameOf = (move: StagedMove): string =>
  `${createHash('sha256').update(keyOfMove(move)).digest('hex').slice(0, 32)}.json`;

/** The right to commit what waits in an account: one window at a time; undefined while another one does, or this one. */
export const claimCommit = ({ context }: Pick<Services, 'context'>, account: string): Promise<Claim | undefined> =>
  claim(
    stagedFolder(context.globalStorageUri),
    `commit-${createHash('sha256').update(account).digest('hex').slice(0, 32)}`,
  );

const stores = new WeakMap<object, StagedStore>();

/** Of this window, from its first use on: what waits is read then, and follows what other windows do. */
export function stagedMoves(services: Services): StagedMoves {
  let store = stores.get(services.context);
  if (!store) {
    store = new StagedStore(services);
    stores.set(services.context, store);
  }
  return store;
}

/** Exported for tests, which read what waits as a window does that was just opened. */
export class StagedStore implements StagedMoves {
  readonly #folder: string;
  readonly #changed = new EventEmitter<string>();
  readonly onDidChange = this.#changed.event;
  /** By key. */
  #moves = new Map<string, StagedMove>();
  #watcher: FSWatcher | undefined;
  #heard: NodeJS.Timeout | undefined;
  /** Files are written one after another: what comes last wins. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly services: Pick<Services, 'context' | 'accounts'>) {
    const { context, accounts } = services;
    this.#folder = stagedFolder(context.globalStorageUri);
    this.#watch();
    this.#moves = this.#read() ?? this.#moves;
    context.subscriptions.push(
      this.#changed,
      accounts.onDidChange(() => this.#tellContext()),
      window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.refresh();
      }),
      { dispose: () => this.dispose() },
    );
    this.#tellContext();
  }

  dispose(): void {
    this.#watcher?.close();
    clearTimeout(this.#heard);
  }

  list(account: string): readonly StagedMove[] {
    return [...this.#moves.values()].filter((move) => move.account === account).sort(byAge);
  }

  of(account: string, card: string, attribute?: string): StagedMove | undefined {
    if (attribute !== undefined) return this.#moves.get(keyOfMove({ account, attribute, card }));
    return this.list(account).find((move) => move.card.toLowerCase() === card.toLowerCase());
  }

  put(moves: readonly StagedMove[]): Promise<void> {
    return this.#write(moves, (known, move) => restaged(known, move));
  }

  drop(moves: readonly StagedMove[]): Promise<void> {
    return this.#write(moves, (known, move) => (known && !sameMove(known, move) ? known : undefined));
  }

  async swap(
    moves: readonly (readonly [is: StagedMove, next: StagedMove | undefined])[],
    { whole = false }: { whole?: boolean } = {},
  ): Promise<boolean> {
    let asGiven = true;
    await this.#inTurn(async () => {
      const still = moves.filter(([is]) => isDeepStrictEqual(this.#load(nameOf(is)), is));
      asGiven = still.length === moves.length;
      if (whole && !asGiven) return;
      for (const [is, next] of still) await this.#place(nameOf(is), next);
    });
    return asGiven;
  }

  /** Replaces or removes the file of each; `next` gets what other windows have made of it by now. */
  async #write(
    moves: readonly StagedMove[],
    next: (known: StagedMove | undefined, move: StagedMove) => StagedMove | undefined,
  ): Promise<void> {
    if (moves.length === 0) return;
    await this.#inTurn(async () => {
      for (const move of moves) await this.#place(nameOf(move), next(this.#load(nameOf(move)), move));
    });
  }

  async #place(name: string, move: StagedMove | undefined): Promise<void> {
    if (move) await this.#replace(name, JSON.stringify(move));
    else await rm(join(this.#folder, name), { force: true });
  }

  async #inTurn(write: () => Promise<void>): Promise<void> {
    const run = async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await write();
    };
    const done = this.#queue.then(run, run);
    this.#queue = done.catch(() => {});
    try {
      await done;
    } catch (error) {
      throw new Error(
        `The moves could not be kept on this machine (${(error as Error).message}). Make room on the disk, then try again.`,
        { cause: error },
      );
    } finally {
      this.refresh();
    }
  }

  async #replace(name: string, content: string): Promise<void> {
    const path = join(this.#folder, name);
    const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      await writeFile(temporary, content, { mode: 0o600, flush: true });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw error;
    }
  }

  #load(name: string): StagedMove | undefined {
    try {
      return asMove(JSON.parse(readFileSync(join(this.#folder, name), 'utf8')));
    } catch {
      return undefined;
    }
  }

  /** undefined: the folder cannot be read now, which is no word on what is in it. */
  #read(): Map<string, StagedMove> | undefined {
    let names: string[];
    try {
      names = readdirSync(this.#folder);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT' ? new Map() : undefined;
    }
    const read = names.filter((name) => name.endsWith('.json')).flatMap((name) => this.#load(name) ?? []);
    return new Map(read.map((move) => [keyOfMove(move), move]));
  }

  refresh(): void {
    const before = this.#moves;
    this.#moves = this.#read() ?? before;
    const touched = new Set<string>();
    for (const [key, move] of [...before, ...this.#moves]) {
      const [was, is] = [before.get(key), this.#moves.get(key)];
      if (!was || !is || JSON.stringify(was) !== JSON.stringify(is)) touched.add(move.account);
    }
    if (touched.size === 0) return;
    this.#tellContext();
    for (const account of touched) this.#changed.fire(account);
  }

  #tellContext(): void {
    const { active } = this.services.accounts;
    const wait = active !== undefined && this.list(active.id).length > 0;
    void commands.executeCommand('setContext', 'attio.movesWait', wait);
  }

  /** What other windows do shows here, too; where nothing can be watched, when this window comes to the front. */
  #watch(): void {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      this.#watcher = watch(this.#folder, { persistent: false }, (_event, name) => {
        if (name !== null && !name.endsWith('.json')) return;
        clearTimeout(this.#heard);
        this.#heard = setTimeout(() => this.refresh(), PAUSE_MS);
      });
      this.#watcher.on('error', () => this.#watcher?.close());
    } catch {
      // As above.
    }
  }
}

/** The person's words for the next commit, by account. */
export const MESSAGES = 'attio.movesMessage';

/** What waits for an account that is signed out of, and the message that was begun for it, goes with it. */
export async function forgetMoves(services: Services, accountId: string): Promise<void> {
  const store = stagedMoves(services);
  await store.drop(store.list(accountId));
  const { [accountId]: _, ...rest } = services.context.globalState.get<Record<string, string>>(MESSAGES, {});
  await services.context.globalState.update(MESSAGES, rest);
}
