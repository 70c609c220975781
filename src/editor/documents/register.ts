/** What of documents must be there from the start. */
import { EventEmitter, type FileChangeEvent } from 'vscode';
import { type Files, registerLateFiles } from '../lateFiles.js';
import type { Services } from '../services.js';

/**
 * Records and notes as documents: the files behind `attio-record:` and `attio-note:`. All else loads with the first
 * one, or with the first note of a document that the outbox tells of.
 */
export function registerDocuments(services: Services): void {
  const notes = () => import('../publish/late.js');
  const register = (scheme: string, open: (changed: EventEmitter<FileChangeEvent[]>) => Promise<Files>) => {
    const changed = new EventEmitter<FileChangeEvent[]>();
    let opened: Promise<Files> | undefined;
    registerLateFiles(services, scheme, changed, () => {
      opened ??= open(changed);
      return opened;
    });
  };
  register('attio-record', async (changed) => new (await import('./late.js')).RecordDocuments(services, changed));
  register('attio-note', async (changed) => new (await notes()).NoteDocuments(services, changed));
  services.finishing.set('note', async () => (await notes()).listenToNotes(services));
}
