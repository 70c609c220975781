/** The markup of the page of updates. Pure: a model in, HTML out; every text is escaped here and nowhere else. */
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
import type { Group, Item, UpdatesModel } from './model.js';

/** So much of a note shows without its being unfolded. */
const NOTE_LEAD = 220;

/** The whole document; its state is `model.target`: which text, not what it says. */
export function updatesHtml(model: UpdatesModel, frame: PageFrame): string {
  return documentHtml({ title: 'CRM updates', state: model.target, body: updatesBody(model) }, frame);
}

/** What each drawing changes. Until something was read, a skeleton. */
export function updatesBody(model: UpdatesModel): string {
  const { state, trouble } = model;
  const above = eyebrow('Updates from Text', model.account);
  if (state === 'gone')
    return plainPage({
      above,
      title: 'The text is not there any more',
      text: 'It was closed, moved or deleted. Open the text, and run “Turn Text into CRM Updates” again.',
      actions: [action('refresh', 'Look Again')],
    });
  if (state === 'failed' && trouble) return failedPage(trouble, { above });
  if (state === 'ready') return readyPage(model, above);
  return skeleton(above, 'updates');
}

const itemsOf = ({ groups }: UpdatesModel): Item[] => groups.flatMap(({ items }) => items);
const waits = ({ stage }: Item): boolean => stage !== 'done';
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function readyPage(model: UpdatesModel, above: string): string {
  const items = itemsOf(model);
  const { name, reader, remarks, writing, refreshing, dropped } = model;
  const title = `<h1 dir="auto">${escapeHtml(oneLine(name, 200))}</h1>`;
  const english = reader.startsWith('rules') && items.length < 3 ? ' The rules read English.' : '';
  const read = `Read by ${reader}.${english}`;
  const said = remarks.map((one) => `<p class="remark">${escapeHtml(one)}</p>`).join('');
  const back =
    dropped.length > 0
      ? action('bringBack', `Bring Back ${counted(dropped.length, 'Dropped One')}`, { look: 'quiet' })
      : '';
  const again = action('refresh', refreshing ? 'Reading…' : 'Read Again', { busy: refreshing || writing });
  const trouble = model.trouble ? banner(model.trouble, 'refresh', 'What is shown is older.') : '';
  if (items.length === 0)
    return `<main class="updates plain"${decided(model)}>
<header>${above}${title}</header>
${trouble}
<p>${dropped.length > 0 ? 'Everything that was proposed was dropped.' : 'Nothing in this text asks for a change in Attio: no tasks, no amounts, dates or stages of records it names, no new people or companies. What Attio has already is not proposed again.'}</p>
<p class="quiet">${escapeHtml(read)}</p>${said}
<p class="tools">${action('text', 'Show the Text')}${again}${back}</p>
</main>`;
  const accepted = items.filter((one) => waits(one) && one.accepted).length;
  const failed = items.some(({ stage }) => stage === 'failed');
  const open = items.some(waits);
  const label = writing ? 'Writing…' : `${failed ? 'Try Again with' : 'Apply'} ${counted(accepted, 'Accepted Update')}`;
  const tools = [
    ...(open ? [action('apply', label, { look: 'primary', busy: writing || accepted === 0 })] : []),
    ...(model.canUndo ? [action('undo', 'Undo What Was Applied', { busy: writing })] : []),
    ...(open ? [action('all', 'Accept All'), action('none', 'Accept None')] : []),
    action('text', 'Show the Text'),
    again,
  ];
  return `<main class="updates"${writing || refreshing ? ' aria-busy="true"' : ''}${decided(model)}>
<header>${above}${title}
<p class="lede">${escapeHtml(`${summary(items)} ${read}${open ? ' Nothing is written before you apply it.' : ''}`)}</p>${said}
<div class="tools" role="group" aria-label="Actions on all updates">${tools.join('')}${back}</div>
<p id="keys" class="unseen">Arrow up and down go from one update to the next, space accepts it, E edits it, L shows the line it comes from, Delete drops it, and control with Enter applies what is accepted.</p></header>
${trouble}
${model.groups.map((group) => groupHtml(group, model)).join('\n')}
</main>`;
}

