// The script of a board: hears what there is, reports what is pressed, and moves cards by keyboard and by mouse. What it
// draws with is in boardCards.js, boardColumns.js, boardCarry.js and boardDrag.js.
(() => {
  const host = acquireVsCodeApi();
  const page = document.getElementById('page');
  const said = document.getElementById('said');
  const target = JSON.parse(page.dataset.state);
  const kept = host.getState()?.view ?? {};
  let version = Number(page.dataset.version);

  const box = document.createElement('div');
  const cards = attioBoardCards();
  const board = attioBoardColumns(box, cards);
  let owner = kept.owner ?? '';
  let text = '';
  /** So many have been read while others come; null: all are here. */
  let reading = null;
  /** Told by the extension once. */
  let ready = false;

  // Which pipeline, whose cards, and the place in it: ids and numbers, nothing that Attio says.
  let keeping;
  const keep = () => {
    clearTimeout(keeping);
    keeping = setTimeout(() => {
      const tops = board.drawn.lanes.map(({ column }) => [column.id, board.laneOf(column.id)?.scroll.scrollTop ?? 0]);
      const view = { owner, active: board.active, left: box.scrollLeft, tops: tops.filter(([, top]) => top > 0) };
      host.setState({ ...target, view });
    }, 150);
  };
  host.setState({ ...target, ...(kept.owner !== undefined && { view: kept }) });

  const say = (words) => {
    // The same words twice are news too.
    said.textContent = said.textContent === words ? `${words}\u00a0` : words;
  };
  let saying;
  const saySoon = (words) => {
    clearTimeout(saying);
    saying = setTimeout(() => say(words), 600);
  };

  const element = (id) => document.getElementById(id);

  const drawShown = ({ shown, all }) => {
    const counted =
      shown < all
        ? `${board.number(shown)} of ${board.number(all)}`
        : `${board.number(all)} ${all === 1 ? 'card' : 'cards'}`;
    const words = reading === null ? counted : `${board.number(Math.max(reading, all))} so far…`;
    const place = element('shown');
    if (place && place.textContent !== words) place.textContent = words;
    const clear = element('clear');
    if (clear) clear.hidden = !cards.filtered;
    return words;
  };

  const option = (value, title) => {
    const one = document.createElement('option');
    one.value = value;
    one.textContent = title;
    return one;
  };

  /** What is in the list of owners, by its element. */
  const ownersDrawn = new WeakMap();
  const drawOwners = () => {
    const select = element('owner');
    if (!select) return;
    const { me } = cards.setup;
    const others = cards.owners().filter(({ id }) => id !== me);
    const options = [
      ['', 'Any owner'],
      ['me', me === null ? 'Me…' : `Me (${cards.nameOf(me)})`],
      ['nobody', 'Nobody'],
      ...others.map(({ id, name }) => [id, name]),
    ];
    // Who is looked for stays in the list, also when that is nobody's card now.
    if (owner && !options.some(([id]) => id === owner)) options.push([owner, cards.nameOf(owner)]);
    const look = JSON.stringify(options);
    if (ownersDrawn.get(select) !== look) {
      ownersDrawn.set(select, look);
      select.replaceChildren(...options.map(([id, name]) => option(id, name)));
    }
    select.value = owner;
  };

  let asked = false;
  const drawSoon = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
  const draw = () => {
    if (!ready || !box.isConnected) return undefined;
    if (carry.id !== undefined && !cards.faces.has(carry.id)) carry.letGo();
    drawOwners();
    return drawShown(board.draw());
  };

  const look = () => {
    cards.look({ owner, text });
    const words = draw();
    keep();
    if (words) saySoon(reading === null ? `${words} shown` : words);
  };

  // Moving

  /** What the extension will answer is shown at once; until then the card says that it is being moved. */
  const move = (id, to) => {
    cards.send(id, to);
    draw();
    board.focusOn(id);
    host.postMessage({ type: 'move', card: id, to });
  };

  const carry = attioBoardCarry(cards, board, { say, draw, move });

  const settled = ({ card, to, outcome }) => {
    cards.callBack(card);
    draw();
    const face = cards.faces.get(card);
    if (!face) return;
    const here = board.titleOf(cards.stageOf(face));
    const words = {
      moved: `${face.title} moved to ${board.titleOf(to)}.`,
      staged: `${face.title} staged for ${board.titleOf(to)}.`,
      nothing: `${face.title} is in ${here}.`,
    };
    say(words[outcome] ?? `${face.title} was not moved. It is in ${here}.`);
    // Whoever has gone elsewhere meanwhile is not fetched back.
    if (document.activeElement === document.body || box.contains(document.activeElement)) board.focusOn(card);
  };

  attioBoardDrag(box, {
    canDrag: (id) => cards.setup.canMove && carry.id === undefined && !carry.isBusy(id),
    lift: (id) => {
      board.active = id;
      board.lifted = id;
      draw();
    },
    drop: (id, stage, somewhere) => {
      board.lifted = undefined;
      const face = cards.faces.get(id);
      const to = cards.setup.columns.find((column) => column.id === stage);
      if (!face || !somewhere || cards.stageOf(face) === stage || (to?.archived && stage !== face.stage)) {
        draw();
        return;
      }
      move(id, stage);
    },
  });

  // Keys

  const step = (id, key) => {
    const { lane, data, at } = board.placeOf(id) ?? {};
    if (!lane) return;
    const { lanes } = board.drawn;
    const rows = Math.max(1, Math.floor(lane.scroll.clientHeight / board.step()) - 1);
    const along = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      Home: 0,
      End: Number.MAX_SAFE_INTEGER,
      PageUp: at - rows,
      PageDown: at + rows,
    };
    if (key in along) {
      const to = Math.max(0, Math.min(data.cards.length - 1, along[key]));
      board.focusOn(data.cards[to].id);
      return;
    }
    const by = key === 'ArrowLeft' ? -1 : 1;
    const row = at * board.step() - lane.scroll.scrollTop;
    for (let next = lanes.indexOf(data) + by; next >= 0 && next < lanes.length; next += by) {
      const list = lanes[next].cards;
      if (list.length === 0) continue;
      const { scroll } = board.laneOf(lanes[next].column.id);
      const beside = Math.round((row + scroll.scrollTop) / board.step());
      board.focusOn(list[Math.max(0, Math.min(list.length - 1, beside))].id);
      return;
    }
  };

  const STEPS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'];

  /** True: the key was for the card. */
  const onCard = (id, key) => {
    if (carry.id !== undefined) return carry.onKey(key);
    if (STEPS.includes(key)) step(id, key);
    else if (key === ' ') carry.pickUp(id);
    else if (key === 'Enter') host.postMessage({ type: 'open', card: id });
    else if (key === 'm' || key === 'M') host.postMessage({ type: 'choose', card: id });
    else return false;
    return true;
  };

  const clearFilters = () => {
    owner = '';
    setText('');
    element('text').focus();
    look();
  };
  const setText = (value) => {
    text = value;
    if (element('text') && element('text').value !== value) element('text').value = value;
    clearTimeout(telling);
    telling = setTimeout(() => host.postMessage({ type: 'text', text }), 250);
  };
  let telling;

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { key } = event;
    const input = element('text');
    // Also on a button of the card, or where the focus was lost.
    if (key === 'Escape' && carry.id !== undefined) {
      event.preventDefault();
      carry.putBack({ follow: true });
    } else if (key === '/' && event.target !== input) {
      event.preventDefault();
      input?.focus();
      input?.select();
    } else if (event.target === input && key === 'Escape' && text !== '') {
      event.preventDefault();
      event.stopPropagation();
      setText('');
      look();
    } else if (event.target === input && key === 'ArrowDown' && board.active !== undefined) {
      event.preventDefault();
      board.focusOn(board.active);
    } else {
      const card = event.target.closest?.('.card');
      const act = event.target.dataset?.act;
      // On a button of the card its own keys count, and the arrows still go from card to card.
      if (!card || (act && !STEPS.includes(key))) return;
      if (onCard(card.dataset.card, key)) event.preventDefault();
    }
  });

  document.addEventListener('focusin', ({ target: focused }) => {
    const card = focused.closest?.('.card');
    if (!card) return;
    // What is carried is not carried off to another place, and only one card is in the hand.
    if (carry.id !== undefined && card.dataset.card !== carry.id) carry.putBack();
    if (card.dataset.card === board.active) return;
    const before = board.placeOf(board.active);
    board.active = card.dataset.card;
    if (before) board.draw();
    keep();
  });
  document.addEventListener('focusout', ({ relatedTarget }) => {
    if (carry.id !== undefined && relatedTarget && !box.contains(relatedTarget)) carry.putBack();
  });

  // Pressing

  document.addEventListener(
    'click',
    (event) => {
      const act = event.target.closest?.('[data-act]');
      if (act && box.contains(act)) {
        event.preventDefault();
        carry.putBack();
        host.postMessage({ type: act.dataset.act, card: act.closest('.card').dataset.card });
        return;
      }
      if (event.target.closest?.('#clear')) return clearFilters();
      const button = event.target.closest?.('[data-do]');
      if (!button || !page.contains(button)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (button.getAttribute('aria-disabled') === 'true') return;
      const { do: type, command } = button.dataset;
      host.postMessage(type === 'help' ? { type, command } : { type });
    },
    true,
  );
  box.addEventListener('dblclick', ({ target: pressed }) => {
    const card = pressed.closest?.('.card');
    if (card && !pressed.closest('button')) host.postMessage({ type: 'open', card: card.dataset.card });
  });
  box.addEventListener('scroll', keep, true);

  document.addEventListener('input', ({ target: typed }) => {
    if (typed !== element('text')) return;
    setText(typed.value);
    look();
  });
  document.addEventListener('change', ({ target: chosen }) => {
    if (chosen !== element('owner')) return;
    if (chosen.value === 'me' && cards.setup.me === null) host.postMessage({ type: 'me' });
    owner = chosen.value;
    look();
  });

  // What the extension says

  /** The columns stay where they are; around them only what has changed is exchanged. */
  const exchange = (html) => {
    const next = document.createElement('div');
    next.innerHTML = html;
    const same = page.querySelector('main.board #columns') && next.querySelector('main.board #columns');
    const focused = page.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    if (!same) page.replaceChildren(...next.childNodes);
    else {
      page
        .querySelector('main')
        .setAttribute('aria-busy', next.querySelector('main').getAttribute('aria-busy') ?? 'false');
      for (const part of next.querySelectorAll('[data-part]')) {
        const here = page.querySelector(`[data-part="${part.dataset.part}"]`);
        if (here.innerHTML !== part.innerHTML) here.replaceChildren(...part.childNodes);
      }
    }
    settle();
    if (focused && !page.contains(document.activeElement)) focusKey(focused);
    else if (focused && document.activeElement === document.body) focusKey(focused);
  };
  const focusKey = (key) =>
    [...page.querySelectorAll('[data-key]')].find(({ dataset }) => dataset.key === key)?.focus({ preventScroll: true });

  /** Puts the columns into the page that was drawn around their place. */
  const settle = () => {
    const place = element('columns');
    if (!place || place === box) return;
    for (const { name, value } of place.attributes) box.setAttribute(name, value);
    place.replaceWith(box);
    const input = element('text');
    if (input) input.value = text;
    if (ready) draw();
  };

  let restored = false;
  /** After a reload the reader's place is found again, once the cards are here. */
  const restore = () => {
    if (restored || cards.faces.size === 0) return;
    restored = reading === null;
    if (kept.active && board.placeOf(kept.active)) board.active = kept.active;
    draw();
    for (const [stage, top] of kept.tops ?? []) {
      const lane = board.laneOf(stage);
      if (lane) lane.scroll.scrollTop = top;
    }
    if (kept.left) box.scrollLeft = kept.left;
  };

  window.addEventListener('message', ({ data }) => {
    switch (data?.type) {
      case 'body':
        if (data.version <= version) return;
        version = data.version;
        exchange(data.html);
        return;
      case 'said':
        return say(data.text);
      case 'setup':
        if (!ready && data.text) {
          text = data.text;
          if (element('text')) element('text').value = text;
        }
        ready = true;
        cards.set(data);
        cards.look({ owner, text });
        return drawSoon();
      case 'cards':
        cards.put(data.put, data.drop);
        reading = data.reading;
        if (!restored && cards.faces.size > 0) return restore();
        return drawSoon();
      case 'pictures':
        cards.setPictures(data.pictures);
        return drawSoon();
      case 'settled':
        return settled(data);
      case 'focus':
        board.focusOn(data.card);
    }
  });

  window.addEventListener('resize', () => {
    if (!ready) return;
    board.measure();
    draw();
  });
  // A day later a card is a day older.
  setInterval(draw, 600_000);

  settle();
  host.postMessage({ type: 'ready', version });
})();
