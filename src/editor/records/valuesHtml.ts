/** The values of a record page, with what can be done about each, and its history. Pure; every remote text is escaped. */
import type { Attribute } from '../../attio/types.js';
import { isEditable, isWritableType } from '../../crm/edit/form.js';
import type { HistoricValue } from '../../crm/edit/types.js';
import type { DisplayValue, ValuePart } from '../../crm/types.js';
import { isOutside } from './messages.js';
import type { PageHistory, PageModel, PageRecord } from './pageModel.js';
import { escapeHtml } from './text.js';

type Shown = Pick<PageModel, 'histories' | 'canWriteRecords'>;

/** Attributes that Attio itself keeps: ids, times, interactions, connection strengths. */
const kept = ({ attribute }: DisplayValue) => attribute.is_system_attribute && !attribute.is_writable;

/**
 * First what people fill in, then what Attio keeps, each in the order given; attributes without a value are folded
 * below. “Edit” is there where key and attribute take a value.
 */
export function valuesSection({ values }: PageRecord, model: Shown): string {
  const filled = values.filter(({ parts }) => parts.length > 0);
  const empty = values.filter(({ parts }) => parts.length === 0);
  const own = filled.filter((value) => !kept(value));
  const system = filled.filter(kept);
  const list = (rows: DisplayValue[]) => `<dl class="values">${rows.map((one) => row(one, model)).join('')}</dl>`;
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  return `<section aria-labelledby="values-title"><h2 id="values-title">Values</h2>
${own.length > 0 ? list(own) : '<p class="quiet">No attribute of this record has a value.</p>'}
${system.length > 0 ? `<h3>Kept by Attio</h3>${list(system)}` : ''}
${
  empty.length > 0
    ? `<details data-key="empty"><summary>${count(empty.length, 'empty attribute')}</summary><ul class="empty">${empty
        .map(
          ({ attribute }) =>
            `<li dir="auto" title="${escapeHtml(hint({ attribute }))}">${unset(attribute, model)}</li>`,
        )
        .join('')}</ul></details>`
    : ''
}</section>`;
}

const hint = ({ attribute }: Pick<DisplayValue, 'attribute'>) =>
  `${attribute.api_slug} · ${attribute.type}${attribute.is_multiselect ? ', several values' : ''}${attribute.description ? `\n${attribute.description}` : ''}`;

/** The title of an attribute without a value; where it can be given one, by pressing it. */
const unset = (attribute: Attribute, { canWriteRecords }: Shown) =>
  canWriteRecords && isEditable(attribute)
    ? button(attribute, 'set', escapeHtml(attribute.title), `Set ${attribute.title}`)
    : escapeHtml(attribute.title);

/** `label`: for who cannot see beside which value it stands. */
const button = (attribute: Attribute, what: 'set' | 'history', title: string, label: string, extra = '') =>
  `<button type="button" class="quiet" data-do="attribute" data-what="${what}" data-slug="${escapeHtml(attribute.api_slug)}" data-key="${what}-${escapeHtml(attribute.api_slug)}" aria-label="${escapeHtml(label)}"${extra}>${title}</button>`;

/** Attio keeps the past of what people and keys write; that of enriched and interaction attributes it refuses (api.md section 5). */
const hasHistory = ({ is_writable, is_archived, type }: Attribute) =>
  is_writable && !is_archived && isWritableType(type);

