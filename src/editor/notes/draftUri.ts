/**
 * Where drafts of notes are addressed: `attio-draft://<id>/<readable name>.md`. The id decides; the name is for the tab.
 * As the authority the id stays out of the path that editors show above the text.
 */
import { Uri } from 'vscode';
import { DRAFT_SCHEME } from './draftNames.js';

export { DRAFT_COUNT, DRAFT_SCHEME } from './draftNames.js';

const ID = /^[a-z0-9]{6,40}$/;

/** A tab name from a title: no separators or control characters, about 60 characters cut at a word, never empty. */
export function readableName(title: string): string {
  const clean = title
    .replace(/[\p{Cc}\\/:*?"<>|#%]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...clean.slice(0, 400)];
  const cut = characters.slice(0, 60).join('');
  const name = characters.length > 60 ? cut.replace(/(?<=.{20})\s\S*$/u, '') : cut;
  return name.replace(/^[. ]+|[. ]+$/g, '') || 'Untitled note';
}

/** `id`: as the DraftStore gives it. `title`: for the tab; cut and cleaned here. */
export function draftUri(id: string, title: string): Uri {
  return Uri.from({ scheme: DRAFT_SCHEME, authority: id, path: `/${readableName(title)}.md` });
}

/** The id of the draft a document's address names; undefined for any other file asked for beside it. */
export function draftId({ scheme, authority, path }: Uri): string | undefined {
  if (scheme !== DRAFT_SCHEME || !ID.test(authority)) return undefined;
  return path.endsWith('.md') && path.lastIndexOf('/') === 0 ? authority : undefined;
}
