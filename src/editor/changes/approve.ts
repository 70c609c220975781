/** Shows what will be written, where, and gets a person's word for it. */
import { commands, workspace } from 'vscode';
import type { Approval } from '../../attio/approved.js';
import { AttioError } from '../../attio/errors.js';
import { missingScopes } from '../../attio/scopes.js';
import type { Approver, Change, Preview } from '../../changes/change.js';
import { operationOf } from '../../changes/shape.js';
import type { Account, Services } from '../services.js';
import { showWhole } from './documents.js';
import { undoDays } from './journalFile.js';
import { allWarnings, type Context, dialogText, wholePreview } from './previewText.js';

export interface ApproverOptions {
  /** Who writes, for the audit and the journal: `records.edit`. */
  surface: string;
  accountId: string;
  /** Runs once the person has agreed, before anything is sent. */
  agreed?: () => Promise<void> | void;
  /** What is taken back, in words; such a change says so and its button is Undo. */
  undoes?: string;
}

const SHOW = 'Show Details';

/**
 * An approver that asks in one dialog, whatever the change. With `attio.confirmWrites` set to `destructive`, what takes
 * nothing away, warns of nothing and goes to the account in use passes without. Refuses before asking what the key may not
 * do (AttioError, `permission`).
 */
export function approver(services: Services, options: ApproverOptions): Approver {
  return async (preview, change) => {
    const { accounts } = services;
    const account = accounts.list.find(({ id }) => id === options.accountId);
    if (account) refuseWithoutScopes(account, preview, change);
    const otherAccount = accounts.active?.id !== options.accountId;
    const how = !otherAccount && passes(preview, change) ? 'setting' : 'asked';
    const keptDays = account?.via === 'sample' && undoDays() > 0 ? undefined : undoDays();
    if (how === 'asked' && !(await agree(services, preview, { ...options, otherAccount, keptDays }))) return undefined;
    await options.agreed?.();
    return { how, at: new Date().toISOString(), surface: options.surface };
  };
}

/** The approval of a change that a person has asked for with both sides before their eyes, or by Undo. */
export function given(how: Approval['how'], surface: string): Approver {
  return async () => ({ how, at: new Date().toISOString(), surface });
}

/** The approval of an Undo pressed on a change that was approved before. */
export const undone = (surface: string): Approver => given('undo', surface);

/** Whether the person's own setting lets a change pass without asking. A batch never does. */
function passes(preview: Preview, change: Change): boolean {
  const settings = workspace.getConfiguration('attio');
  // Application-scoped: VS Code passes over what a folder says, and so do we, should the manifest ever say otherwise.
  const own = settings.inspect<string>('confirmWrites')?.globalValue;
  if (own !== 'destructive' || settings.get('confirmWrites') !== 'destructive') return false;
  if (change.kind === 'batch' || change.kind === 'connection.delete' || preview.parts !== undefined) return false;
  return !preview.destructive && allWarnings(preview).length === 0 && (preview.conflicts ?? []).length === 0;
}

async function agree({ ui }: Services, preview: Preview, context: Context): Promise<boolean> {
  const { sentence: message, destructive } = preview;
  const verb = context.undoes === undefined ? preview.verb : 'Undo';
  const { detail, cut } = dialogText(preview, context);
  const answer = await ui.confirm({ message, detail, verb, destructive, ...(cut && { others: [SHOW] }) });
  if (answer !== SHOW) return answer === verb;
  const close = await showWhole(message, wholePreview(preview, context));
  try {
    // A dialog would lie over what is to be read.
    const agreed = await ui.pick(
      [
        { label: verb, icon: 'check', value: true },
        { label: 'Cancel', icon: 'close', description: 'Nothing is written', value: false },
      ],
      { title: message, placeholder: 'All of it is open below. Write it?', ignoreFocusOut: true },
    );
    return agreed === true;
  } finally {
    // Left open it would look like a question that still waits.
    await close();
  }
}

/** What a key must be allowed to do, as the end of “may not …”. */
function doing({ kind }: Pick<Change, 'kind'>): string {
  if (kind === 'note.create') return 'create notes';
  if (kind === 'note.update') return 'change notes';
  if (kind === 'note.delete') return 'delete notes';
  if (kind === 'task.create') return 'create tasks';
  if (kind === 'task.update') return 'change tasks';
  if (kind === 'task.delete') return 'delete tasks';
  if (kind === 'comment.create') return 'write comments';
  if (kind === 'comment.delete') return 'delete comments';
  if (kind.startsWith('entry.')) return 'change what is in lists';
  return /^(?:object|attribute|option|status)\./.test(kind) ? 'change how objects are set up' : 'write records';
}

/** Rejects what the key may not do (AttioError, `permission`): before a person is asked anything in vain. */
export function refuseWithoutScopes(
  account: Account,
  { scopes }: Pick<Preview, 'scopes'>,
  change: Pick<Change, 'kind'>,
): void {
  refuseMissing(account, scopes, operationOf(change as Change), doing(change));
}

/**
 * Rejects an account that lacks a scope (AttioError, `permission`). `operation`: the client's name for it; `what`: what it
 * is for, as the end of “may not …”.
 */
export function refuseMissing(account: Account, scopes: readonly string[], operation: string, what: string): void {
  const missing = missingScopes(scopes, account.scopes);
  if (missing.length === 0) return;
  const maton = account.via === 'maton';
  throw new AttioError({
    kind: 'permission',
    operation,
    message: `The ${maton ? 'Maton connection' : 'API key'} for ${account.name} may not ${what}.`,
    remedy: maton
      ? `It lacks the scope ${missing.join(', ')}: connect it anew and allow this on Attio’s page.`
      : `It lacks the scope ${missing.join(', ')}: grant it in Attio, then enter the key again.`,
    fate: 'no',
    missingScopes: missing,
    ...(maton && { through: 'maton' }),
  });
}

/** Says why nothing is written in a folder that is not trusted. */
export function refuseUntrusted({ ui }: Pick<Services, 'ui'>): Promise<unknown> {
  return ui.warn('Writing to Attio waits until you trust this folder. Nothing was sent.', {
    title: 'Manage Trust',
    run: () => commands.executeCommand('workbench.trust.manage'),
  });
}
