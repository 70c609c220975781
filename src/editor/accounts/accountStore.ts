/** Accounts known on this machine. */
import { type Disposable, EventEmitter, type ExtensionContext, window } from 'vscode';
import type { Account } from '../../attio/account.js';
import type { Redactor } from '../../audit/redact.js';
import type { AccountState, Accounts, AccountTrouble } from '../services.js';
import { KeyQuestions } from './keyQuestions.js';
import { troubleWords } from './trouble.js';

/**
 * Why an account cannot be used: its key is gone from the keychain, or Attio (or Maton) no longer takes it, or Maton does
 * and the connection behind it is gone.
 */
export type KeyProblem = 'missing' | 'refused' | 'disconnected';

const LIST = 'attio.accounts';
const ACTIVE = 'attio.activeAccount';
const KEY = 'attio.key.';

const isAccount = (value: unknown): value is Account => {
  const { id, via, workspaceId, slug, name, scopes, connectionId } = (value ?? {}) as Record<string, unknown>;
  const texts = [id, via, workspaceId, slug, name, ...(via === 'maton' ? [connectionId] : [])];
  return texts.every((text) => typeof text === 'string') && Array.isArray(scopes);
};

/**
 * Metadata in globalState, keys in SecretStorage and nowhere else. `onDidChange` tells of other windows’ changes too:
 * of a key at once, of the rest when this window gets the focus. `add` and `remove` reject where the keychain refuses,
 * and leave the account as it was.
 */
export class AccountStore implements Accounts, Disposable {
  readonly #context: ExtensionContext;
  readonly #redactor: Redactor;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #listeners: Disposable[];
  /** The key last seen per account, '' when there was none: tells a change from an echo of one's own. */
  readonly #seen = new Map<string, string>();
  readonly #entered = new Map<string, number>();
  readonly #entering = new Set<string>();
  readonly #problems = new Map<string, KeyProblem>();
  #list: readonly Account[] = [];
  #active: string | undefined;

  /** About keys that were refused and live, as far as is known. */
  readonly #questions = new KeyQuestions(async (id) => {
    const account = this.find(id);
    if (account === undefined || this.#problems.has(id)) return this.#questions.forget(id);
    await this.askAttio(account);
    // Nothing more to find out about a dead key; and what was granted again has healed what was refused.
    const now = this.find(id);
    if (this.#problems.has(id) || now?.scopes.some((scope) => !account.scopes.includes(scope)))
      this.#questions.forget(id);
  });
  /** Finds out about a key that was refused: calls `keyDead` or `update`, or rejects when there was no answer. */
  askAttio: (account: Account) => Promise<unknown> = async (account) => this.keyDead(account);
  /** Deletes what else this machine keeps of an account that was signed out of. */
  forgetRest: (id: string) => Promise<unknown> = async () => {};

