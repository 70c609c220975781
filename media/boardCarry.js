// Moving a card by keyboard: it is picked up, carried from stage to stage and dropped, or put back. One at a time.
globalThis.attioBoardCarry = (cards, board, { say, draw, move }) => {
  /** The card in the hand, where it was, and the stage that it is held over. */
  let carried;

  const nameOf = (id) => cards.faces.get(id)?.title ?? 'The card';

  const letGo = () => {
    carried = undefined;
    board.carried = undefined;
  };

  /** Says so where a card is on its way: true then. */
  const isBusy = (id) => {
    if (!cards.isAway(id)) return false;
    say(`${nameOf(id)} is being moved: it can be picked up when that is done.`);
    return true;
  };

  const pickUp = (id) => {
    if (!cards.setup.canMove) return say('Cards of this board cannot be moved with this key.');
    if (isBusy(id)) return;
    const from = cards.stageOf(cards.faces.get(id));
    carried = { id, from, to: from };
    board.carried = id;
    draw();
    board.focusOn(id);
    say(
      `Picked up ${nameOf(id)}, in ${board.titleOf(from)}. Left and right choose the stage, space drops it, escape puts it back.`,
    );
  };

  const carry = (by) => {
    const stages = cards.setup.columns.filter(({ id, archived }) => id === carried.from || (id !== null && !archived));
    const at = stages.findIndex(({ id }) => id === carried.to) + by;
    if (at < 0 || at >= stages.length)
      return say(`${board.titleOf(carried.to)} is the ${by < 0 ? 'first' : 'last'} stage.`);
    carried.to = stages[at].id;
    if (carried.to === carried.from) cards.callBack(carried.id);
    else cards.send(carried.id, carried.to);
    draw();
    board.focusOn(carried.id);
    say(`${stages[at].title}, stage ${at + 1} of ${stages.length}`);
  };

  const drop = () => {
    const { id, from, to } = carried;
    letGo();
    if (to !== from) return move(id, to);
    draw();
    say(`${nameOf(id)} stays in ${board.titleOf(from)}.`);
  };

  /** `follow`: the focus goes back with it; without that, whoever went elsewhere stays there. */
  const putBack = ({ follow = false } = {}) => {
    if (!carried) return;
    const { id, from } = carried;
    letGo();
    cards.callBack(id);
    draw();
    if (follow) board.focusOn(id);
    say(`${nameOf(id)} is back in ${board.titleOf(from)}.`);
  };

  /** True: the key was for the card in the hand, which is put down before anything else is done. */
  const onKey = (key) => {
    if (key === 'ArrowLeft' || key === 'ArrowRight') carry(key === 'ArrowLeft' ? -1 : 1);
    else if (key === ' ' || key === 'Enter') drop();
    else if (key === 'Escape') putBack({ follow: true });
    else return key !== 'Tab';
    return true;
  };

  return {
    get id() {
      return carried?.id;
    },
    isBusy,
    letGo,
    pickUp,
    putBack,
    onKey,
  };
};
