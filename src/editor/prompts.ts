/** VS Code's quick picks and input boxes behind the Ui port. */
import {
  type Disposable,
  type QuickInputButton,
  type QuickPick,
  type QuickPickItem,
  QuickPickItemKind,
  ThemeIcon,
  window,
} from 'vscode';
import { sentences, trouble, troubleRow } from './records/trouble.js';
import type { InputOptions, LivePickOptions, PickItem, PickOptions } from './ui.js';

/** Milliseconds without a key press before a live query is sent. */
const TYPING_PAUSE_MS = 180;

interface Row<T> extends QuickPickItem {
  item?: PickItem<T>;
}

interface Press extends QuickInputButton {
  run: () => unknown;
}

const button = ({ icon, tooltip, run }: { icon: string; tooltip: string; run: () => unknown }): Press => ({
  iconPath: new ThemeIcon(icon),
  tooltip,
  run,
});

/** Remote names reach labels: `$(zap)` in one must not become an icon. */
const plain = (text: string) => text.replaceAll('$(', '$\u200b(');

function rows<T>(items: readonly PickItem<T>[], alwaysShow: boolean): Row<T>[] {
  let group: string | undefined;
  return items.flatMap((item) => {
    const heading: Row<T>[] =
      item.group !== undefined && item.group !== group
        ? [{ label: item.group, kind: QuickPickItemKind.Separator }]
        : [];
    group = item.group ?? group;
    const row: Row<T> = {
      item,
      label: plain(item.label),
      alwaysShow,
      ...(item.description !== undefined && { description: plain(item.description) }),
      ...(item.detail !== undefined && { detail: plain(item.detail) }),
      ...(item.icon !== undefined && { iconPath: new ThemeIcon(item.icon) }),
      ...(item.buttons && { buttons: item.buttons.map(button) }),
    };
    return [...heading, row];
  });
}

/** Shows the box until something with an item is accepted (resolves to its value) or it is closed (undefined). */
function choose<T>(box: QuickPick<Row<T>>, options: PickOptions, more: Disposable[]): Promise<T | undefined> {
  box.title = options.title;
  box.placeholder = options.placeholder;
  box.matchOnDescription = options.matchOnDescription ?? false;
  box.ignoreFocusOut = options.ignoreFocusOut ?? false;
  return new Promise<T | undefined>((resolve) => {
    let answer: T | undefined;
    const listeners = [
      box.onDidAccept(() => {
        const item = box.selectedItems[0]?.item;
        if (item === undefined) return;
        answer = item.value;
        box.hide();
      }),
      box.onDidTriggerItemButton(({ button }) => {
        void (button as Press).run();
        box.hide();
      }),
      box.onDidHide(() => {
        for (const one of [...listeners, ...more]) one.dispose();
        box.dispose();
        resolve(answer);
      }),
    ];
    box.show();
  });
}

export async function pick<T>(
  items: PickItem<T>[] | Promise<PickItem<T>[]>,
  options: PickOptions,
): Promise<T | undefined> {
  const box = window.createQuickPick<Row<T>>();
  const chosen = choose(box, options, []);
  box.busy = true;
  try {
    box.items = rows(await items, false);
  } catch (error) {
    box.hide();
    throw error;
  }
  box.busy = false;
  return chosen;
}

/** A pick whose items come from a query as it is typed; the order given is the order shown. */
export function pickLive<T>(options: LivePickOptions<T>): Promise<T | undefined> {
  const box = window.createQuickPick<Row<T>>();
  // The list is already what matches: VS Code's own sorting would reorder what was ranked.
  (box as { sortByLabel?: boolean }).sortByLabel = false;
  let controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;

  const line = (label: string, icon: string): Row<T> => ({
    label: plain(label),
    iconPath: new ThemeIcon(icon),
    alwaysShow: true,
  });

  const show = async (items: PickItem<T>[] | Promise<PickItem<T>[]>, query: string, { signal }: AbortController) => {
    box.busy = true;
    try {
      const found = await items;
      if (signal.aborted) return;
      box.items =
        found.length > 0 || query === ''
          ? rows(found, true)
          : [line(options.nothing?.(query) ?? `Nothing matches “${query}”.`, 'info')];
    } catch (error) {
      if (signal.aborted) return;
      const { icon, label, detail } = troubleRow(error, new Date());
      box.items = [{ ...line(label, icon), detail: plain(detail) }];
    }
    box.busy = false;
  };

  const ask = (value: string, pause: number) => {
    controller.abort();
    controller = new AbortController();
    const mine = controller;
    clearTimeout(timer);
    const query = value.trim();
    box.busy = true;
    timer = setTimeout(() => {
      const items = query === '' && options.initial !== undefined ? options.initial : options.load(query, mine.signal);
      void show(items, query, mine);
    }, pause);
  };

  const stop = {
    dispose: () => {
      clearTimeout(timer);
      controller.abort();
    },
  };
  const chosen = choose(box, options, [box.onDidChangeValue((value) => ask(value, TYPING_PAUSE_MS)), stop]);
  if (options.value !== undefined) box.value = options.value;
  ask(box.value, 0);
  return chosen;
}

/** An input box that stays open while a check runs and shows what it found. */
export function input(options: InputOptions): Promise<string | undefined> {
  const box = window.createInputBox();
  box.title = options.title;
  box.prompt = options.prompt;
  box.placeholder = options.placeholder;
  box.value = options.value ?? '';
  box.password = options.password ?? false;
  box.ignoreFocusOut = options.ignoreFocusOut ?? false;
  box.buttons = (options.buttons ?? []).map(button);
  let controller = new AbortController();
  return new Promise((resolve) => {
    let answer: string | undefined;
    let round = 0;
    const accept = async () => {
      const mine = ++round;
      const value = box.value;
      controller.abort();
      controller = new AbortController();
      const { signal } = controller;
      box.busy = true;
      let problem: string | undefined;
      try {
        problem = (await options.validate?.(value)) ?? (await options.check?.(value, signal));
      } catch (error) {
        problem = sentences(trouble(error, new Date()));
      }
      // Typed on, or closed, while the check ran: its answer is about another value.
      if (mine !== round || signal.aborted) return;
      box.busy = false;
      box.validationMessage = problem;
      if (problem !== undefined) return;
      answer = value;
      box.hide();
    };
    const listeners = [
      box.onDidAccept(() => void accept()),
      box.onDidTriggerButton((pressed) => void (pressed as Press).run()),
      box.onDidChangeValue(async (value) => {
        const mine = ++round;
        controller.abort();
        box.busy = false;
        box.validationMessage = undefined;
        const problem = await options.validate?.(value);
        if (mine === round) box.validationMessage = problem;
      }),
      box.onDidHide(() => {
        controller.abort();
        for (const listener of listeners) listener.dispose();
        box.dispose();
        resolve(answer);
      }),
    ];
    box.show();
  });
}
