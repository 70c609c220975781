/**
 * Where the documents of records are addressed: `attio-record://<object>.<record>.<account>/<readable name>.attio.yaml`; of
 * their places in lists: `attio-record://entry.<list>.<entry>.<account>/…`. The authority decides and stays out of the path
 * that editors show; the name is for the tab.
 */
import { Uri } from 'vscode';
import { readableName } from '../notes/draftUri.js';
import type { RecordTarget } from '../targets.js';
import { type EntryKey, isEntry, type RowKey } from './rowKey.js';

export const RECORD_SCHEME = 'attio-record';

/** VS Code lower-cases authorities: whatever else an id may hold is written out. */
export const encodeAuthority = (text: string) =>
  text.replace(/[^a-z0-9-]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}_`);
/** Takes back what `encodeAuthority` has written out: `_5f_` is `_`. Never throws; all else stays as it is. */
export const decodeAuthority = (text: string) =>
  text.replace(/_([0-9a-f]{1,4})_/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * `recordId`: a UUID in lower case, or `uriRow` takes the address for none. `title`: for the tab; cut and cleaned here.
 */
export function recordUri(target: Required<RecordTarget>, title: string): Uri {
  const authority = [encodeAuthority(target.object), target.recordId, encodeAuthority(target.account)].join('.');
  return Uri.from({ scheme: RECORD_SCHEME, authority, path: `/${readableName(title)}.attio.yaml` });
}

/**
 * As `recordUri`; `list` is a slug or id, and addresses of the same entry by one and by the other are two documents.
 */
export function entryUri({ list, entryId, account }: EntryKey, title: string): Uri {
  const authority = ['entry', encodeAuthority(list), entryId, encodeAuthority(account)].join('.');
  return Uri.from({ scheme: RECORD_SCHEME, authority, path: `/${readableName(title)}.attio.yaml` });
}

/** Of either kind. `title` names the tab and decides nothing. */
export const rowUri = (row: RowKey, title: string): Uri =>
  isEntry(row) ? entryUri(row, title) : recordUri(row, title);

/** What a document is of; undefined for any other file that is asked for beside it. */
export function uriRow({ scheme, authority, path }: Uri): RowKey | undefined {
  if (scheme !== RECORD_SCHEME || !path.endsWith('.attio.yaml') || path.lastIndexOf('/') !== 0) return undefined;
  const parts = authority.split('.');
  const [holder, id, account, more] = parts.length === 4 && parts[0] === 'entry' ? parts.slice(1) : parts;
  if (!holder || !id || !account || more !== undefined || !UUID.test(id)) return undefined;
  const own = { account: decodeAuthority(account) };
  if (parts.length === 4) return { list: decodeAuthority(holder), entryId: id, ...own };
  return { object: decodeAuthority(holder), recordId: id, ...own };
}

/** The record that a document is of; undefined for that of a place in a list, too. */
export function uriTarget(uri: Uri): Required<RecordTarget> | undefined {
  const row = uriRow(uri);
  return row && !isEntry(row) ? row : undefined;
}
