/** Where files went that were renamed while something of theirs was on its way. */
import { type FileRenameEvent, FileSystemError, type Uri, workspace } from 'vscode';
import type { Services } from '../services.js';
import { moved } from './memory.js';

const KEY = 'attio.renamedFiles';
const MAX_KEPT = 200;

type Pair = { from: string; to: string };

const pairs = ({ context }: Services): Pair[] => context.globalState.get<Pair[]>(KEY, []);

/**
 * Files and folders, as VS Code tells of them. What is remembered of them goes with them, and the last `MAX_KEPT` pairs
 * are kept for what was sent under an old address and comes back (`movedTo`).
 */
export async function renamed(services: Services, files: FileRenameEvent['files']): Promise<void> {
  const now = files.map(({ oldUri, newUri }) => ({ from: oldUri.toString(), to: newUri.toString() }));
  await services.context.globalState.update(KEY, [...pairs(services), ...now].slice(-MAX_KEPT));
  await moved(services, now);
}

/** The address of a file by now. */
export function movedTo(services: Services, uri: string): string {
  let at = uri;
  for (const { from, to } of pairs(services)) {
    if (at === from) at = to;
    else if (at.startsWith(`${from}/`)) at = to + at.slice(from.length);
  }
  return at;
}

/** Whether a file is there; where that cannot be known, it is. */
export async function isThere(uri: Uri): Promise<boolean> {
  if (uri.scheme === 'untitled') return workspace.textDocuments.some((one) => one.uri.toString() === uri.toString());
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch (error) {
    return !(error instanceof FileSystemError && error.code === 'FileNotFound');
  }
}
