/** VS Code's quick picks and input boxes behind the Ui port. */
import {
  type Disposable,
  type InputBoxValidationMessage,
  InputBoxValidationSeverity,
  type QuickInput,
  type QuickInputButton,
  QuickInputButtons,
  type QuickPick,
  type QuickPickItem,
  QuickPickItemKind,
  ThemeIcon,
  window,
} from 'vscode';
import { plain } from './plain.js';
import { sentences, trouble, troubleRow } from './records/trouble.js';
import type { InputHint, InputOptions, LivePickOptions, PickItem, PickOptions, StepOptions } from './ui.js';

/** Milliseconds without a key press before a live query is sent. */
const TYPING_PAUSE_MS = 180;

interface Row<T> extends QuickPickItem {
  item?: PickItem<T>;
}

interface Press extends QuickInputButton {
  run?: () => unknown;
  answer?: unknown;
}

const button = ({
  icon,
  tooltip,
  ...does
}: { icon: string; tooltip: string } & Pick<Press, 'run' | 'answer'>): Press => ({
  iconPath: new ThemeIcon(icon),
  tooltip,
  ...does,
});

/** Back, and which step of how many it is. */
function showStep<B extends symbol>(
  box: QuickInput & { buttons: readonly QuickInputButton[] },
  options: StepOptions<B>,
): void {
  box.step = options.step;
  box.totalSteps = options.totalSteps;
  if (options.back !== undefined) box.buttons = [QuickInputButtons.Back, ...box.buttons];
}

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

/**
 * Shows the box until something is accepted (resolves to what `answerOf` makes of it; undefined: it stays open, and may
 * still be given an answer later) or it is closed (undefined).
 */
