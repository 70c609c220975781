// The cards of a board as data: who stands in which column under a filter, in which order, and what it comes to. No page is
// needed for it, so that tests can run it alone.
globalThis.attioBoardCards = () => {
  /** By id, as the extension told. */
  const faces = new Map();
  /** Where a card is shown though Attio has it elsewhere: it is being moved, or carried. By id: the stage, and since when. */
  const elsewhere = new Map();
  let setup = { columns: [], people: [], me: null, canMove: false, money: false };
  let names = new Map();
  /** `data:` URIs, by the id of a member. */
  let pictures = new Map();
  let filter = { owner: '', words: [] };

  const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

  const nameOf = (id) => names.get(id)?.name ?? 'Somebody who is not named';

  /** What the filter looks in; made when it is first needed. */
  const texts = new Map();
  const textOf = (face) => {
    let text = texts.get(face.id);
    if (text === undefined) {
      text = fold([face.title, face.company, face.about, ...face.owners.map((id) => names.get(id)?.name)].join(' '));
      texts.set(face.id, text);
    }
    return text;
  };

  const isOwned = (face) => {
    const { owner } = filter;
    if (owner === '') return true;
    if (owner === 'nobody') return face.owners.length === 0;
    return face.owners.includes(owner === 'me' ? setup.me : owner);
  };
  const matches = (face) => isOwned(face) && filter.words.every((word) => textOf(face).includes(word));

  const stageOf = (face) => {
    const moving = elsewhere.get(face.id);
    return moving ? moving.stage : face.staged ? face.staged.to : face.stage;
  };
  /** What came last stands first. */
  const cameAt = (face) => elsewhere.get(face.id)?.at ?? face.staged?.at ?? face.since ?? face.createdAt;

  /** `12,000 EUR` of several cards, by currency, the largest first. */
  const sumsOf = (cards) => {
    const sums = new Map();
    for (const { money } of cards) if (money) sums.set(money.currency, (sums.get(money.currency) ?? 0) + money.amount);
    return [...sums]
      .map(([currency, amount]) => ({ currency, amount: Math.round(amount * 10_000) / 10_000 }))
      .filter(({ amount }) => amount !== 0)
      .sort((a, b) => b.amount - a.amount);
  };

  /** The columns that are to be seen, in order, with their cards and what these come to. */
  const layout = () => {
    const lanes = setup.columns.map((column) => ({ column, all: 0, cards: [] }));
    const byId = new Map(lanes.map((lane) => [lane.column.id, lane]));
    let shown = 0;
    for (const face of faces.values()) {
      const lane = byId.get(stageOf(face)) ?? byId.get(null);
      if (!lane) continue;
      lane.all++;
      if (!matches(face)) continue;
      lane.cards.push(face);
      shown++;
    }
    const seen = lanes.filter(({ column, all }) => all > 0 || (column.id !== null && !column.archived));
    for (const lane of seen) {
      lane.cards.sort((a, b) => cameAt(b) - cameAt(a) || (a.title < b.title ? -1 : 1));
      lane.sums = setup.money ? sumsOf(lane.cards) : [];
    }
    // Different currencies cannot be compared; then the number of cards is.
    const currencies = new Set(seen.flatMap(({ sums }) => sums.map(({ currency }) => currency)));
    const bySum = currencies.size === 1 && seen.every(({ sums }) => (sums[0]?.amount ?? 0) >= 0);
    const worth = ({ sums, cards }) => (bySum ? (sums[0]?.amount ?? 0) : cards.length);
    const total = seen.reduce((sum, lane) => sum + worth(lane), 0);
    for (const lane of seen) lane.share = total > 0 ? worth(lane) / total : 0;
    return { lanes: seen, shown, all: faces.size, shareOf: bySum ? 'sum' : 'count' };
  };

  /** Members who have a card, by name. */
  const owners = () => {
    const ids = new Set([...faces.values()].flatMap((face) => face.owners));
    return [...ids].map((id) => ({ id, name: nameOf(id) })).sort((a, b) => a.name.localeCompare(b.name));
  };

  return {
    faces,
    stageOf,
    nameOf,
    owners,
    layout,
    person: (id) => names.get(id),
    picture: (id) => pictures.get(id.toLowerCase()),
    setPictures(told) {
      pictures = new Map(Object.entries(told));
    },
    get setup() {
      return setup;
    },
    set(told) {
      setup = told;
      names = new Map(told.people.map((person) => [person.id, person]));
      texts.clear();
    },
    put(list, gone) {
      for (const face of list) {
        faces.set(face.id, face);
        texts.delete(face.id);
      }
      for (const id of gone) {
        faces.delete(id);
        texts.delete(id);
        elsewhere.delete(id);
      }
    },
    /** `owner`: a member's id, `me`, `nobody`, or empty for all. */
    look({ owner, text }) {
      filter = { owner, words: fold(text).split(/\s+/).filter(Boolean) };
    },
    get filtered() {
      return filter.owner !== '' || filter.words.length > 0;
    },
    /** Shows a card in another stage until it is called back. */
    send(id, stage) {
      elsewhere.set(id, { stage, at: Date.now() });
    },
    callBack: (id) => elsewhere.delete(id),
    isAway: (id) => elsewhere.has(id),
  };
};

/** Which of `count` rows of height `step` are to be drawn in a box scrolled to `top`: `[first, past the last)`. */
globalThis.attioBoardWindow = (count, step, top, height, more = 3) => {
  const first = Math.max(0, Math.min(count, Math.floor(top / step)) - more);
  return [first, Math.min(count, Math.ceil((top + height) / step) + more)];
};
