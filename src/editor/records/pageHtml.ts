/** The markup of a record page. Pure: a model in, HTML out; every remote text is escaped here and nowhere else. */
import type { TOOLS } from './messages.js';
import { beginning, noteHtml } from './noteHtml.js';
import type { PageModel, PageNote, PageRecord } from './pageModel.js';
import { escapeHtml, oneLine } from './text.js';
import type { Trouble } from './trouble.js';
import { valuesSection } from './valuesHtml.js';

export interface PageFrame {
  /** `webview.cspSource`. */
  cspSource: string;
  nonce: string;
  styleUri: string;
  scriptUri: string;
  /** Rises with each drawing; the script says which one it shows. */
  version: number;
}

/** Content security: nothing but our own style sheet and our own script. */
export function contentSecurity({ cspSource, nonce }: Pick<PageFrame, 'cspSource' | 'nonce'>): string {
  return `default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
}

/** The whole document. */
export function pageHtml(model: PageModel, frame: PageFrame): string {
  const { object, recordId, account } = model.target;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(contentSecurity(frame))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(model.record?.summary.title ?? 'Attio record')}</title>
<link rel="stylesheet" href="${escapeHtml(frame.styleUri)}">
</head>
<body>
<div id="page" data-version="${frame.version}" data-state="${escapeHtml(JSON.stringify({ account, object, recordId }))}">
${bodyHtml(model)}
</div>
<div id="said" class="unseen" role="status"></div>
<script nonce="${frame.nonce}" src="${escapeHtml(frame.scriptUri)}"></script>
</body>
</html>`;
}

/** What changes when something changes: header, values, notes. */
export function bodyHtml(model: PageModel): string {
  switch (model.state) {
    case 'loading':
      return skeleton(model);
    case 'gone':
      return plainPage(
        model,
        'No such record',
        'It was deleted, merged into another record, or never existed in this workspace.',
        [action('refresh', 'Look Again'), help('attio.search', 'Search Records')],
      );
    case 'failed':
      return model.trouble ? failedPage(model, model.trouble) : skeleton(model);
    case 'ready':
      return model.record ? readyPage(model, model.record) : skeleton(model);
  }
}

const eyebrow = (model: PageModel, noun?: string) => {
  const { account } = model;
  const where = account
    ? `${account.name}${account.sample ? ' (made-up data)' : account.maton ? ' (through Maton)' : ''}`
    : undefined;
  const parts = [noun, where].filter((part): part is string => part !== undefined);
  return `<p class="eyebrow">${parts.map((part) => `<span dir="auto">${escapeHtml(part)}</span>`).join('<span aria-hidden="true"> · </span>')}</p>`;
};

function skeleton(model: PageModel): string {
  const row = '<div class="row"><span class="bone short"></span><span class="bone"></span></div>';
  return `<main aria-busy="true">
<header>${eyebrow(model)}<h1>Loading…</h1></header>
<div class="values" aria-hidden="true">${row.repeat(6)}</div>
</main>`;
}

function plainPage(model: PageModel, title: string, text: string, actions: string[]): string {
  return `<main class="plain">
<header>${eyebrow(model)}<h1>${escapeHtml(title)}</h1></header>
<p dir="auto">${escapeHtml(text)}</p>
<p class="tools">${actions.join('')}</p>
<p class="quiet">${escapeHtml(model.target.object)} <code>${escapeHtml(model.target.recordId)}</code></p>
</main>`;
}

function failedPage(model: PageModel, trouble: Trouble): string {
  const actions = [
    ...(trouble.help ? [help(trouble.help.command, trouble.help.title)] : []),
    ...(trouble.again || !trouble.help ? [action('refresh', 'Retry')] : []),
  ];
  const id = trouble.executionId ? ` (Attio’s execution id: ${trouble.executionId})` : '';
  return plainPage(model, trouble.label, `${trouble.message} ${trouble.remedy}`.trim() + id, actions);
}

const action = (name: string, title: string, options: { key?: string; quiet?: boolean; busy?: boolean } = {}) =>
  `<button type="button" data-do="${name}" data-key="${options.key ?? name}"${options.quiet ? ' class="quiet"' : ''}${options.busy ? ' aria-disabled="true"' : ''}>${escapeHtml(title)}</button>`;
const tool = (name: keyof typeof TOOLS, title: string, style?: 'primary' | 'quiet') =>
  `<button type="button" data-do="tool" data-tool="${name}" data-key="${name}"${style ? ` class="${style}"` : ''}>${title}</button>`;
const help = (command: string, title: string) =>
  `<button type="button" class="primary" data-do="help" data-command="${command}" data-key="help">${escapeHtml(title)}</button>`;

function readyPage(model: PageModel, record: PageRecord): string {
  const { summary } = record;
  const { canWriteRecords: edits, canWriteEntries: lists, canWriteNotes: notes } = model;
  const tools = [
    ...(edits ? [tool('editRecord', 'Edit', 'primary')] : []),
    ...(notes ? [tool('newNote', 'New Note', edits ? undefined : 'primary')] : []),
    ...(edits ? [tool('setAttribute', 'Set Attribute…')] : []),
    ...(edits && lists ? [tool('addToList', 'Add to List…')] : []),
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
<header>${eyebrow(model, summary.objectNoun)}<h1 dir="auto">${escapeHtml(oneLine(summary.title, 500))}</h1>${description}
<div class="tools" role="group" aria-label="Actions on this record">${tools.join('')}</div>
<div class="tools more" role="group" aria-label="More actions on this record">${more.join('')}</div></header>
${model.trouble ? banner(model.trouble, 'refresh', 'What is shown is older.') : ''}
${valuesSection(record, model)}
${notesSection(model)}
</main>`;
}

function banner(trouble: Trouble, retry: string, note: string): string {
  const remedy = trouble.help
    ? help(trouble.help.command, trouble.help.title)
    : trouble.again
      ? action(retry, 'Retry', { key: `${retry}-banner` })
      : '';
  return `<div class="banner" role="alert"><p><strong>${escapeHtml(trouble.label)}.</strong> ${escapeHtml(`${trouble.message} ${trouble.remedy} ${note}`.replace(/\s+/g, ' ').trim())}</p>${remedy}</div>`;
}

function notesSection({ notes, canWriteNotes, account }: PageModel): string {
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
  const items = notes.items.map((note) => article(note, canWriteNotes, account?.slug ?? '')).join('');
  return `<section aria-labelledby="notes-title"${notes.state === 'loading' ? ' aria-busy="true"' : ''}><h2 id="notes-title">Notes</h2>${items}${loading}${none}${again}${more}</section>`;
}

const when = (iso: string) =>
  new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' }).replace('Invalid Date', iso);

function article(note: PageNote, deletable: boolean, slug: string): string {
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
<p class="quiet"><time datetime="${escapeHtml(note.createdAt)}">${escapeHtml(when(note.createdAt))}</time> · <span dir="auto">${escapeHtml(note.author)}</span></p>
<div class="markdown${cut ? ' cut' : ''}" dir="auto">${body}</div>
<p class="tools">${fold}${button('open', 'Open in Attio', 'Open in Attio')}${deletable ? button('delete', 'Delete…', 'Delete') : ''}</p>
</article>`;
}
