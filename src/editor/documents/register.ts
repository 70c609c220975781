/** Records as documents: the files behind `attio-record:`. All else loads when the first one is opened. */
import { Disposable, EventEmitter, type FileChangeEvent, FileSystemError, type Uri, workspace } from 'vscode';
import type { Services } from '../services.js';
import type { RecordDocuments } from './room.js';

export function registerRecordDocuments(services: Services): void {
  const files = new EventEmitter<FileChangeEvent[]>();
  let opened: Promise<RecordDocuments> | undefined;
  const room = () => {
    opened ??= import('./room.js').then(({ RecordDocuments }) => new RecordDocuments(services, files));
    return opened;
  };
  const refuse = (uri: Uri): never => {
    throw FileSystemError.NoPermissions(uri);
  };
  services.context.subscriptions.push(
    files,
    workspace.registerFileSystemProvider('attio-record', {
      onDidChangeFile: files.event,
      stat: async (uri) => (await room()).stat(uri),
      readFile: async (uri) => (await room()).readFile(uri),
      writeFile: async (uri, content) => (await room()).writeFile(uri, content),
      // What was typed before a reload is shown without being read: this is the first that is heard of it.
      watch: (uri) => {
        void room().then((made) => made.watched(uri));
        return new Disposable(() => {});
      },
      readDirectory: () => [],
      createDirectory: refuse,
      delete: refuse,
      rename: refuse,
    }),
  );
}
