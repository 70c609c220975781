/** The markup of a record page. Pure: a model in, HTML out; every remote text is escaped here and nowhere else. */
import { randomUUID } from 'node:crypto';
import { commentsSection } from '../comments/html.js';
import { type Faces, facesHtml, personHtml, personOf } from '../members/face.js';
import { tasksSection } from '../tasks/pageTasksHtml.js';
import {
  action,
  banner,
  documentHtml,
  eyebrow,
  failedPage,
  help,
  type PageFrame,
  plainPage,
  skeleton,
} from '../webview/html.js';
import type { TOOLS } from './messages.js';
import { beginning, noteHtml } from './noteHtml.js';
import type { PageModel, PageNote, PageRecord } from './pageModel.js';
import { placesSection } from './placesHtml.js';
import { escapeHtml, oneLine } from './text.js';
import { valuesSection } from './valuesHtml.js';

/** What a page's script has kept since this window was loaded is known by it. */
const WINDOW = randomUUID();

/** The whole document. */
export function pageHtml(model: PageModel, frame: PageFrame): string {
  const { object, recordId, account } = model.target;
  const title = model.record?.summary.title ?? 'Attio record';
  return documentHtml({ title, state: { account, object, recordId, window: WINDOW }, body: bodyHtml(model) }, frame);
}

/** What changes when something changes: header, values, lists, notes. */
export function bodyHtml(model: PageModel): string {
  const { state, record, trouble, target } = model;
  const above = eyebrow(undefined, model.account);
  const below = `<p class="quiet">${escapeHtml(target.object)} <code>${escapeHtml(target.recordId)}</code></p>`;
  if (state === 'gone' && model.merged) {
    const { object, recordId, title } = model.merged;
    return plainPage({
      above,
      title: 'Merged into another record',
      text: `What this record had is part of ${oneLine(title, 80)} now, which has a new id.`,
      actions: [
        `<button type="button" data-do="record" data-object="${escapeHtml(object)}" data-record="${escapeHtml(recordId)}" data-key="merged" class="primary">Open ${escapeHtml(oneLine(title, 60))}</button>`,
        help({ title: 'Search Records', command: 'attio.search' }),
      ],
      below,
    });
  }
  if (state === 'gone')
    return plainPage({
      above,
      title: 'No such record',
      text: 'It was deleted, merged into another record, or never existed in this workspace.',
      actions: [action('refresh', 'Look Again'), help({ title: 'Search Records', command: 'attio.search' })],
      below,
    });
  if (state === 'failed' && trouble) return failedPage(trouble, { above, below });
  if (state === 'ready' && record) return readyPage(model, record);
  return skeleton(above);
}

const tool = (name: keyof typeof TOOLS, title: string, style?: 'primary' | 'quiet') =>
  `<button type="button" data-do="tool" data-tool="${name}" data-key="${name}"${style ? ` class="${style}"` : ''}>${title}</button>`;

function readyPage(model: PageModel, record: PageRecord): string {
  const { summary } = record;
  const { canWriteRecords: edits, canWriteNotes: notes } = model;
  const tools = [
    ...(edits ? [tool('editRecord', 'Edit', 'primary')] : []),
    ...(notes ? [tool('newNote', 'New Note', edits ? undefined : 'primary')] : []),
    ...(edits ? [tool('setAttribute', 'Set Attribute…')] : []),
    tool('openInAttio', 'Open in Attio'),
    action('refresh', model.refreshing ? 'Refreshing…' : 'Refresh', { busy: model.refreshing }),
  ];
  const more = [
    tool('copyLink', 'Copy Link', 'quiet'),
    tool('copyMarkdownLink', 'Copy as Markdown Link', 'quiet'),
    tool('copyId', 'Copy ID', 'quiet'),
    ...(edits ? [tool('mergeRecords', 'Merge…', 'quiet'), tool('deleteRecord', 'Delete…', 'quiet')] : []),
  ];
  const description = summary.description ? `<p class="lede" dir="auto">${escapeHtml(summary.description)}</p>` : '';
  return `<main${model.refreshing ? ' aria-busy="true"' : ''}>
<header>${eyebrow(summary.objectNoun, model.account)}<h1 dir="auto">${escapeHtml(oneLine(summary.title, 500))}</h1>${description}
<div class="tools" role="group" aria-label="Actions on this record">${tools.join('')}</div>
<div class="tools more" role="group" aria-label="More actions on this record">${more.join('')}</div></header>
${model.trouble ? banner(model.trouble, 'refresh', 'What is shown is older.') : ''}
${valuesSection(record, model)}
${placesSection(model)}
${tasksSection(model.tasks)}
${notesSection(model)}
${commentsSection(model.comments, Date.now(), model.faces)}
</main>${facesHtml(model.faces ?? {})}`;
}

