/** "Attio: Export Audit Entries…": all entries of a period into a file, as JSON lines or CSV. */
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { commands, type Uri, workspace } from 'vscode';
import { csvHeader, csvRow } from '../../audit/csv.js';
import type { AuditEntry } from '../../audit/entry.js';
import { readTrail } from '../../audit/readTrail.js';
import type { Services } from '../services.js';
import { trailDirectory } from './kept.js';
import { pickPeriod } from './periods.js';

interface Format {
  extension: 'jsonl' | 'csv';
  header: string;
  row: (entry: AuditEntry) => string;
}

const JSON_LINES: Format = { extension: 'jsonl', header: '', row: (entry) => `${JSON.stringify(entry)}\n` };
const CSV: Format = { extension: 'csv', header: csvHeader, row: csvRow };

async function save(uri: Uri, chunks: () => AsyncIterable<string>): Promise<void> {
  if (uri.scheme === 'file') {
    try {
      await pipeline(Readable.from(chunks()), createWriteStream(uri.fsPath));
    } catch (error) {
      // Half an export would pass for a whole one.
      await rm(uri.fsPath, { force: true }).catch(() => undefined);
      throw error;
    }
    return;
  }
  // Another file system takes files only as a whole.
  const parts: string[] = [];
  for await (const chunk of chunks()) parts.push(chunk);
  await workspace.fs.writeFile(uri, Buffer.from(parts.join('')));
}

/**
 * Asks for period, format and file; closed, nothing is written. Each line passes the redactor. Rejects with a sentence
 * where the file cannot be written; on this machine’s disk no part of it stays.
 */
export async function exportEntries(services: Services): Promise<void> {
  const { ui, context, audit, redactor } = services;
  const title = 'Export Audit Entries';
  const period = await pickPeriod(services, title);
  if (!period) return;
  const format = await ui.pick<Format>(
    [
      { label: 'JSON lines', description: 'one entry a line, as they are kept', icon: 'json', value: JSON_LINES },
      { label: 'CSV', description: 'for a spreadsheet', icon: 'table', value: CSV },
    ],
    { title },
  );
  if (!format) return;
  const { extension } = format;
  const target = await ui.saveDialog({
    defaultName: `attio-audit-${new Date().toISOString().slice(0, 10)}.${extension}`,
    filters: extension === 'csv' ? { CSV: ['csv'] } : { 'JSON lines': ['jsonl', 'ndjson'] },
  });
  if (!target) return;
  await audit.flush();
  let count = 0;
  async function* chunks(): AsyncGenerator<string> {
    count = 0;
    yield format!.header;
    for await (const entry of readTrail(trailDirectory(context), period!.from)) {
      count++;
      yield redactor.redact(format!.row(entry));
    }
  }
  try {
    await ui.progress({ title: 'Attio: exporting audit entries', where: 'window' }, () => save(target, chunks));
  } catch (error) {
    throw new Error(
      `The audit entries could not be written to ${target.fsPath}: ${(error as Error).message}. Choose another place and try again.`,
    );
  }
  const said =
    count === 0
      ? 'There were no audit entries; the file is empty.'
      : `${count} audit ${count === 1 ? 'entry' : 'entries'} exported.`;
  await ui.info(`Attio: ${said}`, { title: 'Open File', run: () => commands.executeCommand('vscode.open', target) });
}
