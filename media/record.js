// The record page's script: reports what is pressed, and exchanges what is shown without losing the reader's place.
(() => {
  const host = acquireVsCodeApi();
  const page = document.getElementById('page');
  const said = document.getElementById('said');
  let version = Number(page.dataset.version);

  // All that a reload needs: which record of which account, and what the reader has begun to write. A key of `drafts` is
  // `record`, or the id of the thread that is answered; that of an open form is there with nothing written, too.
  const drafts = { ...host.getState()?.drafts };
  const keep = () => host.setState({ ...JSON.parse(page.dataset.state), drafts });
  keep();

  const send = {
    tool: ({ tool }) => ({ type: 'tool', tool }),
    refresh: () => ({ type: 'refresh' }),
    moreNotes: () => ({ type: 'moreNotes' }),
    retryNotes: () => ({ type: 'retryNotes' }),
    help: ({ command }) => ({ type: 'help', command }),
    record: ({ object, record }) => ({ type: 'record', object, recordId: record }),
    attribute: ({ what, slug }) => ({ type: 'attribute', what, slug }),
    external: (_data, element) => ({ type: 'external', href: element.getAttribute('href') }),
    note: ({ what, id }) => ({ type: 'note', what, id }),
    place: ({ what, id }) => ({ type: 'place', what, id }),
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
      const message = send[element.dataset.do]?.(element.dataset, element);
      if (message) host.postMessage(message);
    },
    true,
  );

  const byKey = (key) => [...page.querySelectorAll('[data-key]')].find((element) => element.dataset.key === key);

  const exchange = (html) => {
    const open = [...page.querySelectorAll('details[open]')].map((element) => element.dataset.key);
    const focused = page.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
    const { scrollX, scrollY } = window;
    const { selectionStart, selectionEnd } = document.activeElement ?? {};
    page.innerHTML = html;
    restore();
    for (const key of open) byKey(key)?.setAttribute('open', '');
    const again = focused && byKey(focused);
    again?.focus({ preventScroll: true });
    if (again?.dataset.draft !== undefined) again.setSelectionRange(selectionStart, selectionEnd);
    window.scrollTo(scrollX, scrollY);
  };

  window.addEventListener('message', ({ data }) => {
    if (data?.type === 'body' && data.version > version) {
      version = data.version;
      exchange(data.html);
    }
    if (data?.type === 'said') said.textContent = data.text;
    if (data?.type === 'sent') {
      delete drafts[data.to];
      keep();
      restore();
      said.textContent = 'Comment written';
    }
    if (data?.type === 'comments') {
      const comments = document.getElementById('comments');
      comments?.scrollIntoView({ block: 'start' });
      comments?.focus({ preventScroll: true });
    }
    if (data?.type === 'note') {
      const note = document.getElementById(`note-${data.id}`);
      note?.scrollIntoView({ block: 'start' });
      note?.focus({ preventScroll: true });
    }
  });

  restore();
  host.postMessage({ type: 'ready', version });
})();
