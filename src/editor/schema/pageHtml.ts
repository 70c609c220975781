/** The markup of an object page. Pure: a model in, HTML out; every remote text is escaped here and nowhere else. */
import {
  type AttributeDescription,
  type ChoiceDescription,
  countWords,
  marksOf,
  type ObjectDescription,
  type ObjectName,
  sections,
} from '../../crm/describe.js';
import { escapeHtml, oneLine } from '../records/text.js';
import {
  action,
  banner,
  documentHtml,
  eyebrow,
  failedPage,
  type PageFrame,
  plainPage,
  skeleton,
} from '../webview/html.js';
import type { WebviewModel } from '../webview/model.js';
import type { ObjectState } from './messages.js';

export interface ObjectModel extends WebviewModel<ObjectState> {
  description?: ObjectDescription;
  /** The options of its attributes are still being read. */
  choicesPending: boolean;
  canConfigure: boolean;
}

/** So many options of an attribute are shown at once; the rest unfolds. */
const FOLD_AFTER = 14;

/** The whole document. */
export function objectHtml(model: ObjectModel, frame: PageFrame): string {
  const title = model.description?.name ?? 'Attio object';
  return documentHtml({ title, state: model.target, body: objectBody(model) }, frame);
}

/** What changes when something changes. */
export function objectBody(model: ObjectModel): string {
  const { state, description, trouble } = model;
  const above = eyebrow('Object', model.account);
  if (state === 'gone')
    return plainPage({
      above,
      title: 'No such object',
      text: 'It was deleted, or never existed in this workspace.',
      actions: [action('refresh', 'Look Again')],
    });
  if (state === 'failed' && trouble) return failedPage(trouble, { above });
  if (state === 'ready' && description) return readyPage(model, description);
  return skeleton(above, 'object');
}

/** A slug or id that copies itself. `of`: id of the attribute, none for the object's own. */
function copyable(text: string, what: 'slug' | 'id', name: string, of?: string): string {
  const attribute = of === undefined ? '' : ` data-attribute="${escapeHtml(of)}"`;
  const label = `Copy the ${what} of ${name}: ${text}`;
  return `<button type="button" class="copy" data-do="copy" data-what="${what}"${attribute} data-key="copy-${what}-${escapeHtml(of ?? '')}" title="Copy" aria-label="${escapeHtml(label)}"><code>${escapeHtml(text)}</code></button>`;
}

function readyPage(model: ObjectModel, description: ObjectDescription): string {
  const { canConfigure, refreshing } = model;
  const tools = [
    ...(canConfigure ? [action('newAttribute', 'New Attribute…', { look: 'primary' })] : []),
    ...(canConfigure ? [action('rename', 'Rename…')] : []),
    action('markdown', 'Open as Markdown'),
    action('copyMarkdown', 'Copy as Markdown'),
    action('refresh', refreshing ? 'Refreshing…' : 'Refresh', { busy: refreshing }),
  ];
  const { filled, kept, archived } = sections(description);
  const slug = description.slug === description.id ? '' : copyable(description.slug, 'slug', description.name);
  return `<main class="object"${refreshing || model.choicesPending ? ' aria-busy="true"' : ''}>
<header>${eyebrow('Object', model.account)}<h1 dir="auto">${escapeHtml(oneLine(description.name, 300))}</h1>
<p class="lede">${escapeHtml(countWords(description))}</p>
<p class="names">${slug}${copyable(description.id, 'id', description.name)}</p>
<div class="tools" role="group" aria-label="Actions on this object">${tools.join('')}</div></header>
${model.trouble ? banner(model.trouble, 'refresh', 'What is shown is older.') : ''}
<div class="filter" role="search"><input type="search" id="filter" data-key="filter" placeholder="Filter by name, slug, type or option" aria-label="Filter the attributes" aria-describedby="filter-keys" spellcheck="false" autocomplete="off"><span id="matches" class="quiet" role="status"></span><span id="filter-keys" class="unseen">Press slash to come here, arrow down for the attributes, escape for all of them.</span></div>
<p id="nothing" class="quiet" hidden>No attribute matches.</p>
${section('Attributes', 'filled', filled, model)}
${section('Kept by Attio', 'kept', kept, model)}
${
  archived.length > 0
    ? `<details data-key="archived" id="archived" data-section><summary>${archived.length} archived</summary>${table('Archived attributes', archived, model)}</details>`
    : ''
}
${canConfigure ? '' : readOnlyNote(model)}
</main>`;
}

function readOnlyNote({ account }: ObjectModel): string {
  const scope = '<code>object_configuration:read-write</code>';
  return account?.maton
    ? `<p class="quiet foot">This connection may look at how objects are set up and not change it: that needs the scope ${scope}. ${action('keys', 'Reconnect with More Scopes', { look: 'quiet' })}</p>`
    : `<p class="quiet foot">This API key may look at how objects are set up and not change it: that needs the scope ${scope}. ${action('keys', 'Open Attio’s Key Settings', { look: 'quiet' })}</p>`;
}

function section(title: string, id: string, attributes: readonly AttributeDescription[], model: ObjectModel): string {
  if (attributes.length === 0) return '';
  return `<section aria-labelledby="${id}-title" data-section><h2 id="${id}-title">${title}</h2>${table(title, attributes, model)}</section>`;
}

