/** Takes a key out of a `.env` file of the open folder into the keychain. */
import { commands, FileSystemError, Range, Uri, WorkspaceEdit, workspace } from 'vscode';
import { AttioError } from '../../attio/errors.js';
import { isCancel } from '../command.js';
import { describe, KEYS_PAGE } from '../failure.js';
import type { Services } from '../services.js';
import type { AccountStore } from './accountStore.js';
import { cleanKey, keyProblem } from './apiKey.js';
import { checkKey } from './checkKey.js';
import { findAssignments, withoutAssignments } from './envFile.js';
import { gitKnowledge } from './gitHistory.js';
import type { EnteredKey } from './keyEntry.js';
import { listed } from './scopeWords.js';
import { acceptKey } from './signIn.js';

const NAME = 'ATTIO_API_KEY';
const FILES = ['.env', '.env.local'];

interface Found {
  file: Uri;
  /** The file as a person calls it. */
  label: string;
  key: string;
}

/** Latin1 keeps every byte as one character, so that what is not touched stays as it was, whatever its encoding. */
const read = async (file: Uri) => Buffer.from(await workspace.fs.readFile(file)).toString('latin1');
const write = (file: Uri, text: string) => workspace.fs.writeFile(file, Buffer.from(text, 'latin1'));

/**
 * From `.env` or `.env.local` of a folder that is trusted; a key is kept once Attio has taken it, as when signing in.
 * Then offers to delete its lines, and warns where git has the key or the file. Where nothing is imported it says why.
 */
export async function importEnv(services: Services, store: AccountStore): Promise<void> {
  const { ui } = services;
  if (!workspace.isTrusted) {
    await ui.warn(
      'A key is imported only from a folder that you trust: its .env file may have been written by someone else.',
      { title: 'Manage Trust', run: () => commands.executeCommand('workbench.trust.manage') },
    );
    return;
  }
  const { found, looked } = await look();
  if (found.length === 0) {
    await ui.error(
      looked.length === 0
        ? `No folder is open. Open the folder whose .env file holds ${NAME}, then import again.`
        : `No ${NAME} was found. Looked in ${listed(looked)}.`,
      { title: 'Sign In', run: () => commands.executeCommand('attio.signIn') },
    );
    return;
  }
  const chosen =
    found.length === 1
      ? found[0]
      : await ui.pick(
          found.map((one) => ({ label: one.label, icon: 'file', value: one })),
          { title: `Import ${NAME}`, placeholder: 'From which file?' },
        );
  if (chosen === undefined) return;
  const entered = await check(services, chosen);
  if (entered === undefined) return;
  await acceptKey(services, store, entered);
  const git = await gitKnowledge(chosen.file);
  await offerDeletion(services, chosen);
  if (git?.committed)
    void ui.warn(
      `The key is in the git history of ${chosen.label}, where deleting the line does not reach. Delete this key in Attio, make a new one, and sign in with that.`,
      { title: 'Open Attio’s Key Settings', run: () => ui.openExternal(KEYS_PAGE) },
    );
  else if (git?.tracked)
    void ui.warn(
      `Git tracks ${chosen.label}: the next commit would take along what is in it. Take it out with “git rm --cached” and list it in .gitignore; if the key was ever pushed, replace it in Attio.`,
      { title: 'Open Attio’s Key Settings', run: () => ui.openExternal(KEYS_PAGE) },
    );
}

/** The last assignment counts, as for everything else that reads such files. */
async function look(): Promise<{ found: Found[]; looked: string[] }> {
  const found: Found[] = [];
  const looked: string[] = [];
  for (const folder of workspace.workspaceFolders ?? []) {
    for (const name of FILES) {
      const file = Uri.joinPath(folder.uri, name);
      const label = `${folder.name}/${name}`;
      try {
        const assignment = findAssignments(await read(file), NAME).at(-1);
        const key = cleanKey(assignment?.value ?? '');
        if (key !== '') found.push({ file, label, key });
        else looked.push(`${label} (${assignment ? `${NAME} is empty there` : `no ${NAME} in it`})`);
      } catch (error) {
        const missing = error instanceof FileSystemError && error.code === 'FileNotFound';
        looked.push(`${label} (${missing ? 'no such file' : 'could not be read'})`);
      }
    }
  }
  return { found, looked };
}

/** Asks Attio about the key; says why and returns undefined when it is not taken. */
async function check(services: Services, chosen: Found): Promise<EnteredKey | undefined> {
  const { ui } = services;
  const open = { title: 'Open File', run: () => commands.executeCommand('vscode.open', chosen.file) };
  const problem = keyProblem(chosen.key);
  if (problem !== undefined) {
    await ui.error(`The ${NAME} in ${chosen.label} is no key: ${problem}`, open);
    return undefined;
  }
  try {
    return await ui.progress(
      { title: `Checking the key of ${chosen.label} with Attio…`, where: 'notification', cancellable: true },
      async (_report, token) => {
        const stop = new AbortController();
        token.onCancellationRequested(() => stop.abort());
        return { key: chosen.key, account: await checkKey(services, chosen.key, stop.signal) };
      },
    );
  } catch (error) {
    if (isCancel(error)) return undefined;
    const again = { title: 'Try Again', run: () => commands.executeCommand('attio.importKeyFromEnv') };
    const dead = AttioError.is(error, 'key-invalid');
    await ui.error(`The key of ${chosen.label} was not stored. ${describe(error)}`, dead ? open : again);
    return undefined;
  }
}

async function offerDeletion({ ui }: Services, { file, label, key }: Found): Promise<void> {
  const answer = await ui.confirm({
    message: `Delete ${NAME} from ${label}?`,
    detail:
      'The key is in this machine’s keychain now. Programs that read it from the file will no longer find it there.',
    verb: 'Delete Line',
  });
  if (answer === undefined) return;
  /** Whoever changed the file meanwhile may have put another key there; that one is not ours to delete. */
  const ours = (text: string) => findAssignments(text, NAME).filter(({ value }) => cleanKey(value) === key);

  const open = workspace.textDocuments.find((document) => document.uri.toString() === file.toString());
  if (open?.isDirty) {
    const edit = new WorkspaceEdit();
    for (const { start, end } of ours(open.getText()))
      edit.delete(file, new Range(open.positionAt(start), open.positionAt(end)));
    if (edit.size > 0 && (await workspace.applyEdit(edit))) {
      void ui.warn(`The line is deleted in the editor. ${label} has other unsaved changes: save it to finish.`, {
        title: 'Save',
        run: () => open.save(),
      });
      return;
    }
  }
  const text = await read(file);
  const lines = ours(text);
  if (lines.length === 0) {
    void ui.warn(`${label} has changed meanwhile: the line with this key is no longer in it.`);
    return;
  }
  await write(file, withoutAssignments(text, lines));
  ui.status(`Deleted ${NAME} from ${label}.`);
}