function row(value: DisplayValue, model: Shown): string {
  const { attribute, parts } = value;
  const { api_slug: slug, title, type } = attribute;
  const body =
    parts.length === 1
      ? part(parts[0]!)
      : `${listOf(parts.filter(({ rest }) => !rest))}${parts.map((one) => more(one, slug)).join('')}`;
  const history = Object.hasOwn(model.histories, slug) ? model.histories[slug] : undefined;
  const tools = [
    ...(model.canWriteRecords && isEditable(attribute) ? [button(attribute, 'set', 'Edit', `Edit ${title}`)] : []),
    ...(hasHistory(attribute)
      ? [button(attribute, 'history', 'History', `History of ${title}`, ` aria-expanded="${history !== undefined}"`)]
      : []),
  ];
  const aside = tools.length > 0 ? `<span class="aside">${tools.join('')}</span>` : '';
  return `<div class="row${history ? ' open' : ''}"><dt dir="auto" title="${escapeHtml(hint(value))}">${escapeHtml(title)}</dt><dd data-type="${escapeHtml(type)}" data-slug="${escapeHtml(slug)}"><div class="value">${body}</div>${aside}${history ? timeline(attribute, history) : ''}</dd></div>`;
}

const when = (iso: string) =>
  `<time datetime="${escapeHtml(iso)}">${escapeHtml(
    new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' }).replace('Invalid Date', iso),
  )}</time>`;

function timeline(attribute: Attribute, { state, items, trouble }: PageHistory): string {
  const title = `History of ${attribute.title}`;
  const inside = trouble
    ? `<p class="trouble" role="alert"><strong>${escapeHtml(trouble.label)}.</strong> ${escapeHtml(`${trouble.message} ${trouble.remedy}`.trim())}</p>`
    : state === 'loading'
      ? '<span class="bone" aria-hidden="true"></span><span class="bone short" aria-hidden="true"></span>'
      : items.length === 0
        ? '<p class="quiet">Attio keeps no earlier values of it.</p>'
        : `<ol class="timeline">${withGaps(attribute, items).map(moment).join('')}</ol>`;
  return `<div class="history" role="group" aria-label="${escapeHtml(title)}"${state === 'loading' ? ' aria-busy="true"' : ''}>${inside}</div>`;
}

/** Between two values, and after the last, there may have been none; Attio does not say who took it away. */
function withGaps({ is_multiselect }: Attribute, items: readonly HistoricValue[]): HistoricValue[] {
  if (is_multiselect) return [...items];
  return items.flatMap((item, at) => {
    const next = items[at - 1]?.from ?? null;
    const gap = item.until !== null && (next === null || Date.parse(next) - Date.parse(item.until) > 1000);
    return gap ? [{ text: '', from: item.until!, until: next, by: '' }, item] : [item];
  });
}

function moment({ text, from, until, by }: HistoricValue): string {
  const value = text === '' ? '<em>empty</em>' : `<span class="text" dir="auto">${escapeHtml(text)}</span>`;
  const who = by === '' ? '' : ` · <span dir="auto">${escapeHtml(by)}</span>`;
  const to = until === null ? 'now' : when(until);
  return `<li${until === null ? ' class="now"' : ''}>${value}<br><span class="quiet">${when(from)} – ${to}${who}</span></li>`;
}

const listOf = (parts: readonly ValuePart[]) =>
  `<ul class="parts">${parts.map((one) => `<li>${part(one)}</li>`).join('')}</ul>`;

/** The values of a long list that show when asked for. */
const more = ({ text, rest }: ValuePart, slug: string) =>
  rest
    ? `<details class="rest" data-key="rest-${escapeHtml(slug)}"><summary>… ${escapeHtml(text)}</summary>${listOf(rest)}</details>`
    : '';

function part({ text, ref, href, archived }: ValuePart): string {
  const shown = escapeHtml(text);
  const note = archived ? ' <span class="tag">archived</span>' : '';
  if (ref)
    return `<a dir="auto" href="#" data-do="record" data-object="${escapeHtml(ref.object)}" data-record="${escapeHtml(ref.recordId)}" data-key="ref-${escapeHtml(ref.recordId)}">${shown}</a>${note}`;
  if (isOutside(href))
    return `<a dir="auto" href="${escapeHtml(href)}" data-do="external" title="${escapeHtml(href)}">${shown}</a>${note}`;
  return `<span class="text" dir="auto">${shown}</span>${note}`;
}