function summary(items: readonly Item[]): string {
  const of = (stage: Item['stage']) => items.filter((one) => one.stage === stage).length;
  const open = items.filter(waits);
  const parts = [
    ...(of('done') > 0 ? [`${of('done')} applied`] : []),
    ...(of('failed') > 0 ? [`${of('failed')} failed`] : []),
    ...(of('undone') > 0 ? [`${of('undone')} undone`] : []),
    ...(open.length > 0 ? [`${open.filter(({ accepted }) => accepted).length} of ${open.length} accepted`] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** For the script, which keeps it over a reload: ids only. */
function decided(model: UpdatesModel): string {
  const open = itemsOf(model).filter(waits);
  const kept = {
    on: open.filter(({ accepted }) => accepted).map(({ id }) => id),
    off: open.filter(({ accepted }) => !accepted).map(({ id }) => id),
    dropped: model.dropped,
  };
  return ` data-kept="${escapeHtml(JSON.stringify({ ...model.target, decided: kept }))}"`;
}

function groupHtml({ key, title, noun, known, items }: Group, model: UpdatesModel): string {
  const name = escapeHtml(oneLine(title, 200));
  const heading = known
    ? `<a href="#" data-do="record" data-id="${escapeHtml(key)}" data-key="record-${escapeHtml(key)}">${name}</a>`
    : name;
  const what = noun === '' ? '' : ` <span class="quiet" dir="auto">${escapeHtml(noun)}</span>`;
  return `<section aria-labelledby="group-${escapeHtml(key)}"><h2 id="group-${escapeHtml(key)}" dir="auto">${heading}${what}</h2>
<ul class="items">${items.map((item) => itemHtml(item, model)).join('\n')}</ul></section>`;
}

const STAGES: Record<Item['stage'], string> = { open: '', done: 'Applied', undone: 'Undone', failed: 'Failed' };

function itemHtml(item: Item, { writing }: UpdatesModel): string {
  const { id, label, after, before, details, body, doubt, accepted, stage, message, kind } = item;
  const key = escapeHtml(id);
  const done = stage === 'done';
  const values =
    kind === 'update'
      ? `<span class="values-change"><span class="before" dir="auto">${before === '' ? '<span class="quiet">empty</span>' : escapeHtml(before ?? '')}</span> <span aria-hidden="true">→</span><span class="unseen">becomes</span> <span class="after" dir="auto">${escapeHtml(after)}</span></span>`
      : `<span class="after" dir="auto">${escapeHtml(after)}</span>`;
  const stageTag = STAGES[stage] === '' ? '' : ` <span class="tag ${stage}">${STAGES[stage]}</span>`;
  const name = oneLine(`${label}: ${after}`, 120);
  const box = done
    ? '<span class="box" aria-hidden="true">✓</span>'
    : `<input type="checkbox" id="box-${key}" data-accept="${key}" data-key="box-${key}" aria-describedby="why-${key}"${accepted ? ' checked' : ''}${writing ? ' disabled' : ''}>`;
  const small = (what: 'edit' | 'drop', text: string) =>
    `<button type="button" class="quiet" data-do="${what}" data-id="${key}" data-key="${what}-${key}" aria-label="${escapeHtml(`${text.replace('…', '')} ${name}`)}"${writing ? ' aria-disabled="true"' : ''}>${text}</button>`;
  const tools = done ? '' : `<span class="aside">${small('edit', 'Edit…')}${small('drop', 'Drop')}</span>`;
  const facts = details.map((one) => `<p class="quiet" dir="auto">${escapeHtml(one)}</p>`).join('');
  return `<li class="item ${stage}" data-item="${key}">${box}
<div class="what"><label${done ? '' : ` for="box-${key}"`}><span class="label">${escapeHtml(label)}</span>${stageTag} ${values}</label>${facts}${body === undefined ? '' : noteHtml(body, key)}
<p class="why" id="why-${key}">${doubt && !accepted && !done ? `<span class="doubt">Not ticked: ${escapeHtml(doubt)}.</span> ` : ''}${evidenceHtml(item)}</p>${message ? `<p class="trouble" role="alert">${escapeHtml(message)}</p>` : ''}</div>${tools}</li>`;
}

function evidenceHtml({ evidence, id }: Item): string {
  const { sentence, line, speaker } = evidence;
  const text = `${speaker ? `${speaker}: ` : ''}“${oneLine(sentence, 300)}”`;
  return `<a href="#" class="evidence" data-do="evidence" data-id="${escapeHtml(id)}" data-key="evidence-${escapeHtml(id)}" title="Show it in the text" dir="auto">${escapeHtml(text)}</a> <span class="quiet">line ${line}</span>`;
}

function noteHtml(body: string, key: string): string {
  if (body.length <= NOTE_LEAD) return `<p class="text" dir="auto">${escapeHtml(body)}</p>`;
  const lead = oneLine(body, NOTE_LEAD);
  return `<details data-key="note-${key}"><summary dir="auto">${escapeHtml(lead)}</summary><p class="text" dir="auto">${escapeHtml(body)}</p></details>`;
}
