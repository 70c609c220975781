/** A file as something that is published: its note, and the records and notes it is linked to. */
import { type TextDocument, Uri, window, workspace } from 'vscode';
import { parseAttioUrl } from '../../attio/webUrl.js';
import { type FileNote, fileNote } from '../../crm/publish/fileNote.js';
import type { FileLink, FrontProblem } from '../../crm/publish/frontMatter.js';
import type { RecordRef } from '../../crm/types.js';
import type { Services } from '../services.js';
import { knownFile } from './memory.js';
import { PREVIEW_SCHEME } from './names.js';

/** Whose front matter and marks are Markdown's. */
const MARKDOWN = new Set(['markdown', 'mdx', 'quarto', 'rmd', 'prompt', 'instructions', 'chatagent']);
/** Documents of ours and of VS Code's own that are no files of a person. */
const NO_FILES =
  /^(?:attio|output|debug|git$|vscode-(?!remote|vfs|userdata)|comment|walkThrough|search-editor|interactive)/;

export interface Published {
  uri: Uri;
  /** The last part of its address. */
  name: string;
  text: string;
  markdown: boolean;
  note: FileNote;
  /** Of its front matter, then of the extension's storage. */
  links: LinkedRecord[];
  /** Where a new link is to be kept. */
  linkIn: 'frontmatter' | 'storage';
}

export interface LinkedRecord extends FileLink {
  ref: RecordRef;
  /** Slug of the account. */
  workspace: string;
}

/** The last part of its address, as people read it: a space is a space and not `%20`. */
export const nameOf = ({ path }: Uri): string => path.slice(path.lastIndexOf('/') + 1);
/** By VS Code’s language, not by the name: an unsaved document has none. All else is published as plain text. */
export const isMarkdown = ({ languageId }: Pick<TextDocument, 'languageId'>): boolean => MARKDOWN.has(languageId);

/** The document a command means: the one it is given by address, else that of the active editor. Undefined is said. */
export async function documentOf({ ui }: Services, argument: unknown): Promise<TextDocument | undefined> {
  const given = argument instanceof Uri ? argument : addressIn(argument);
  const active = window.activeTextEditor?.document;
  const shown = given ?? (active && sourceOf(active.uri));
  const document = shown ? await workspace.openTextDocument(shown) : active;
  if (document && !NO_FILES.test(document.uri.scheme)) return document;
  await ui.info('Open the Markdown or text file first.');
  return undefined;
}

const sources = new Map<string, Uri>();
/** More diffs and previews than a person has open. */
const MAX_SOURCES = 50;

/** A document that shows something of a file: commands given there mean the file. */
export function standsFor(document: Uri, file: Uri): void {
  sources.set(document.toString(), file);
  for (const key of sources.keys()) {
    if (sources.size <= MAX_SOURCES) break;
    sources.delete(key);
  }
}

/** The file that such a document stands for. */
export const sourceOf = (uri: Uri): Uri | undefined =>
  uri.scheme === PREVIEW_SCHEME && uri.query !== '' ? Uri.parse(uri.query) : sources.get(uri.toString());

function addressIn(argument: unknown): Uri | undefined {
  const uri = typeof argument === 'object' && argument !== null && 'uri' in argument ? argument.uri : undefined;
  if (uri instanceof Uri) return uri;
  return typeof uri === 'string' ? Uri.parse(uri) : undefined;
}

/** Well-formed links with what they point to; of the same note only the first. */
export function linkedRecords(links: readonly FileLink[]): LinkedRecord[] {
  const found: LinkedRecord[] = [];
  for (const one of links) {
    const link = parseAttioUrl(one.record);
    if (link?.kind !== 'record') continue;
    const ref = { object: link.object, recordId: link.recordId };
    const again = found.some(({ note, ref: { recordId } }) =>
      one.note === undefined ? recordId === ref.recordId : note === one.note,
    );
    if (!again) found.push({ ...one, ref, workspace: link.workspace });
  }
  // A record that is published is not waiting to be.
  return found.filter(
    (one) => one.note !== undefined || !found.some(({ note, ref }) => note && ref.recordId === one.ref.recordId),
  );
}

/** As it is in its editor now, saved or not. Asks Attio for nothing. */
export function publishedFile(services: Services, document: TextDocument): Published {
  return describeFile(services, document.uri, document.getText(), isMarkdown(document));
}

/**
 * The same of a text that need not be open. `markdown`: it may have front matter. Reads the links that are kept on this
 * machine, and of the settings `attio.notes.linkIn`; a file that has links in its front matter keeps them there anyway.
 */
export function describeFile(services: Services, uri: Uri, text: string, markdown: boolean): Published {
  const name = nameOf(uri);
  const note = fileNote(text, { name, markdown });
  const kept = knownFile(services, uri.toString())?.links ?? [];
  const wanted = workspace.getConfiguration('attio', uri).get<string>('notes.linkIn');
  const inFile = markdown && (wanted !== 'storage' || note.front.links.length > 0);
  return {
    uri,
    name,
    text,
    markdown,
    note,
    links: linkedRecords([...note.front.links, ...kept]),
    linkIn: inFile ? 'frontmatter' : 'storage',
  };
}

/** What keeps the file from being published or touched. */
export const brokenPart = ({ note }: Published): FrontProblem | undefined =>
  note.front.problems.find(({ broken }) => broken);
