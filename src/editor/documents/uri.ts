/**
 * Where the documents of records are addressed: `attio-record://<object>.<record>.<account>/<readable name>.attio.yaml`.
 * The authority decides and stays out of the path that editors show; the name is for the tab.
 */
import { Uri } from 'vscode';
import { readableName } from '../notes/draftUri.js';
import type { RecordTarget } from '../targets.js';

export const RECORD_SCHEME = 'attio-record';

/** VS Code lower-cases authorities: whatever else an id may hold is written out. */
export const encodeAuthority = (text: string) =>
  text.replace(/[^a-z0-9-]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}_`);
export const decodeAuthority = (text: string) =>
  text.replace(/_([0-9a-f]{1,4})_/g, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function recordUri(target: Required<RecordTarget>, title: string): Uri {
  const authority = [encodeAuthority(target.object), target.recordId, encodeAuthority(target.account)].join('.');
  return Uri.from({ scheme: RECORD_SCHEME, authority, path: `/${readableName(title)}.attio.yaml` });
}

/** undefined for any other file that is asked for beside it. */
export function uriTarget({ scheme, authority, path }: Uri): Required<RecordTarget> | undefined {
  if (scheme !== RECORD_SCHEME || !path.endsWith('.attio.yaml') || path.lastIndexOf('/') !== 0) return undefined;
  const [object, recordId, account, more] = authority.split('.');
  if (!object || !recordId || !account || more !== undefined || !UUID.test(recordId)) return undefined;
  return { object: decodeAuthority(object), recordId, account: decodeAuthority(account) };
}
