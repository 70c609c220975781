/** The markup of comments on a record page. Pure; every remote text is escaped here. */
import { ago } from '../changes/words.js';
import { type Faces, personHtml, personOf } from '../members/face.js';
import { escapeHtml, oneLine } from '../records/text.js';
import { action, banner } from '../webview/html.js';
import { type CommentPart, plainText } from './mentions.js';
import type { ShownComment, ShownThread } from './model.js';
import type { PageComments } from './pageModel.js';

const TITLE = '<h2 id="comments-title">Comments</h2>';

/** The section; `now` in milliseconds since 1970, `faces` of those who wrote. */
export function commentsSection(comments: PageComments, now = Date.now(), faces: Faces = {}): string {
  if (comments.state === 'hidden')
    return section(
      '<p class="quiet">This API key may not read comments: they need the scope <code>comment:read</code>.</p>',
    );
  const { places, state, trouble, more, busy, canWrite } = comments;
  const count = places.reduce((sum, { threads }) => sum + threads.length, 0);
  const none = state === 'ready' && count === 0 && !trouble ? '<p class="quiet">Nobody has commented yet.</p>' : '';
  const loading =
    state === 'loading' && !trouble
      ? '<div class="thread" aria-hidden="true"><span class="bone"></span><span class="bone short"></span></div>'
      : '';
  const start = canWrite && state === 'ready' ? form('record', 'Write a comment', 'Comment', comments) : '';
  const groups = places.map(({ list, threads }, index) => {
    const title = list === undefined ? '' : `<h3 dir="auto">In the list ${escapeHtml(oneLine(list, 80))}</h3>`;
    const older =
      index === 0 && more && !trouble ? action('moreThreads', busy ? 'Loading…' : 'Load More Comments', { busy }) : '';
    return title + threads.map((thread) => threadHtml(thread, comments, now, faces)).join('') + older;
  });
  const again = trouble ? banner(trouble, 'retryThreads', '') : '';
  const lacks = comments.lacks.map((text) => `<p class="quiet">${escapeHtml(text)}</p>`).join('');
  return section(start + groups.join('') + loading + none + again + lacks, state === 'loading');
}

const section = (body: string, busy = false): string =>
  `<section id="comments" tabindex="-1" aria-labelledby="comments-title"${busy ? ' aria-busy="true"' : ''}>${TITLE}${body}</section>`;

/** Where one writes. The script keeps what is typed; `to` is what its draft goes by. */
function form(to: string, label: string, verb: string, { sending, names }: PageComments): string {
  const busy = sending.includes(to);
  const key = escapeHtml(to);
  return `<div class="write" data-form="${key}" data-names="${escapeHtml(JSON.stringify(names.map((name) => oneLine(name, 80))))}"${to === 'record' ? '' : ' hidden'}>
<textarea rows="2" dir="auto" data-draft="${key}" data-key="text-${key}" aria-label="${label}" aria-autocomplete="list" aria-controls="names-${key}" aria-describedby="hint-${key}" placeholder="${label}…" maxlength="10000"${busy ? ' readonly' : ''}></textarea>
<ul class="offered" role="listbox" aria-label="Colleagues" id="names-${key}" hidden></ul>
<p class="tools"><button type="button" class="primary" data-do="comment" data-to="${key}" data-key="send-${key}"${busy ? ' aria-disabled="true"' : ''}>${busy ? 'Writing…' : verb}</button>${to === 'record' ? '' : `<button type="button" class="quiet" data-do="noReply" data-to="${key}" data-key="no-${key}">Cancel</button>`}<span class="quiet" id="hint-${key}">@name mentions a colleague. Ctrl+Enter (⌘Enter) sends.</span></p>
</div>`;
}

const time = (iso: string, now: number): string => {
  const at = Date.parse(iso);
  if (Number.isNaN(at)) return '';
  const whole = new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return `<time datetime="${escapeHtml(iso)}" title="${escapeHtml(whole)}">${escapeHtml(ago(at, now))}</time>`;
};

function threadHtml(thread: ShownThread, comments: PageComments, now: number, faces: Faces): string {
  const { id, resolved } = thread;
  const body = thread.comments
    .map((comment, index) => commentHtml(comment, thread, index, comments, now, faces))
    .join('');
  const reply = comments.canWrite
    ? `<p class="tools" data-reply="${escapeHtml(id)}"><button type="button" class="quiet" data-do="reply" data-to="${escapeHtml(id)}" data-key="reply-${escapeHtml(id)}" aria-label="${escapeHtml(`Reply to ${inBrief(thread)}`)}">Reply</button></p>${form(id, 'Write a reply', 'Reply', comments)}`
    : '';
  if (!resolved)
    return `<article class="thread" id="thread-${escapeHtml(id)}" aria-label="${escapeHtml(`Comment: ${inBrief(thread)}`)}">${body}${reply}</article>`;
  const by = resolved.by === undefined ? 'Resolved' : `Resolved by ${resolved.by}`;
  return `<details class="thread resolved" data-key="thread-${escapeHtml(id)}" id="thread-${escapeHtml(id)}"><summary><span class="tag">${escapeHtml(by)}</span> ${time(resolved.at, now)} · <span dir="auto">${escapeHtml(inBrief(thread))}</span></summary>${body}${reply}</details>`;
}

const inBrief = ({ comments }: ShownThread): string => oneLine(plainText(comments[0]?.parts ?? []), 60);

function commentHtml(
  comment: ShownComment,
  thread: ShownThread,
  index: number,
  { canWrite }: PageComments,
  now: number,
  faces: Faces,
): string {
  const id = escapeHtml(comment.id);
  const label = escapeHtml(`Delete: ${oneLine(plainText(comment.parts), 60)}`);
  const goes = index === 0 && thread.comments.length > 1 ? 'Delete Thread…' : 'Delete…';
  const remove = canWrite
    ? `<button type="button" class="quiet aside" data-do="deleteComment" data-id="${id}" data-key="delete-${id}" aria-label="${label}">${goes}</button>`
    : '';
  return `<div class="comment${index > 0 ? ' answer' : ''}" id="comment-${id}">
<p class="by"><span class="author">${personHtml(personOf({ ...comment, author: oneLine(comment.author, 80) }), faces)}</span> <span class="quiet">${time(comment.createdAt, now)}</span>${remove}</p>
<p class="said" dir="auto">${comment.parts.map(partHtml).join('')}</p>
</div>`;
}

const partHtml = ({ text, mention }: CommentPart): string =>
  mention === undefined
    ? escapeHtml(text)
    : `<span class="mention" title="${escapeHtml(text)}">@${escapeHtml(oneLine(mention, 80))}</span>`;