function table(title: string, attributes: readonly AttributeDescription[], model: ObjectModel): string {
  const edit = model.canConfigure ? '<th scope="col"><span class="unseen">Edit</span></th>' : '';
  return `<table aria-label="${escapeHtml(title)}"><thead><tr><th scope="col">Attribute</th><th scope="col">Slug</th><th scope="col">Type</th><th scope="col">Values</th>${edit}</tr></thead>
<tbody>${attributes.map((one) => row(one, model)).join('\n')}</tbody></table>`;
}

/** Attio lets nobody change what it made itself, save the options of its selects and statuses. */
export const isChangeable = ({ system, choices, type }: AttributeDescription): boolean =>
  !system || (choices !== undefined && (type === 'select' || type === 'status'));

function row(one: AttributeDescription, model: ObjectModel): string {
  const { title, slug, id } = one;
  const description = one.description === '' ? '' : `<p class="quiet" dir="auto">${escapeHtml(one.description)}</p>`;
  const marks = marksOf(one).map((mark) => `<span class="tag">${mark}</span>`);
  const edit = model.canConfigure
    ? `<td class="edit">${isChangeable(one) ? `<button type="button" class="quiet" data-do="edit" data-attribute="${escapeHtml(id)}" data-key="edit-${escapeHtml(id)}" aria-label="${escapeHtml(`Edit ${title}`)}">Edit…</button>` : ''}</td>`
    : '';
  return `<tr data-attribute-row data-slug="${escapeHtml(slug)}" data-text="${escapeHtml(searchText(one))}"><th scope="row" dir="auto">${escapeHtml(oneLine(title))}${description}</th><td>${copyable(slug, 'slug', title, id)}</td><td><span class="type">${escapeHtml(one.typeName)}</span> ${marks.join(' ')}</td><td class="about">${about(one, model)}</td>${edit}</tr>`;
}

/** What the filter looks in. */
function searchText(one: AttributeDescription): string {
  const { title, slug, type, typeName, description, choices = [], references = [] } = one;
  const words = [title, slug, type, typeName, description, ...marksOf(one)];
  return [...words, ...choices.map((choice) => choice.title), ...references.map(({ noun }) => noun)]
    .join(' ')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}

const objectLink = ({ slug, noun }: ObjectName, key: string) =>
  `<a href="#" dir="auto" data-do="object" data-object="${escapeHtml(slug)}" data-key="${escapeHtml(key)}">${escapeHtml(noun)}</a>`;

function about(one: AttributeDescription, model: ObjectModel): string {
  const { id, references, otherSide, currency, defaultValue, choices, choicesTrouble } = one;
  const parts: string[] = [];
  if (choices) parts.push(choicesHtml(one, choices));
  else if (choicesTrouble) parts.push(`<p class="quiet">${escapeHtml(choicesTrouble)}</p>`);
  else if (model.choicesPending && /^(?:select|status)$/.test(one.type))
    parts.push('<span class="bone" aria-hidden="true"></span>');
  if (references)
    parts.push(
      references.length > 0
        ? `<p>${references.map((to) => objectLink(to, `to-${id}-${to.slug}`)).join(', ')}</p>`
        : '<p class="quiet">Any object</p>',
    );
  if (otherSide) {
    const { object, slug, title, several } = otherSide;
    const said = references?.length === 1 && references[0]?.slug === object.slug;
    const of = said ? '' : ` of ${objectLink(object, `side-${id}`)}`;
    parts.push(
      `<p class="quiet">Two-way, with <span dir="auto">${escapeHtml(title)}</span> (<code>${escapeHtml(slug)}</code>${several ? ', several' : ''})${of}</p>`,
    );
  }
  if (currency) parts.push(`<p>${escapeHtml(currency)}</p>`);
  if (defaultValue) parts.push(`<p class="quiet">Default: <span dir="auto">${escapeHtml(defaultValue)}</span></p>`);
  return parts.join('');
}

function choicesHtml({ id }: AttributeDescription, choices: readonly ChoiceDescription[]): string {
  const live = choices.filter(({ archived }) => !archived);
  const old = choices.filter(({ archived }) => archived);
  if (choices.length === 0) return '<p class="quiet">No options yet</p>';
  // One more than fits is no reason to fold.
  const shown = live.length > FOLD_AFTER + 2 ? live.slice(0, FOLD_AFTER) : live;
  const rest = live.slice(shown.length);
  const fold = (key: string, words: string, list: readonly ChoiceDescription[]) =>
    list.length === 0
      ? ''
      : `<details data-key="${key}-${escapeHtml(id)}"><summary>${words}</summary>${choiceList(list)}</details>`;
  return `${choiceList(shown)}${fold('rest', `${rest.length} more`, rest)}${fold('old', `${old.length} archived`, old)}`;
}

function choiceList(choices: readonly ChoiceDescription[]): string {
  const items = choices.map(({ title, targetTime, celebrated }) => {
    const more = [targetTime, celebrated && 'celebrated'].filter(Boolean).join(', ');
    const note = more === '' ? '' : ` <span class="quiet">(${escapeHtml(more)})</span>`;
    return `<li><span dir="auto">${escapeHtml(title)}</span>${note}</li>`;
  });
  return items.length === 0 ? '' : `<ul class="choices">${items.join('')}</ul>`;
}
