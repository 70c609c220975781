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
    moreThreads: () => ({ type: 'moreThreads' }),
    retryThreads: () => ({ type: 'retryThreads' }),
    deleteComment: ({ id }) => ({ type: 'deleteComment', id }),
    comment: ({ to }) => (drafts[to]?.trim() ? { type: 'comment', to, text: drafts[to] } : undefined),
    reply: ({ to }) => write(to, drafts[to] ?? ''),
    noReply: ({ to }) => write(to, undefined),
  };

  const textOf = (to) => [...page.querySelectorAll('[data-draft]')].find((element) => element.dataset.draft === to);

  /** Opens the form of a thread, or closes it for good. Nobody is told. */
  const write = (to, text) => {
    if (text === undefined) delete drafts[to];
    else drafts[to] = text;
    keep();
    restore();
    if (text !== undefined) textOf(to)?.focus();
  };

  /** What was begun is in its form again, and the forms of threads that nobody answers are away. */
  const restore = () => {
    for (const text of page.querySelectorAll('[data-draft]')) {
      const to = text.dataset.draft;
      if (text.value !== (drafts[to] ?? '')) text.value = drafts[to] ?? '';
      const open = to === 'record' || drafts[to] !== undefined;
      text.closest('[data-form]').hidden = !open;
      const reply = [...page.querySelectorAll('[data-reply]')].find((element) => element.dataset.reply === to);
      if (reply) reply.hidden = open;
    }
  };

  page.addEventListener('input', ({ target }) => {
    if (target.dataset.draft === undefined) return;
    drafts[target.dataset.draft] = target.value;
    keep();
  });

  page.addEventListener('keydown', (event) => {
    const to = event.target.dataset.draft;
    if (to === undefined || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    page.querySelector(`[data-do="comment"][data-key="send-${CSS.escape(to)}"]`)?.click();
  });

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
