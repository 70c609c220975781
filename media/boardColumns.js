// Draws the columns of a board: of each only the cards that are to be seen, and of those only what has changed.
globalThis.attioBoardColumns = (box, cards) => {
  const DAY = 86_400_000;
  /** By stage: the elements of a column, and the elements of its cards by id. */
  const lanes = new Map();
  let drawn = { lanes: [], shown: 0, all: 0, shareOf: 'count' };
  /** The card that the keyboard is at. */
  let active;
  /** Picked up by keyboard, and being dragged. */
  let carried;
  let lifted;
  /** From the top of one card to the top of the next. */
  let step = 0;

  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  const remote = (tag, className, text) => {
    const element = make(tag, className, text);
    element.dir = 'auto';
    return element;
  };
  const icon = (path) => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    for (const [name, value] of Object.entries({ viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' }))
      svg.setAttribute(name, value);
    const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    line.setAttribute('d', path);
    svg.append(line);
    return svg;
  };
  const ICONS = {
    open: 'M3.5 2.5h6l3 3v8h-9zM9.5 2.5v3h3M5.5 8.5h5M5.5 11h5',
    choose: 'M2.5 5.5h10M9.5 2.5l3 3-3 3M13.5 10.5h-10M6.5 7.5l-3 3 3 3',
    openInAttio: 'M9.5 2.5h4v4M13.5 2.5l-6 6M11.5 9.5v4h-9v-9h4',
    unstage: 'M3.5 7.5h6a3 3 0 0 1 0 6h-3M6.5 4.5l-3 3 3 3',
  };

  const formats = new Map();
  const format = (key, make) => {
    if (!formats.has(key)) formats.set(key, make());
    return formats.get(key);
  };
  const number = (value) => format('n', () => new Intl.NumberFormat(cards.setup.locale)).format(value);
  const money = ({ amount, currency }) => {
    if (!/^[A-Z]{3}$/i.test(currency)) return `${number(amount)} ${currency}`.trim();
    const digits = Number.isInteger(amount) ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {};
    const key = `${currency} ${Number.isInteger(amount)}`;
    return format(
      key,
      () => new Intl.NumberFormat(cards.setup.locale, { style: 'currency', currency, ...digits }),
    ).format(amount);
  };

  const titleOf = (stage) => cards.setup.columns.find(({ id }) => id === stage)?.title ?? 'No stage';
  const days = (ms) => {
    const whole = Math.floor(ms / DAY);
    return whole === 0 ? 'today' : whole === 1 ? '1 day' : `${number(whole)} days`;
  };

  /** What a card says, as it is now: drawn anew only when this is other than before. */
  const looks = (face, column, now) => {
    const away = cards.isAway(face.id);
    const age = face.since === undefined || away || face.staged ? undefined : Math.max(0, now - face.since);
    const stuck = age !== undefined && column.stuckAfter !== undefined && age > column.stuckAfter;
    return {
      title: face.title,
      worth: face.money ? money(face.money) : '',
      company: face.company ?? face.about ?? '',
      owners: face.owners.map((id) => {
        const person = cards.person(id);
        return {
          id,
          name: cards.nameOf(id),
          initials: person?.initials ?? '?',
          hue: person?.hue ?? 0,
          pictured: cards.picture(id) !== undefined,
        };
      }),
      age: age === undefined ? '' : stuck ? `Stuck: ${days(age)}` : days(age),
      aged: age === undefined ? '' : stuck ? `stuck, ${days(age)} in this stage` : `${days(age)} in this stage`,
      stuck,
      staged: face.staged && !away ? `Staged, from ${titleOf(face.stage)}` : '',
      busy: away && carried !== face.id,
      carried: carried === face.id,
      lifted: lifted === face.id,
      canMove: cards.setup.canMove,
    };
  };

  const button = (act, title, name) => {
    const element = make('button', 'icon');
    element.type = 'button';
    element.dataset.act = act;
    element.title = title;
    element.setAttribute('aria-label', `${title}: ${name}`);
    element.append(icon(ICONS[act]));
    return element;
  };

  const avatar = ({ id, initials, hue, pictured }) => {
    if (!pictured) {
      const letters = make('span', `face hue-${hue}`, initials);
      letters.setAttribute('aria-hidden', 'true');
      return letters;
    }
    const image = make('img', 'face');
    image.src = cards.picture(id);
    image.alt = '';
    return image;
  };

  /** The parts of a card. What is only for the eye is hidden from a screen reader, which gets it in one sentence. */
  const fill = (element, id, look) => {
    const classes = {
      stuck: look.stuck,
      staged: look.staged,
      busy: look.busy,
      carried: look.carried,
      lifted: look.lifted,
    };
    element.className = ['card', ...Object.keys(classes).filter((name) => classes[name])].join(' ');
    const title = remote('span', 'title', look.title);
    title.id = `title-${id}`;
    title.title = look.title;
    const about = make('span', 'about');
    if (look.worth) about.append(remote('span', 'worth', look.worth));
    if (look.company) about.append(remote('span', 'company', look.company));
    const who = make('span', 'who');
    who.append(...look.owners.slice(0, 2).map(avatar));
    const [first] = look.owners;
    const rest = look.owners.length - 1;
    who.append(remote('span', 'owner', first ? (rest > 0 ? `${first.name} +${rest}` : first.name) : 'Nobody'));
    const last = make('span', 'last');
    const mark = look.staged || look.age || (look.busy ? 'Moving…' : look.carried ? 'Picked up' : '');
    const age = remote('span', 'age', mark);
    age.title = mark;
    last.append(age);
    const tools = make('span', 'card-tools');
    tools.append(button('open', 'Open', look.title));
    if (look.canMove) tools.append(button('choose', 'Move…', look.title));
    if (look.staged) tools.append(button('unstage', 'Unstage', look.title));
    tools.append(button('openInAttio', 'Open in Attio', look.title));
    last.append(tools);
    const owner = look.owners.length > 0 ? `owner ${look.owners.map(({ name }) => name).join(', ')}` : 'no owner';
    const said = [look.worth, look.company, owner, look.aged, look.staged, look.busy ? 'being moved' : ''];
    const sentence = make('span', 'unseen', said.filter(Boolean).join(', '));
    sentence.id = `about-${id}`;
    for (const part of [about, who, last.firstChild]) part.setAttribute('aria-hidden', 'true');
    element.replaceChildren(title, about, who, last, sentence);
  };

  const makeCard = (id) => {
    const element = make('li', 'card');
    element.dataset.card = id;
    element.setAttribute('aria-labelledby', `title-${id}`);
    element.setAttribute('aria-describedby', `about-${id}`);
    element.tabIndex = -1;
    return { element, look: '', at: -1, count: -1, active: undefined };
  };

  const makeLane = (id) => {
    const key = id ?? 'none';
    const section = make('section', 'lane');
    section.dataset.stage = id ?? '';
    section.setAttribute('aria-labelledby', `stage-${key}`);
    const head = make('div', 'lane-head');
    const title = remote('h2', 'stage');
    title.id = `stage-${key}`;
    const facts = make('p', 'sum');
    const share = make('p', 'quiet target');
    const bar = make('div', 'share');
    bar.append(make('span'));
    bar.setAttribute('role', 'img');
    head.append(title, facts, bar, share);
    const scroll = make('div', 'scroll');
    // Else the browser makes a box that scrolls one more stop of the Tab key.
    scroll.tabIndex = -1;
    const list = make('ul', 'cards');
    list.setAttribute('role', 'list');
    list.setAttribute('aria-labelledby', `stage-${key}`);
    const nothing = make('p', 'quiet none');
    scroll.append(list, nothing);
    section.append(head, scroll);
    const lane = { id, section, title, facts, bar, share, scroll, list, nothing, nodes: new Map(), data: undefined };
    let asked = false;
    scroll.addEventListener('scroll', () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        if (lane.data) drawCards(lane);
      });
    });
    return lane;
  };

  const drawHead = (lane, { column, cards: list, sums, share, all }) => {
    const set = (element, text) => {
      if (element.textContent !== text) element.textContent = text;
    };
    set(lane.title, column.archived ? `${column.title} (archived)` : column.title);
    const count = list.length === all ? number(all) : `${number(list.length)} of ${number(all)}`;
    set(lane.facts, [count, sums.map(money).join(' + ')].filter(Boolean).join(' · '));
    set(lane.share, column.target ? `Target: ${column.target}` : '');
    const percent = Math.round(share * 100);
    const words = `${percent}% of ${drawn.shareOf === 'sum' ? 'the sum' : 'the cards'}`;
    if (lane.bar.title !== words) {
      lane.bar.title = words;
      lane.bar.setAttribute('aria-label', words);
    }
    lane.bar.firstChild.style.width = `${(share * 100).toFixed(1)}%`;
    set(lane.nothing, list.length > 0 ? '' : all > 0 ? 'None of these match.' : 'Empty');
  };

  const placeOf = (id) => {
    for (const lane of drawn.lanes) {
      const at = lane.cards.findIndex((face) => face.id === id);
      if (at >= 0) return { lane: lanes.get(lane.column.id), data: lane, at };
    }
    return undefined;
  };

  /** Makes, changes and removes elements so that those are there that are to be seen, and the one with the focus. */
  const drawCards = (lane) => {
    const { column, cards: list } = lane.data;
    lane.list.style.height = `${list.length * step}px`;
    const [first, end] = attioBoardWindow(list.length, step, lane.scroll.scrollTop, lane.scroll.clientHeight || 600);
    const wanted = [];
    const focused = active === undefined ? -1 : list.findIndex(({ id }) => id === active);
    if (focused >= 0 && focused < first) wanted.push(focused);
    for (let at = first; at < end; at++) wanted.push(at);
    if (focused >= end) wanted.push(focused);
    const ids = new Set(wanted.map((at) => list[at].id));
    for (const [id, node] of lane.nodes)
      if (!ids.has(id)) {
        node.element.remove();
        lane.nodes.delete(id);
      }
    const now = Date.now();
    let next = lane.list.firstChild;
    for (const at of wanted) {
      const face = list[at];
      let node = lane.nodes.get(face.id);
      if (!node) {
        node = makeCard(face.id);
        lane.nodes.set(face.id, node);
      }
      const look = looks(face, column, now);
      const said = JSON.stringify(look);
      const isActive = face.id === active;
      if (node.look !== said) fill(node.element, face.id, look);
      if (node.look !== said || node.active !== isActive) {
        node.element.tabIndex = isActive ? 0 : -1;
        // The buttons of the card that the keyboard is at follow it; those of others are not in the way.
        for (const one of node.element.querySelectorAll('button')) one.tabIndex = isActive ? 0 : -1;
      }
      if (node.at !== at) node.element.style.transform = `translateY(${at * step}px)`;
      if (node.at !== at || node.count !== list.length) {
        node.element.setAttribute('aria-posinset', at + 1);
        node.element.setAttribute('aria-setsize', list.length);
      }
      Object.assign(node, { look: said, active: isActive, at, count: list.length });
      if (node.element === next) next = next.nextSibling;
      else lane.list.insertBefore(node.element, next);
    }
  };

  /** Measured and not reckoned: the height of a card goes by the font. */
  const measure = () => {
    const probe = make('li', 'card probe');
    box.append(probe);
    step = probe.offsetHeight + Math.round(Number.parseFloat(getComputedStyle(probe).marginBottom) || 0);
    probe.remove();
    step ||= 120;
  };

  const draw = () => {
    const held = box.contains(document.activeElement) ? document.activeElement : undefined;
    const focus = held && { id: held.closest('.card')?.dataset.card, act: held.dataset.act };
    if (step === 0) measure();
    drawn = cards.layout();
    if (active === undefined || !placeOf(active)) {
      const beside = active === undefined ? undefined : lastPlace;
      const lane = drawn.lanes.find(({ column, cards: list }) => list.length > 0 && column.id === beside?.stage);
      active = lane
        ? lane.cards[Math.min(beside.at, lane.cards.length - 1)].id
        : drawn.lanes.find(({ cards: list }) => list.length > 0)?.cards[0].id;
    }
    const seen = new Set(drawn.lanes.map(({ column }) => column.id));
    box.classList.toggle(
      'targets',
      drawn.lanes.some(({ column }) => column.target),
    );
    for (const [id, lane] of lanes)
      if (!seen.has(id)) {
        lane.section.remove();
        lanes.delete(id);
      }
    let next = box.firstChild;
    for (const data of drawn.lanes) {
      let lane = lanes.get(data.column.id);
      if (!lane) {
        lane = makeLane(data.column.id);
        lanes.set(data.column.id, lane);
      }
      lane.data = data;
      drawHead(lane, data);
      if (lane.section === next) next = next.nextSibling;
      else box.insertBefore(lane.section, next);
      drawCards(lane);
    }
    remember();
    // An element that was replaced has let go of the focus.
    if (focus?.id && !box.contains(document.activeElement)) focusOn(focus.id, focus.act);
    return drawn;
  };

  /** Where the active card is: when it goes, its neighbour takes its place. */
  let lastPlace;
  const remember = () => {
    const place = active === undefined ? undefined : placeOf(active);
    if (place) lastPlace = { stage: place.lane.id, at: place.at };
  };

  /** Brings a card into view and gives it the focus, or the button of it that does `act`. */
  const focusOn = (id, act) => {
    const place = placeOf(id);
    const before = active === undefined ? undefined : placeOf(active);
    if (place) active = id;
    else if (active === undefined) return false;
    const { lane, at } = place ?? before ?? {};
    if (!lane) return false;
    const { scroll } = lane;
    const top = at * step;
    if (top < scroll.scrollTop) scroll.scrollTop = top;
    else if (top + step > scroll.scrollTop + scroll.clientHeight) scroll.scrollTop = top + step - scroll.clientHeight;
    if (before && before.lane !== lane) drawCards(before.lane);
    drawCards(lane);
    remember();
    const element = lane.nodes.get(active)?.element;
    const target = (act && element?.querySelector(`[data-act="${act}"]`)) || element;
    target?.focus({ preventScroll: true });
    lane.section.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    return true;
  };

  return {
    draw,
    focusOn,
    placeOf,
    titleOf,
    number,
    money,
    measure,
    get drawn() {
      return drawn;
    },
    get active() {
      return active;
    },
    set active(id) {
      active = id;
    },
    laneOf: (stage) => lanes.get(stage),
    elementOf: (id) => placeOf(id)?.lane.nodes.get(id)?.element,
    step: () => step,
    set carried(id) {
      carried = id;
    },
    set lifted(id) {
      lifted = id;
    },
  };
};
