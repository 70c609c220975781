// The object page's script: reports what is pressed, filters the attributes, and keeps the reader's place.
(() => {
  const host = acquireVsCodeApi();
  const page = document.getElementById('page');
  const said = document.getElementById('said');
  const target = JSON.parse(page.dataset.state);
  let version = Number(page.dataset.version);
  let filter = host.getState()?.filter ?? '';
  /** What was folded before the filter unfolded it. */
  const unfolded = new Set();

  const keep = () => host.setState({ ...target, filter });
  keep();

  const send = {
    refresh: () => ({ type: 'refresh' }),
    newAttribute: () => ({ type: 'newAttribute' }),
    rename: () => ({ type: 'rename' }),
    markdown: () => ({ type: 'markdown' }),
    copyMarkdown: () => ({ type: 'copyMarkdown' }),
    keys: () => ({ type: 'keys' }),
    help: ({ command }) => ({ type: 'help', command }),
    copy: ({ what, attribute }) => ({ type: 'copy', what, ...(attribute && { attribute }) }),
    edit: ({ attribute }) => ({ type: 'edit', attribute }),
    object: ({ object }) => ({ type: 'object', object }),
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

  const box = () => document.getElementById('filter');
  const rows = () => [...page.querySelectorAll('[data-attribute-row]')];
  const seen = () => rows().filter((row) => !row.hidden && row.closest('details[data-section]:not([open])') === null);

  const apply = () => {
    const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows()) {
      row.hidden = !words.every((word) => row.dataset.text.includes(word));
      if (!row.hidden) count++;
    }
    for (const section of page.querySelectorAll('[data-section]')) {
      section.hidden = !section.querySelector('[data-attribute-row]:not([hidden])');
      if (section.tagName !== 'DETAILS') continue;
      // What is looked for is shown, also among what is folded.
      if (words.length > 0 && !section.hidden && !section.open) {
        unfolded.add(section.dataset.key);
        section.open = true;
      } else if (words.length === 0 && unfolded.delete(section.dataset.key)) section.open = false;
    }
    const matches = document.getElementById('matches');
    if (matches) matches.textContent = words.length > 0 ? `${count} of ${rows().length}` : '';
    const nothing = document.getElementById('nothing');
    if (nothing) nothing.hidden = count > 0 || words.length === 0;
  };

  document.addEventListener('input', (event) => {
    if (event.target !== box()) return;
    filter = event.target.value;
    keep();
    apply();
  });

  const step = (from, by) => {
    const list = seen();
    const at = list.indexOf(from) + by;
    if (at < 0) return box()?.focus();
    list[at]?.querySelector('button')?.focus();
  };

  document.addEventListener('keydown', (event) => {
    const inBox = event.target === box();
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '/' && !inBox) {
      event.preventDefault();
      box()?.focus();
      box()?.select();
    } else if (event.key === 'Escape' && inBox && filter !== '') {
      event.preventDefault();
      event.stopPropagation();
      filter = '';
      box().value = '';
      keep();
      apply();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const row = event.target.closest?.('[data-attribute-row]');
      if (!inBox && !row) return;
      event.preventDefault();
      if (row) step(row, event.key === 'ArrowDown' ? 1 : -1);
      else if (event.key === 'ArrowDown') seen()[0]?.querySelector('button')?.focus();
    }
  });

  const byKey = (key) => [...page.querySelectorAll('[data-key]')].find((element) => element.dataset.key === key);

  const exchange = (html) => {
    const open = [...page.querySelectorAll('details[open]')].map((element) => element.dataset.key);
    const active = document.activeElement;
    const focused = page.contains(active) ? active.dataset.key : undefined;
    const caret = active === box() ? [active.selectionStart, active.selectionEnd] : undefined;
    const { scrollX, scrollY } = window;
    page.innerHTML = html;
    for (const key of open) byKey(key)?.setAttribute('open', '');
    show();
    if (focused) byKey(focused)?.focus({ preventScroll: true });
    if (caret) box()?.setSelectionRange(...caret);
    window.scrollTo(scrollX, scrollY);
  };

  const show = () => {
    if (box()) box().value = filter;
    apply();
  };

  window.addEventListener('message', ({ data }) => {
    if (data?.type === 'body' && data.version > version) {
      version = data.version;
      exchange(data.html);
    }
    if (data?.type === 'said') said.textContent = data.text;
  });

  show();
  host.postMessage({ type: 'ready', version });
})();
