/** The little of VS Code's built-in Git extension that a reference to lines in a file needs. */
import { extensions, type Uri } from 'vscode';

/** As in the Git extension's own `git.d.ts`, version 1, less what is not used. */
interface GitApi {
  getRepository(uri: Uri): Repository | null;
}

interface Repository {
  readonly rootUri: Uri;
  readonly state: {
    readonly HEAD: { name?: string; commit?: string; ahead?: number; upstream?: { remote: string } } | undefined;
    readonly remotes: readonly { name: string; fetchUrl?: string; pushUrl?: string }[];
  };
  getObjectDetails(treeish: string, path: string): Promise<unknown>;
  diffWithHEAD(path: string): Promise<string>;
  show(ref: string, path: string): Promise<string>;
}

export interface GitPlace {
  /** Address of the remote as git has it; the upstream's, else `origin`, else the first. */
  remote: string;
  commit: string;
  /** From the root of the repository, with `/`. */
  path: string;
  /** The file on disk is not as it is in the commit. */
  modified: boolean;
  /** The commit is not on the remote yet, as far as git knows. */
  unpushed: boolean;
}

/** Where a file is in its repository's HEAD; undefined outside git, without a remote, or when the commit does not have it. */
export async function gitPlace(uri: Uri): Promise<GitPlace | undefined> {
  if (uri.scheme !== 'file') return undefined;
  try {
    const repository = await repositoryOf(uri);
    const commit = repository?.state.HEAD?.commit;
    if (repository === undefined || commit === undefined) return undefined;
    const { HEAD, remotes } = repository.state;
    const upstream = HEAD?.upstream?.remote;
    const remote =
      remotes.find(({ name }) => name === upstream) ?? remotes.find(({ name }) => name === 'origin') ?? remotes[0];
    const url = remote?.fetchUrl ?? remote?.pushUrl;
    if (url === undefined) return undefined;
    await repository.getObjectDetails('HEAD', uri.fsPath);
    const modified = (await repository.diffWithHEAD(uri.fsPath)) !== '';
    const path = uri.path.slice(repository.rootUri.path.replace(/\/$/, '').length + 1);
    return { remote: url, commit, path, modified, unpushed: (HEAD?.ahead ?? 0) > 0 };
  } catch {
    // Not in HEAD, git missing or too old: the note is written without the link.
    return undefined;
  }
}

/**
 * The text of a file in its repository's HEAD, where that is on the remote: what is ahead of it, and a branch that was never
 * pushed, is not. undefined where it is not, or not known to be.
 */
export async function pushedText(uri: Uri): Promise<string | undefined> {
  if (uri.scheme !== 'file') return undefined;
  try {
    const repository = await repositoryOf(uri);
    const { name, upstream, ahead = 0 } = repository?.state.HEAD ?? {};
    if (repository === undefined || ahead > 0 || (name !== undefined && upstream === undefined)) return undefined;
    return await repository.show('HEAD', uri.fsPath);
  } catch {
    return undefined;
  }
}

async function repositoryOf(uri: Uri): Promise<Repository | undefined> {
  const extension = extensions.getExtension<{ enabled: boolean; getAPI(version: 1): GitApi }>('vscode.git');
  const git = extension && (await extension.activate());
  return (git?.enabled && git.getAPI(1).getRepository(uri)) || undefined;
}
