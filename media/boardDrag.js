// Dragging cards with a mouse or pen. By pointer events: what is dragged follows the pointer over columns that scroll, and
// a board that is drawn anew meanwhile does not end it.
globalThis.attioBoardDrag = (box, { canDrag, lift, drop }) => {
  /** So many pixels are a drag, and less a click. */
  const SLACK = 6;
  /** So near the edge the board scrolls, by so many pixels a frame. */
  const EDGE = 48;
  const SPEED = 14;
  let drag;

  const laneAt = (x, y) => document.elementFromPoint(x, y)?.closest?.('.lane') ?? undefined;

  const over = (lane) => {
    if (drag.lane === lane) return;
    drag.lane?.classList.remove('over');
    drag.lane = lane;
    lane?.classList.add('over');
  };

  const follow = () => {
    const { ghost, x, y, dx, dy } = drag;
    ghost.style.transform = `translate(${x - dx}px, ${y - dy}px)`;
    over(laneAt(x, y));
  };

  const scroll = () => {
    if (!drag?.ghost) return;
    const { left, right } = box.getBoundingClientRect();
    const by = drag.x < left + EDGE ? -SPEED : drag.x > right - EDGE ? SPEED : 0;
    if (by !== 0) {
      box.scrollLeft += by;
      over(laneAt(drag.x, drag.y));
    }
    requestAnimationFrame(scroll);
  };

  const begin = () => {
    const { card, pointer } = drag;
    const { left, top, width, height } = card.getBoundingClientRect();
    const ghost = card.cloneNode(true);
    for (const element of [ghost, ...ghost.querySelectorAll('[id]')]) element.removeAttribute('id');
    ghost.className = 'card ghost';
    ghost.setAttribute('aria-hidden', 'true');
    ghost.style.width = `${width}px`;
    ghost.style.height = `${height}px`;
    document.body.append(ghost);
    Object.assign(drag, { ghost, dx: drag.fromX - left, dy: drag.fromY - top });
    box.setPointerCapture(pointer);
    box.classList.add('dragging');
    lift(drag.id);
    requestAnimationFrame(scroll);
  };

  const end = (lane) => {
    if (!drag) return;
    const { ghost, id, pointer } = drag;
    if (ghost) {
      over(undefined);
      ghost.remove();
      box.classList.remove('dragging');
      if (box.hasPointerCapture(pointer)) box.releasePointerCapture(pointer);
    }
    drag = undefined;
    if (ghost) drop(id, lane && (lane.dataset.stage || null), lane !== undefined);
  };

  box.addEventListener('pointerdown', (event) => {
    const card = event.target.closest?.('.card');
    if (!card || event.target.closest('button') || event.button !== 0 || event.pointerType === 'touch') return;
    const id = card.dataset.card;
    if (!canDrag(id)) return;
    const { clientX, clientY, pointerId } = event;
    drag = { id, card, pointer: pointerId, fromX: clientX, fromY: clientY, x: clientX, y: clientY };
  });
  document.addEventListener('pointermove', (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    if (event.buttons === 0) return end(undefined);
    Object.assign(drag, { x: event.clientX, y: event.clientY });
    if (!drag.ghost && Math.hypot(drag.x - drag.fromX, drag.y - drag.fromY) < SLACK) return;
    if (!drag.ghost) begin();
    follow();
  });
  document.addEventListener('pointerup', (event) => {
    if (drag && event.pointerId === drag.pointer) end(drag.ghost ? drag.lane : undefined);
  });
  document.addEventListener('pointercancel', () => end(undefined));
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || !drag?.ghost) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      end(undefined);
    },
    true,
  );
};
