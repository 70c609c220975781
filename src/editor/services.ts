/** The parts that extension.ts builds and hands to the surfaces. Types only. */
import type { Event, ExtensionContext } from 'vscode';
import type { Account } from '../attio/account.js';
import type { AttioApi } from '../attio/client.js';
import type { Redactor } from '../audit/redact.js';
import type { ApplyOutcome, Change, Preview } from '../changes/change.js';
import type { Journal, JournalEntry } from '../changes/journal.js';
import type { WriteOptions } from '../changes/service.js';
import type { Catalog } from '../crm/types.js';
import type { AuditLog } from './audit/auditLog.js';
import type { Ui } from './ui.js';

export type { Account };

/** What an account needs now. `keyMissing`: known, and its key is gone from the keychain. */
export type AccountState = 'signedOut' | 'keyMissing' | 'ready';

/** Accounts known on this machine; secrets apart. Implemented in accounts/accountStore.ts. */
export interface Accounts {
  readonly list: readonly Account[];
  /** The one that all surfaces speak to. */
  readonly active: Account | undefined;
  readonly state: AccountState;
  /** The list, the active account, its state or its scopes changed. */
  readonly onDidChange: Event<void>;
  /** The key from SecretStorage; undefined when it is gone. Not for `sample` accounts, whose server makes its own. */
  keyOf(account: Account): Promise<string | undefined>;
  /** What keeps an account from being used, in words. */
  troubleOf(account: Account): AccountTrouble;
  /** A live connection was refused (`key-invalid`, `permission`): Attio is asked once whether the key is dead or its scopes
   * have changed; state, status bar and one calm prompt follow. */
  keyRefused(account: Account): void;
}

/** A live way to one account: built lazily, once, and closed on sign-out or switch. */
export interface Connection {
  readonly account: Account;
  readonly api: AttioApi;
  readonly catalog: Catalog;
  /** What was written through this account, to be taken back. */
  readonly journal: Journal;
  /** Preview, approval, apply, read-back, journal: the only way to write. */
  preview(change: Change): Promise<Preview>;
  write(change: Change, options: WriteOptions): Promise<ApplyOutcome>;
  /** Takes back what an entry of the journal says; `conflict` where someone else changed it since. */
  undo(entry: JournalEntry, options: WriteOptions): Promise<ApplyOutcome>;
}

export interface Connections {
  /** The active account's. Rejects with NotSignedIn when there is none or its key is missing; never prompts. */
  current(): Promise<Connection>;
  /** Of this account id; undefined when it is not known (any more). */
  forAccount(accountId: string): Promise<Connection | undefined>;
  /** Of the account with this workspace slug, for links; undefined when not signed in there. */
  forSlug(slug: string): Promise<Connection | undefined>;
  /** Fires when `current()` would answer something else. */
  readonly onDidChange: Event<void>;
}

/** What is wrong with an account: in a few words, in a sentence, what to do, and the button that does it. */
export interface AccountTrouble {
  short: string;
  sentence: string;
  next: string;
  button: string;
}

/** There is no account to speak to; `state` says why, `trouble` what is wrong with which account where one is meant. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn';
  constructor(
    readonly state: 'signedOut' | 'keyMissing',
    readonly trouble?: AccountTrouble & { accountId: string },
  ) {
    super(
      state === 'signedOut'
        ? 'You are not signed in to Attio.'
        : trouble
          ? `${trouble.sentence} ${trouble.next}`
          : 'The API key of this Attio account is missing on this machine.',
    );
  }
}

export interface Services {
  readonly context: ExtensionContext;
  readonly ui: Ui;
  readonly accounts: Accounts;
  readonly connections: Connections;
  readonly audit: AuditLog;
  /** Every key passes here before it is used; everything shown or written passes `redact`. */
  readonly redactor: Redactor;
  /**
   * By the kind of a note's origin: loads the room that is told when a note of the outbox exists (`Outbox.onSent`), where
   * that room is not loaded at the start.
   */
  readonly finishing: Map<string, () => Promise<unknown>>;
  /**
   * Registers a command inside the one wrapper: a cancel is silent, an error becomes one message with buttons
   * (Sign In, Retry, Show Audit Log …), secrets are masked.
   */
  command(id: string, run: (...args: never[]) => unknown): void;
  /** Ids of the commands that are registered so far. */
  readonly registered: ReadonlySet<string>;
}