function notesSection({ notes, canWriteNotes, account, faces }: PageModel): string {
  if (notes.state === 'hidden')
    return `<section aria-labelledby="notes-title"><h2 id="notes-title">Notes</h2><p class="quiet">This API key may not read notes: they need the scope <code>note:read</code>.</p></section>`;
  const again = notes.trouble ? banner(notes.trouble, 'retryNotes', '') : '';
  const none =
    notes.state === 'ready' && notes.items.length === 0 && !notes.trouble ? '<p class="quiet">No notes yet.</p>' : '';
  const loading =
    notes.state === 'loading' && !notes.trouble
      ? '<div class="note" aria-hidden="true"><span class="bone"></span><span class="bone"></span></div>'
      : '';
  const more =
    notes.more && !notes.trouble
      ? action('moreNotes', notes.busy ? 'Loading…' : 'Load More Notes', { busy: notes.busy })
      : '';
  const items = notes.items.map((note) => article(note, canWriteNotes, account?.slug ?? '', faces ?? {})).join('');
  return `<section aria-labelledby="notes-title"${notes.state === 'loading' ? ' aria-busy="true"' : ''}><h2 id="notes-title">Notes</h2>${items}${loading}${none}${again}${more}</section>`;
}

const when = (iso: string) =>
  new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' }).replace('Invalid Date', iso);

function article(note: PageNote, deletable: boolean, slug: string, faces: Faces): string {
  const { text, cut } = note.open ? { text: note.markdown, cut: false } : beginning(note.markdown);
  const folds = cut || (note.open && beginning(note.markdown).cut);
  const button = (what: string, title: string, label: string, extra = '') =>
    `<button type="button" class="quiet" data-do="note" data-what="${what}" data-id="${escapeHtml(note.id)}" data-key="${what}-${escapeHtml(note.id)}" aria-label="${escapeHtml(`${label}: ${note.title}`)}"${extra}>${title}</button>`;
  const fold = folds
    ? button(
        'toggle',
        note.open ? 'Show less' : 'Show all',
        note.open ? 'Show less' : 'Show all',
        ` aria-expanded="${note.open}"`,
      )
    : '';
  const body = text.trim() === '' ? '<p class="quiet">This note is empty.</p>' : noteHtml(text, slug);
  return `<article class="note" id="note-${escapeHtml(note.id)}" tabindex="-1" aria-labelledby="title-${escapeHtml(note.id)}">
<h3 id="title-${escapeHtml(note.id)}" dir="auto">${escapeHtml(note.title)}</h3>
<p class="quiet"><time datetime="${escapeHtml(note.createdAt)}">${escapeHtml(when(note.createdAt))}</time> · ${personHtml(personOf(note), faces)}</p>
<div class="markdown${cut ? ' cut' : ''}" dir="auto">${body}</div>
<p class="tools">${fold}${button('edit', deletable ? 'Edit as Document' : 'Open as Document', deletable ? 'Edit as Document' : 'Open as Document')}${button('open', 'Open in Attio', 'Open in Attio')}${deletable ? button('delete', 'Delete…', 'Delete') : ''}</p>
</article>`;
}
