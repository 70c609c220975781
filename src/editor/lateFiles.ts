/** File systems of ours, registered at the start; what is behind them loads with the first file. */
import {
  Disposable,
  type EventEmitter,
  type FileChangeEvent,
  type FileStat,
  FileSystemError,
  type Uri,
  workspace,
} from 'vscode';
import type { Services } from './services.js';

export interface Files {
  stat(uri: Uri): Promise<FileStat>;
  readFile(uri: Uri): Promise<Uint8Array>;
  writeFile(uri: Uri, content: Uint8Array): Promise<void>;
  /** What was typed before a reload is shown without being read: this is the first that is heard of it. */
  // biome-ignore lint/suspicious/noConfusingVoidType: what watches nothing returns nothing
  watch(uri: Uri): Disposable | void;
}

/**
 * `files` is called at each access and keeps what it has loaded. Folders are empty; to make one, to delete or to rename
 * is refused (NoPermissions). `changed` goes with the extension.
 */
export function registerLateFiles(
  { context }: Services,
  scheme: string,
  changed: EventEmitter<FileChangeEvent[]>,
  files: () => Promise<Files>,
): void {
  const refuse = (uri: Uri): never => {
    throw FileSystemError.NoPermissions(uri);
  };
  context.subscriptions.push(
    changed,
    workspace.registerFileSystemProvider(
      scheme,
      {
        onDidChangeFile: changed.event,
        stat: async (uri) => (await files()).stat(uri),
        readFile: async (uri) => (await files()).readFile(uri),
        writeFile: async (uri, content) => (await files()).writeFile(uri, content),
        watch: (uri) => {
          const watching = files().then((made) => made.watch(uri));
          return new Disposable(() => void watching.then((one) => one?.dispose()));
        },
        readDirectory: () => [],
        createDirectory: refuse,
        delete: refuse,
        rename: refuse,
      },
      { isCaseSensitive: true },
    ),
  );
}
