/** Shows what will be written, where, and gets a person's word for it. */
import type { Approval } from '../../attio/approved.js';
import type { Approver, Preview } from '../../changes/change.js';
import type { Services } from '../services.js';
import type { Ui } from '../ui.js';

const MAX_LINES = 8;
const MAX_CHARS = 420;

/** The beginning of a text, with how much more there is. */
export function beginning(text: string): string {
  const lines = text.trim().split(/\r?\n/);
  const some = lines.slice(0, MAX_LINES).join('\n');
  const characters = [...some];
  const cut = characters.length > MAX_CHARS ? `${characters.slice(0, MAX_CHARS).join('').trimEnd()}…` : some;
  const more = lines.length - MAX_LINES;
  return more > 0 ? `${cut}\n… and ${more} more line${more === 1 ? '' : 's'}` : cut;
}

/** The text of the dialog under its message. */
export function previewDetail(preview: Preview, options: { otherAccount: boolean }): string {
  const workspace = `Workspace: ${preview.account.name} (${preview.account.slug})${
    options.otherAccount ? '. This is not the account in use now.' : ''
  }`;
  // What the message above says in full is not said twice.
  const fields = preview.fields.flatMap(({ label, before, after }) => {
    const text = beginning(after ?? before ?? '');
    if (text === '' || preview.sentence.includes(text)) return [];
    return text.includes('\n') || text.length > 100 ? [`\n${label}:\n${text}`] : [`${label}: ${text}`];
  });
  const warnings = preview.warnings.map((warning) => `⚠ ${warning}`);
  return [workspace, ...fields, ...(warnings.length > 0 ? ['', ...warnings] : [])].join('\n');
}

/** An approver that asks in a modal dialog. `agreed` runs once the person has agreed, before anything is sent. */
export function askFirst(
  { ui, accounts }: Services,
  options: { surface: string; accountId: string; agreed?: () => Promise<void> | void },
): Approver {
  return async (preview) => {
    const otherAccount = accounts.active?.id !== options.accountId;
    if (!(await agree(ui, preview, previewDetail(preview, { otherAccount })))) return undefined;
    await options.agreed?.();
    return { how: 'asked', at: new Date().toISOString(), surface: options.surface };
  };
}

async function agree(ui: Ui, preview: Preview, detail: string): Promise<boolean> {
  const { sentence: message, verb, destructive } = preview;
  return (await ui.confirm({ message, detail, verb, destructive })) === verb;
}

/** The approval of an Undo pressed on a change that was approved before. */
export function undone(surface: string): Approver {
  return async (): Promise<Approval> => ({ how: 'undo', at: new Date().toISOString(), surface });
}
