// The record page's script: reports what is pressed, and exchanges what is shown without losing the reader's place.
(() => {
  const host = acquireVsCodeApi();
  const page = document.getElementById('page');
  const said = document.getElementById('said');
  let version = Number(page.dataset.version);

  // All that a reload needs: which record of which account; and what the reader has begun to write, while the page is out of
  // sight. A key of `drafts` is `record`, or the id of the thread that is answered; that of an open form is there with
  // nothing written, too. After a reload VS Code may come back with less than it was given last, and a reply that was sent
  // would be in its box again: then only what the extension has kept is (`drafts` below).
  const before = host.getState();
  const drafts = before?.window === JSON.parse(page.dataset.state).window ? { ...before?.drafts } : {};
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
    task: ({ what, id }) => ({ type: 'task', what, id }),
    moreThreads: () => ({ type: 'moreThreads' }),
    retryThreads: () => ({ type: 'retryThreads' }),
    deleteComment: ({ id }) => ({ type: 'deleteComment', id }),
    comment: ({ to }) => comment(to),
    reply: ({ to }) => unfold(to, true),
    noReply: ({ to }) => unfold(to, false),
  };

  // VS Code writes down what a page keeps only now and then: the window could be gone before.
  const KEPT_MS = 250;
  const waiting = {};
  const tell = (to) => {
    clearTimeout(waiting[to]);
    waiting[to] = setTimeout(() => host.postMessage({ type: 'draft', to, text: drafts[to] ?? '' }), KEPT_MS);
  };

  const byKey = (key) => [...page.querySelectorAll('[data-key]')].find((element) => element.dataset.key === key);
  const textOf = (to) => [...page.querySelectorAll('[data-draft]')].find((element) => element.dataset.draft === to);
  const formOf = (element) => element.closest('[data-form]');
  const resize = (text) => {
    text.rows = Math.min(12, Math.max(2, text.value.split('\n').length));
  };

  /** What was begun is in its form again, and the forms of threads that nobody answers are away. */
  const restore = () => {
    for (const text of page.querySelectorAll('[data-draft]')) {
      const to = text.dataset.draft;
      if (text.value !== (drafts[to] ?? '')) text.value = drafts[to] ?? '';
      resize(text);
      const open = to === 'record' || drafts[to] !== undefined;
      formOf(text).hidden = !open;
      const reply = [...page.querySelectorAll('[data-reply]')].find((element) => element.dataset.reply === to);
      if (reply) reply.hidden = open;
      // Nobody finds what is written in a thread that is folded.
      if (drafts[to]) text.closest('details')?.setAttribute('open', '');
    }
  };

  /** Opens the form of a thread, or closes it for good. Nobody is told. */
  const unfold = (to, open) => {
    if (open) drafts[to] ??= '';
    else delete drafts[to];
    keep();
    tell(to);
    restore();
    if (open) textOf(to)?.focus();
    else byKey(`reply-${to}`)?.focus();
  };

  const comment = (to) => {
    const text = textOf(to);
    if (!text || text.readOnly) return undefined;
    if (text.value.trim() === '') return void text.focus();
    return { type: 'comment', to, text: text.value };
  };

  // Names behind an @, while one is typed: chosen with the arrows and Enter, or pressed.
  const MAX_NAMES = 6;
  const typedName = (text) =>
    /(?:^|[\s(])@((?:[\p{L}\p{N}][^\n@]{0,40})?)$/u.exec(text.value.slice(0, text.selectionStart))?.[1];
  const listOf = (text) => formOf(text).querySelector('.offered');
  const choose = (text, index) => {
    const items = [...listOf(text).children];
    for (const [at, item] of items.entries()) item.setAttribute('aria-selected', String(at === index));
    if (items[index]) text.setAttribute('aria-activedescendant', items[index].id);
    else text.removeAttribute('aria-activedescendant');
  };
  const close = (text) => {
    listOf(text).replaceChildren();
    listOf(text).hidden = true;
    choose(text, -1);
  };
  const offer = (text) => {
    const list = listOf(text);
    const typed = typedName(text)?.toLowerCase();
    const all = typed === undefined ? [] : JSON.parse(formOf(text).dataset.names);
    const found = all.filter((name) => ` ${name}`.toLowerCase().includes(` ${typed}`) && name.toLowerCase() !== typed);
    list.replaceChildren(
      ...found.slice(0, MAX_NAMES).map((name, index) => {
        const item = document.createElement('li');
        item.textContent = name;
        item.dir = 'auto';
        item.id = `${list.id}-${index}`;
        item.setAttribute('role', 'option');
        return item;
      }),
    );
    list.hidden = found.length === 0;
    choose(text, found.length === 0 ? -1 : 0);
  };
  const take = (text, name) => {
    const at = text.selectionStart;
    text.setRangeText(`${name} `, at - (typedName(text) ?? '').length, at, 'end');
    text.focus();
    text.dispatchEvent(new Event('input', { bubbles: true }));
    close(text);
  };
  /** Whether the key was one for the list of names. */
  const chooseByKey = (text, key) => {
    const items = [...listOf(text).children];
    if (items.length === 0) return false;
    const at = items.findIndex((item) => item.getAttribute('aria-selected') === 'true');
    if (key === 'Escape') close(text);
    else if (key === 'Enter' || key === 'Tab') take(text, items[at].textContent);
    else if (key === 'ArrowDown') choose(text, (at + 1) % items.length);
    else if (key === 'ArrowUp') choose(text, (at + items.length - 1) % items.length);
    else return false;
    return true;
  };

  page.addEventListener('input', ({ target }) => {
    const to = target.dataset?.draft;
    if (to === undefined) return;
    drafts[to] = target.value;
    keep();
    tell(to);
    resize(target);
    offer(target);
  });

  page.addEventListener('keydown', (event) => {
    const { target, key } = event;
    const to = target.dataset?.draft;
    if (to === undefined || event.isComposing) return;
    const meta = event.ctrlKey || event.metaKey;
    if (!meta && !event.shiftKey && chooseByKey(target, key)) event.preventDefault();
    else if (meta && key === 'Enter') {
      event.preventDefault();
      byKey(`send-${to}`)?.click();
    } else if (key === 'Escape' && to !== 'record' && target.value === '') unfold(to, false);
  });

  // Before the text loses its focus to what is pressed.
  page.addEventListener('mousedown', (event) => {
    const item = event.target.closest?.('.offered li');
    if (!item) return;
    event.preventDefault();
    take(formOf(item).querySelector('textarea'), item.textContent);
  });

  page.addEventListener('focusout', ({ target }) => {
    if (target.dataset?.draft !== undefined) close(target);
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

  const exchange = (html) => {
    const open = [...page.querySelectorAll('details[open]')].map((element) => element.dataset.key);
    // Only while the keyboard is here: to ask for the focus would take it from a box of the workbench, which closes then.
    const here = document.hasFocus() && page.contains(document.activeElement);
    const focused = here ? document.activeElement.dataset.key : undefined;
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
    if (data?.type === 'drafts') {
      for (const [to, text] of data.drafts) drafts[to] ||= text;
      keep();
      restore();
    }
    if (data?.type === 'moved') {
      // Their threads are gone: what was begun in them goes on in the box of a new comment.
      for (const [to, text] of data.moved) {
        clearTimeout(waiting[to]);
        const begun = (drafts[to] ?? text).trim();
        delete drafts[to];
        if (begun && !drafts.record?.includes(begun))
          drafts.record = [drafts.record?.trim(), begun].filter(Boolean).join('\n\n');
      }
      keep();
      tell('record');
      restore();
    }
    if (data?.type === 'sent') {
      clearTimeout(waiting[data.to]);
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
