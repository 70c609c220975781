/** The lists of a record page, with what can be done about the record's place in each. Pure; every remote text is escaped. */
import { formatMoment } from '../../crm/format.js';
import { banner } from '../webview/html.js';
import type { PlaceAction } from './messages.js';
import type { PageModel } from './pageModel.js';
import type { PagePlace } from './places.js';
import { escapeHtml, oneLine } from './text.js';

type Shown = Pick<PageModel, 'places' | 'canWriteEntries' | 'canWriteRecords'>;

/**
 * Empty where the key may not read lists. “Add to List…” is there for a key that may write both records and entries.
 */
export function placesSection({ places, canWriteEntries, canWriteRecords }: Shown): string {
  const { state, items, trouble } = places;
  if (state === 'hidden') return '';
  const again = trouble ? banner(trouble, 'refresh', '') : '';
  const none = state === 'ready' && items.length === 0 && !trouble ? '<p class="quiet">In no list.</p>' : '';
  const loading =
    state === 'loading' && !trouble ? '<div class="note" aria-hidden="true"><span class="bone"></span></div>' : '';
  const add =
    canWriteRecords && canWriteEntries
      ? '<button type="button" data-do="tool" data-tool="addToList" data-key="addToList">Add to List…</button>'
      : '';
  const busy = state === 'loading' ? ' aria-busy="true"' : '';
  return `<section aria-labelledby="places-title"${busy}><h2 id="places-title">Lists</h2>${items.map((one) => article(one, canWriteEntries)).join('')}${loading}${none}${again}${add}</section>`;
}

const dayOf = (iso: string) => formatMoment(iso, {}, 'day') ?? iso;
const day = (iso: string) => `<time datetime="${escapeHtml(iso)}">${escapeHtml(dayOf(iso))}</time>`;

function article(place: PagePlace, edits: boolean): string {
  const { entryId, name, stage, staged, createdAt } = place;
  const id = escapeHtml(entryId);
  const title = oneLine(name, 120);
  const button = (what: PlaceAction, label: string) =>
    `<button type="button" class="quiet" data-do="place" data-what="${what}" data-id="${id}" data-key="${what}-${id}" aria-label="${escapeHtml(`${label.replace('…', '')}: ${title}`)}">${label}</button>`;
  const facts = [
    stage &&
      `<span dir="auto">${escapeHtml(oneLine(stage.title, 120))}</span>${stage.since ? ` since ${day(stage.since)}` : ''}`,
    // Said twice where it has stood in its stage since it was put there.
    stage?.since && dayOf(stage.since) === dayOf(createdAt) ? '' : `in the list since ${day(createdAt)}`,
  ].filter((fact) => fact);
  const tools = edits
    ? `<p class="tools">${button('edit', 'Edit')}${staged ? button('move', 'Move to Stage…') : ''}${button('remove', 'Remove…')}</p>`
    : '';
  return `<article class="note" aria-labelledby="place-${id}"><h3 id="place-${id}" dir="auto">${escapeHtml(title)}</h3>
<p class="quiet">${facts.join(' · ')}</p>
${tools}</article>`;
}