function choose<T, A, B extends symbol>(
  box: QuickPick<Row<T>>,
  options: PickOptions<B>,
  answerOf: (rows: readonly Row<T>[], later: (answer: A) => void) => A | undefined,
  more: Disposable[] = [],
): Promise<A | B | undefined> {
  box.title = options.title && plain(options.title);
  box.placeholder = options.placeholder && plain(options.placeholder);
  box.matchOnDescription = options.matchOnDescription ?? false;
  box.ignoreFocusOut = options.ignoreFocusOut ?? false;
  showStep(box, options);
  return new Promise<A | B | undefined>((resolve) => {
    let answer: A | B | undefined;
    const close = (given: A | B | undefined) => {
      answer = given;
      box.hide();
    };
    const listeners = [
      box.onDidAccept(() => {
        const given = answerOf(box.selectedItems, close);
        if (given !== undefined) close(given);
      }),
      box.onDidTriggerButton((pressed) => {
        if (pressed === QuickInputButtons.Back) close(options.back);
      }),
      box.onDidTriggerItemButton(({ button }) => {
        void (button as Press).run?.();
        close((button as Press).answer as A | undefined);
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

/** Puts items that may be still to come into a box; a failure closes it and is the caller's. */
async function fill<T>(box: QuickPick<Row<T>>, items: PickItem<T>[] | Promise<PickItem<T>[]>): Promise<Row<T>[]> {
  box.busy = true;
  try {
    box.items = rows(await items, false);
  } catch (error) {
    box.hide();
    throw error;
  }
  box.busy = false;
  return box.items.filter(({ item }) => item?.picked);
}

const first = <T>([row]: readonly Row<T>[]): T | undefined => row?.item?.value;

/**
 * `items` may be still to come: until then the box is there, and busy; what they reject with closes it, and is passed
 * on. Resolves to a value, to `options.back`, or to undefined when closed.
 */
export async function pick<T, B extends symbol = never>(
  items: PickItem<T>[] | Promise<PickItem<T>[]>,
  options: PickOptions<B>,
): Promise<T | B | undefined> {
  const box = window.createQuickPick<Row<T>>();
  /** Enter was pressed before the rows were there: gets the one that is in front when they come. */
  let entered: ((value: T) => void) | undefined;
  const listeners = [
    box.onDidChangeValue(() => {
      entered = undefined;
    }),
    box.onDidChangeActive((active) => {
      const value = first(active);
      if (value !== undefined) entered?.(value);
    }),
  ];
  const fitting = (selected: readonly Row<T>[], later: (value: T) => void) => {
    const value = first(selected);
    if (value === undefined) entered = later;
    return value;
  };
  const chosen = choose(box, options, fitting, listeners);
  const picked = await fill(box, items);
  // What is typed already has its own first row; this one may not be among those that match it.
  if (picked.length > 0 && box.value === '') box.activeItems = picked.slice(0, 1);
  return chosen;
}

/**
 * Resolves to the values of what is ticked, in the order of the items; `[]`: accepted with nothing ticked. Otherwise as
 * `pick`.
 */
export async function pickMany<T, B extends symbol = never>(
  items: PickItem<T>[] | Promise<PickItem<T>[]>,
  options: PickOptions<B>,
): Promise<T[] | B | undefined> {
  const box = window.createQuickPick<Row<T>>();
  box.canSelectMany = true;
  const chosen = choose(box, options, (selected) =>
    // Enter before the boxes are there does not mean none of them.
    box.busy ? undefined : box.items.flatMap((row) => (row.item && selected.includes(row) ? [row.item.value] : [])),
  );
  box.selectedItems = await fill(box, items);
  return chosen;
}

/** A pick whose items come from a query as it is typed; the order given is the order shown. */
export function pickLive<T, B extends symbol = never>(options: LivePickOptions<T, B>): Promise<T | B | undefined> {
  const box = window.createQuickPick<Row<T>>();
  // The list is already what matches: VS Code's own sorting would reorder what was ranked.
  (box as { sortByLabel?: boolean }).sortByLabel = false;
  let controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  /** What the rows answer: Enter takes none that belongs to what was typed before. */
  let shownFor: string | undefined;
  /** Enter was pressed, or a row clicked, before the answer to what is typed was there: gets its row when it comes. */
  let entered: ((found: readonly PickItem<T>[]) => void) | undefined;

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
      shownFor = query;
      box.items =
        found.length > 0 || query === ''
          ? rows(found, true)
          : [line(options.nothing?.(query) ?? `Nothing matches “${query}”.`, 'info')];
      entered?.(found);
    } catch (error) {
      if (signal.aborted) return;
      shownFor = query;
      const { icon, label, detail } = troubleRow(error, new Date());
      box.items = [{ ...line(label, icon), detail: plain(detail) }];
    }
    entered = undefined;
    box.busy = false;
  };

  const ask = (value: string, pause: number) => {
    entered = undefined;
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
  const firstShown = () => box.items.find(({ kind }) => kind !== QuickPickItemKind.Separator);
  const fitting = ([row]: readonly Row<T>[], later: (answer: T) => void) => {
    if (shownFor === box.value.trim()) return row?.item?.value;
    // Another row than the first was meant as such: it is taken where the answer has it too.
    const meant = row !== undefined && row !== firstShown() ? row.item : undefined;
    entered = (found) => {
      const same = ({ label, description }: PickItem<T>) =>
        meant === undefined || (label === meant.label && description === meant.description);
      const item = found.find(same);
      if (item) later(item.value);
    };
    return undefined;
  };
  const listeners = [
    box.onDidChangeValue((value) => ask(value, TYPING_PAUSE_MS)),
    // The arrows choose among what is shown: they take the Enter back.
    box.onDidChangeActive(([row]) => {
      if (row !== undefined && row !== firstShown()) entered = undefined;
    }),
    stop,
  ];
  const chosen = choose(box, options, fitting, listeners);
  if (options.value !== undefined) box.value = options.value;
  ask(box.value, 0);
  return chosen;
}

const SEVERITY = { info: InputBoxValidationSeverity.Info, warning: InputBoxValidationSeverity.Warning };

function shown(said: string | InputHint | undefined): string | InputBoxValidationMessage | undefined {
  if (said === undefined || typeof said === 'string') return said && plain(said);
  return { message: plain(said.message), severity: SEVERITY[said.severity] };
}

/** An input box that stays open while a check runs and shows what it found. */
export function input<B extends symbol = never>(options: InputOptions<B>): Promise<string | B | undefined> {
  const box = window.createInputBox();
  box.title = options.title && plain(options.title);
  box.prompt = options.prompt && plain(options.prompt);
  box.placeholder = options.placeholder && plain(options.placeholder);
  box.value = options.value ?? '';
  box.password = options.password ?? false;
  box.ignoreFocusOut = options.ignoreFocusOut ?? false;
  box.buttons = (options.buttons ?? []).map(button);
  showStep(box, options);
  let controller = new AbortController();
  return new Promise((resolve) => {
    let answer: string | B | undefined;
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
        const said = await options.validate?.(value);
        problem = typeof said === 'string' ? said : await options.check?.(value, signal);
      } catch (error) {
        problem = sentences(trouble(error, new Date()));
      }
      // Typed on, or closed, while the check ran: its answer is about another value.
      if (mine !== round || signal.aborted) return;
      box.busy = false;
      box.validationMessage = problem && plain(problem);
      if (problem !== undefined) return;
      answer = value;
      box.hide();
    };
    const listeners = [
      box.onDidAccept(() => void accept()),
      box.onDidTriggerButton((pressed) => {
        if (pressed !== QuickInputButtons.Back) return void (pressed as Press).run?.();
        answer = options.back;
        box.hide();
      }),
      box.onDidChangeValue(async (value) => {
        const mine = ++round;
        controller.abort();
        box.busy = false;
        box.validationMessage = undefined;
        const said = await options.validate?.(value);
        if (mine === round) box.validationMessage = shown(said);
      }),
      box.onDidHide(() => {
        controller.abort();
        for (const listener of listeners) listener.dispose();
        box.dispose();
        resolve(answer);
      }),
    ];
    box.show();
    const opened = round;
    // What is wrong is said when one has typed; what a value means that is already there, at once.
    if (box.value !== '')
      void Promise.resolve(options.validate?.(box.value)).then((said) => {
        if (typeof said === 'object' && round === opened) box.validationMessage = shown(said);
      });
  });
}
