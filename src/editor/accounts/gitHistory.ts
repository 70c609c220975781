/** Whether git knows a file, asked of VS Code's own git extension. */
import { extensions, Uri } from 'vscode';

/** The part of the git extension's API (version 1) that is used here. */
interface GitRepository {
  getObjectDetails(treeish: string, path: string): Promise<unknown>;
  log(options: { path: string; maxEntries: number }): Promise<readonly unknown[]>;
}
interface GitApi {
  getRepository(uri: Uri): GitRepository | null;
  /** Of a folder: git is started in it. */
  getRepositoryRoot(folder: Uri): Promise<Uri | null>;
  openRepository(root: Uri): Promise<GitRepository | null>;
}
interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

export interface GitKnowledge {
  /** It is in the index: the next commit takes it along. */
  tracked: boolean;
  /** A commit holds it, or held it once. */
  committed: boolean;
}

/** What git knows of a file; undefined where there is no git, no repository, or no git extension. */
export async function gitKnowledge(file: Uri): Promise<GitKnowledge | undefined> {
  try {
    const extension = extensions.getExtension<GitExtension>('vscode.git');
    const git = extension && (extension.isActive ? extension.exports : await extension.activate());
    if (!git?.enabled) return undefined;
    const api = git.getAPI(1);
    const root = await api.getRepositoryRoot(Uri.joinPath(file, '..'));
    const repository = api.getRepository(file) ?? (root && (await api.openRepository(root)));
    if (!repository) return undefined;
    const [tracked, commits] = await Promise.all([
      repository.getObjectDetails('', file.fsPath).then(
        () => true,
        () => false,
      ),
      repository.log({ path: file.fsPath, maxEntries: 1 }).catch(() => []),
    ]);
    return { tracked, committed: commits.length > 0 };
  } catch {
    // Without git there is nothing to warn of.
    return undefined;
  }
}
