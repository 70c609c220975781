/** Where drafts of notes are addressed: `attio-draft:/<id>/<readable name>.md`. The id decides; the name is for the tab. */
import { Uri } from 'vscode';

export const DRAFT_SCHEME = 'attio-draft';

/** How many drafts there were when this machine last looked; so that nothing is read from disk to know. */
export const DRAFT_COUNT = 'attio.draftCount';

const ID = /^[a-z0-9]{6,40}$/;

/** A tab name from a title: no separators or control characters, at most 60 characters, never empty. */
export function readableName(title: string): string {
  const clean = [
    ...title
      .replace(/[\p{Cc}\\/:*?"<>|#%]/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  ]
    .slice(0, 60)
    .join('')
    .trim();
  return clean.replace(/^\.+|\.+$/g, '').trim() || 'Untitled note';
}

export function draftUri(id: string, title: string): Uri {
  return Uri.from({ scheme: DRAFT_SCHEME, path: `/${id}/${readableName(title)}.md` });
}

/** The id of the draft a document's address names; undefined for the folders above and for any other file asked for there. */
export function draftId(uri: Uri): string | undefined {
  if (uri.scheme !== DRAFT_SCHEME) return undefined;
  const [, id = '', name = '', ...rest] = uri.path.split('/');
  return rest.length === 0 && ID.test(id) && name.endsWith('.md') ? id : undefined;
}