  constructor(context: ExtensionContext, redactor: Redactor) {
    this.#context = context;
    this.#redactor = redactor;
    this.#read();
    this.#listeners = [
      this.#changed,
      this.#questions,
      // Both also tell what another window did.
      context.secrets.onDidChange(({ key }) => {
        if (key.startsWith(KEY)) void this.#keyEvent(key.slice(KEY.length));
      }),
      window.onDidChangeWindowState(({ focused }) => {
        if (!focused) return;
        this.reload();
        this.#questions.back();
      }),
    ];
  }

  get list(): readonly Account[] {
    return this.#list;
  }

  get active(): Account | undefined {
    return this.find(this.#active);
  }

  get state(): AccountState {
    const { active } = this;
    if (active === undefined) return 'signedOut';
    return this.#problems.has(active.id) ? 'keyMissing' : 'ready';
  }

  find(id: string | undefined): Account | undefined {
    return this.#list.find((account) => account.id === id);
  }

  /** What is known to be wrong with an account's key; undefined while nothing is. */
  problem(account: Account): KeyProblem | undefined {
    return this.#problems.get(account.id);
  }

  troubleOf(account: Account): AccountTrouble {
    return troubleWords(account, this.problem(account));
  }

  /** A refused key counts as none, so that nothing goes on asking Attio with it. */
  async keyOf(account: Account): Promise<string | undefined> {
    const key = await this.storedKey(account);
    return isDead(this.#problems.get(account.id)) ? undefined : key;
  }

  /** The key in the keychain, refused or not. */
  async storedKey(account: Account): Promise<string | undefined> {
    if (account.via === 'sample') return undefined;
    const key = await this.#context.secrets.get(KEY + account.id);
    if (key) this.#redactor.add(key);
    if (this.find(account.id)) this.#saw(account.id, key ?? '');
    return key || undefined;
  }

  /**
   * A request was refused as with a dead key. Attio words a dead key and a lost scope alike, so it is asked once about the
   * key itself before anybody is troubled; and, while it lacks something, again when the window gets the focus back.
   */
  keyRefused(account: Account): void {
    if (account.via === 'sample' || !this.find(account.id) || this.#problems.has(account.id)) return;
    this.#questions.refused(account.id);
  }

  /** Attio does not know the account's key, or Maton not its connection. */
  keyDead(account: Account, problem: 'refused' | 'disconnected' = 'refused'): void {
    const known = this.#problems.get(account.id);
    if (!this.find(account.id) || known === 'missing' || known === problem) return;
    this.#problems.set(account.id, problem);
    this.#changed.fire();
  }

  /** Looks for the key of every account; missing ones change the state. */
  async checkKeys(): Promise<void> {
    await Promise.all(this.#list.map((account) => this.keyOf(account)));
  }

  /**
   * Rises with each key entered for an account: what was found out about an earlier one is not about this. Equal to nothing
   * while one is being entered, when the account and its key do not belong together yet.
   */
  entered(id: string): number {
    return this.#entering.has(id) ? Number.NaN : (this.#entered.get(id) ?? 0);
  }

  async #entersKey<T>(ids: readonly string[], enter: () => Promise<T>): Promise<T> {
    for (const id of ids) {
      this.#entered.set(id, (this.#entered.get(id) ?? 0) + 1);
      this.#entering.add(id);
    }
    try {
      return await enter();
    } finally {
      for (const id of ids) this.#entering.delete(id);
    }
  }

  /** Adds an account, or replaces the one with its id, and makes it the active one. A sample account has no key. */
  async add(account: Account, key?: string): Promise<void> {
    await this.#entersKey([account.id], () => this.#add(account, key));
    this.#changed.fire();
  }

  async #add(account: Account, key?: string): Promise<void> {
    const before = saved(this.#context);
    if (key !== undefined) {
      this.#redactor.add(key);
      this.#seen.set(account.id, key);
    }
    const replaces = before.some(({ id }) => id === account.id);
    // Metadata first: the secret's event then tells other windows of an account they can already read.
    await this.#save(replaces ? before.map((one) => (one.id === account.id ? account : one)) : [...before, account]);
    if (key !== undefined) {
      try {
        await this.#context.secrets.store(KEY + account.id, key);
      } catch (error) {
        this.#seen.delete(account.id);
        await this.#save(before);
        throw error;
      }
    }
    this.#problems.delete(account.id);
    this.#questions.forget(account.id);
    await this.#choose(account.id);
    this.#read();
  }

  /** Another key for known accounts, with what it was found to reach. The active account stays the active one. */
  async replaceKeys(accounts: readonly Account[], key: string): Promise<void> {
    this.#redactor.add(key);
    const ids = accounts.map(({ id }) => id);
    await this.#entersKey(ids, () => this.#replaceKeys(accounts, key));
    this.#changed.fire();
  }

  async #replaceKeys(accounts: readonly Account[], key: string): Promise<void> {
    const fresh = new Map(accounts.filter(({ id }) => this.find(id)).map((account) => [account.id, account]));
    await this.#save(saved(this.#context).map((one) => fresh.get(one.id) ?? one));
    for (const id of fresh.keys()) {
      await this.#context.secrets.store(KEY + id, key);
      this.#seen.set(id, key);
      this.#problems.delete(id);
      this.#questions.forget(id);
    }
    this.#read();
  }

  /** New facts (name, scopes) about a known account. Its key has just worked. */
  async update(account: Account): Promise<void> {
    const known = this.find(account.id);
    if (known === undefined) return;
    const healed = isDead(this.#problems.get(account.id)) && this.#problems.delete(account.id);
    if (!healed && same(known, account)) return;
    await this.#save(saved(this.#context).map((one) => (one.id === account.id ? account : one)));
    this.#read();
    this.#changed.fire();
  }

  /** Forgets an account and its key. Another one, if there is any, becomes the active one. */
  async remove(id: string): Promise<void> {
    const before = saved(this.#context);
    await this.#save(before.filter((one) => one.id !== id));
    try {
      await this.#context.secrets.delete(KEY + id);
    } catch (error) {
      // A key that stays behind must keep the account that can remove it.
      await this.#save(before);
      throw error;
    }
    this.#problems.delete(id);
    this.#questions.forget(id);
    this.#seen.delete(id);
    this.#read();
    this.#changed.fire();
    await this.forgetRest(id);
  }

  async setActive(id: string): Promise<void> {
    if (this.find(id) === undefined || id === this.#active) return;
    await this.#choose(id);
    this.#changed.fire();
  }

  /** Takes over what another window changed. */
  reload(): void {
    const before = JSON.stringify([this.#list, this.#active]);
    this.#read();
    if (JSON.stringify([this.#list, this.#active]) !== before) this.#changed.fire();
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
  }

  async #keyEvent(id: string): Promise<void> {
    this.reload();
    const account = this.find(id);
    if (account) await this.keyOf(account);
  }

  #saw(id: string, key: string): void {
    const before = this.#seen.get(id);
    const replaced = before !== undefined && before !== key;
    const problem = this.#problems.get(id);
    this.#seen.set(id, key);
    if (key === '') this.#problems.set(id, 'missing');
    else if (problem === 'missing' || replaced) this.#problems.delete(id);
    if (replaced || this.#problems.get(id) !== problem) this.#changed.fire();
  }

  /**
   * Each window keeps the account it speaks to: a switch elsewhere must not change where this one's next note goes. Only a
   * window without one takes the last choice made for its folder, or anywhere.
   */
  #read(): void {
    this.#list = saved(this.#context);
    if (this.active) return;
    const { workspaceState, globalState } = this.#context;
    const wanted = [workspaceState.get<string>(ACTIVE), globalState.get<string>(ACTIVE), this.#list[0]?.id];
    this.#active = wanted.find((id) => this.find(id) !== undefined);
  }

  async #choose(id: string): Promise<void> {
    this.#active = id;
    await Promise.all([this.#context.workspaceState.update(ACTIVE, id), this.#context.globalState.update(ACTIVE, id)]);
  }

  async #save(accounts: readonly Account[]): Promise<void> {
    await this.#context.globalState.update(LIST, accounts);
  }
}

/** The accounts as globalState has them now, another window's changes included. */
function saved(context: ExtensionContext): Account[] {
  const value = context.globalState.get<unknown>(LIST);
  return Array.isArray(value) ? value.filter(isAccount) : [];
}

/** What may change of a known account. */
const factsOf = ({ name, slug, scopes, memberId, connectionId }: Account) =>
  JSON.stringify([name, slug, scopes, memberId, connectionId]);
const same = (a: Account, b: Account) => factsOf(a) === factsOf(b);
const isDead = (problem: KeyProblem | undefined) => problem === 'refused' || problem === 'disconnected';
