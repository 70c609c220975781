// The script of the page of updates: reports what is pressed, keeps what is decided over a reload, and the reader's place.
(() => {
  const host = acquireVsCodeApi();
  const page = document.getElementById('page');
  const said = document.getElementById('said');
  const target = JSON.parse(page.dataset.state);
  let version = Number(page.dataset.version);

  // Which text it is, and ids of what was decided: nothing of what the text or Attio says.
  const keep = () => {
    const kept = page.querySelector('[data-kept]')?.dataset.kept;
    host.setState(kept ? JSON.parse(kept) : target);
  };

  const plain = (type) => () => ({ type });
  const about =
    (type) =>
    ({ id }) => ({ type, id });
  const send = {
    refresh: plain('refresh'),
    apply: plain('apply'),
    undo: plain('undo'),
    text: plain('text'),
    bringBack: plain('bringBack'),
    all: plain('all'),
    none: plain('none'),
    help: ({ command }) => ({ type: 'help', command }),
    edit: about('edit'),
    drop: about('drop'),
    evidence: about('evidence'),
    record: about('record'),
  };

  // In the capture phase, so that the webview's own handling of links does not see them too.
  document.addEventListener(
    'click',
    (event) => {
      const element = event.target.closest?.('[data-do]');
      if (!element || !page.contains(element)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (element.getAttribute('aria-disabled') === 'true') return;
      const message = send[element.dataset.do]?.(element.dataset);
      if (message) host.postMessage(message);
    },
    true,
  );

  document.addEventListener('change', (event) => {
    const id = event.target.dataset?.accept;
    if (id) host.postMessage({ type: 'accept', id, on: event.target.checked });
  });

  const items = () => [...page.querySelectorAll('[data-item]')];
  const goTo = (item) => item?.querySelector('input[type="checkbox"], [data-do]')?.focus();

  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
      event.preventDefault();
      page.querySelector('[data-do="apply"]')?.click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const item = event.target.closest?.('[data-item]');
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const all = items();
      const at = all.indexOf(item) + (event.key === 'ArrowDown' ? 1 : -1);
      if (all.length === 0 || (!item && event.key === 'ArrowUp')) return;
      event.preventDefault();
      if (at >= 0) goTo(all[Math.min(at, all.length - 1)]);
      else page.querySelector('[data-do="apply"]')?.focus();
      return;
    }
    if (!item) return;
    const key = { Delete: 'drop', Backspace: 'drop', e: 'edit', l: 'evidence' }[event.key];
    const button = key && item.querySelector(`[data-do="${key}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  const byKey = (key) => [...page.querySelectorAll('[data-key]')].find((element) => element.dataset.key === key);

  const exchange = (html) => {
    const open = [...page.querySelectorAll('details[open]')].map((element) => element.dataset.key);
    const active = page.contains(document.activeElement) ? document.activeElement : undefined;
    const focused = active?.dataset.key;
    const place = active ? items().indexOf(active.closest('[data-item]')) : -1;
    const { scrollX, scrollY } = window;
    page.innerHTML = html;
    for (const key of open) byKey(key)?.setAttribute('open', '');
    const same = focused && byKey(focused);
    if (same) same.focus({ preventScroll: true });
    // What was dropped or applied leaves its place to the next one.
    else if (place >= 0) goTo(items()[Math.min(place, items().length - 1)]);
    window.scrollTo(scrollX, scrollY);
    keep();
  };

  window.addEventListener('message', ({ data }) => {
    if (data?.type === 'body' && data.version > version) {
      version = data.version;
      exchange(data.html);
    }
    if (data?.type === 'said') said.textContent = data.text;
  });

  keep();
  host.postMessage({ type: 'ready', version });
})();
