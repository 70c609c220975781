/**
 * The markup of a board, less its columns, which the script draws. Pure: a model in, HTML out; every remote text is escaped
 * here and nowhere else. What has `data-part` is exchanged on its own, so that columns and filters stay as they are.
 */
import { countedCards } from '../pipeline/moveCards.js';
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
import { type BoardModel, MAX_CARDS } from './model.js';

/** The whole document. */
export function boardHtml(model: BoardModel, frame: PageFrame): string {
  const title = model.pipeline?.name ?? 'Attio pipeline';
  return documentHtml({ title, state: model.target, body: boardBody(model) }, frame);
}

/** What changes when something changes. */
export function boardBody(model: BoardModel): string {
  const { state, pipeline, trouble } = model;
  const above = eyebrow('Pipeline', model.account);
  if (state === 'gone')
    return plainPage({
      above,
      title: 'No such pipeline',
      text: 'The list or object, or the attribute with its stages, was deleted, archived or renamed, or this account may not see it.',
      actions: [action('other', 'Open Another Pipeline…', { look: 'primary' }), action('refresh', 'Look Again')],
    });
  if (state === 'failed' && trouble) return failedPage(trouble, { above });
  if (state === 'ready' && pipeline) return readyPage(model);
  return skeleton(above, 'board');
}

function readyPage(model: BoardModel): string {
  const { refreshing, reading } = model;
  return `<main class="board"${refreshing || reading ? ' aria-busy="true"' : ''}>
<div data-part="head">${head(model)}</div>
<div class="filters" role="search">
<label class="unseen" for="owner">Owner</label><select id="owner" data-key="owner"></select>
<input type="search" id="text" data-key="text" placeholder="Filter by name, company or owner" aria-label="Filter the cards by text" aria-describedby="text-keys" spellcheck="false" autocomplete="off" maxlength="200">
<span id="text-keys" class="unseen">Press slash to come here, arrow down for the cards, escape for all of them.</span>
<span id="shown" class="quiet"></span>
<button type="button" id="clear" data-key="clear" class="quiet" hidden>Clear Filters</button>
<span class="keys quiet" aria-hidden="true">${model.canMove ? '<kbd>Space</kbd> picks a card up · <kbd>M</kbd> moves it · ' : ''}<kbd>Enter</kbd> opens it</span>
</div>
<div data-part="above">${aboveColumns(model)}</div>
<div id="columns" role="application" aria-roledescription="board" aria-label="Stages" aria-describedby="how"></div>
<p id="how" class="unseen">${
    model.canMove
      ? 'Arrow keys go from card to card. Space picks a card up; then left and right choose the stage, space drops it, escape puts it back. M asks for the stage. Enter opens the record. Tab goes to the buttons of the card.'
      : 'Arrow keys go from card to card. Enter opens the record. Tab goes to the buttons of the card.'
  }</p>
<div data-part="foot">${foot(model)}</div>
</main>`;
}

function head(model: BoardModel): string {
  const { account, pipeline, canAdd, refreshing, staged, trouble } = model;
  const tools = [
    ...(canAdd ? [addButton(model)] : []),
    action('digest', 'Digest'),
    action('refresh', refreshing ? 'Refreshing…' : 'Refresh', { busy: refreshing }),
  ];
  return `<header><div class="name">${eyebrow('Pipeline', account)}<h1 dir="auto">${escapeHtml(oneLine(pipeline!.name, 120))} <small class="quiet">by <span dir="auto">${escapeHtml(oneLine(pipeline!.attributeTitle, 80))}</span></small></h1></div>
<div class="tools" role="group" aria-label="Actions on this pipeline">${tools.join('')}</div></header>
${staged.all > 0 ? stagedBar(staged) : ''}
${trouble ? banner(trouble, 'refresh', model.count > 0 ? 'What is shown is older, or not all.' : '') : ''}`;
}

const addButton = ({ pipeline }: BoardModel, look?: 'primary'): string =>
  action('add', pipeline!.ref.of.target === 'lists' ? 'Add Records…' : 'New Record…', { look });

function stagedBar({ all, here }: BoardModel['staged']): string {
  const elsewhere = all - here;
  const where = elsewhere === 0 ? '' : here === 0 ? ' elsewhere' : `, ${elsewhere} of them elsewhere`;
  return `<div class="staged-bar" role="group" aria-label="Staged moves"><p><strong>${all} ${all === 1 ? 'move' : 'moves'} staged</strong>${where}. ${all === 1 ? 'It is' : 'They are'} not in Attio until you commit.</p>${action('review', 'Review…')}${action('commit', 'Commit…', { look: 'primary' })}${action('discard', 'Discard…')}</div>`;
}

function aboveColumns(model: BoardModel): string {
  const { pipeline, count, reading, refreshing, canAdd, trouble } = model;
  if (count > 0 || reading || refreshing || trouble) return '';
  const name = escapeHtml(oneLine(pipeline!.name, 60));
  const list = pipeline!.ref.of.target === 'lists';
  const empty = list
    ? `Nothing is in <span dir="auto">${name}</span> yet.`
    : `There are no <span dir="auto">${name}</span> yet.`;
  return `<div class="nothing"><p>${empty}</p>${canAdd ? addButton(model, 'primary') : ''}</div>`;
}

function foot(model: BoardModel): string {
  const { capped, canMove, pipeline } = model;
  const lines = [
    ...(capped
      ? [
          `These are the ${countedCards(MAX_CARDS, pipeline!)} that were made first: counts and sums are of those, and there may be more.`,
        ]
      : []),
    ...(canMove ? [] : [readOnly(model)]),
  ];
  return lines.map((line) => `<p class="quiet foot">${line}</p>`).join('');
}

function readOnly({ account, pipeline }: BoardModel): string {
  const scope = pipeline!.ref.of.target === 'lists' ? 'list_entry:read-write' : 'record_permission:read-write';
  const who = account?.maton ? 'This connection' : 'This API key';
  const remedy = account?.maton ? 'Reconnect with More Scopes' : 'Open Attio’s Key Settings';
  return `${who} may look at cards and not move them: that needs the scope <code>${scope}</code>. ${action('keys', remedy, { look: 'quiet' })}`;
}
