/**
 * The port through which every surface asks and tells. Commands never call `window.show…` themselves: with this, a whole
 * wizard can be tested as a list of answers, and modal dialogs (refused in an extension test host) are asked here.
 */
import type { CancellationToken, Uri } from 'vscode';

/** What a question of several steps resolves to when its Back button was pressed. */
export const BACK: unique symbol = Symbol('back');
export type Back = typeof BACK;

/** One question of several. */
export interface StepOptions<B extends symbol = never> {
  /** Shows VS Code's Back button; what the question resolves to when it is pressed: `BACK`. */
  back?: B;
  /** Shown as `step/totalSteps` beside the title; from 1. */
  step?: number;
  totalSteps?: number;
}

export interface PickItem<T> {
  label: string;
  description?: string;
  detail?: string;
  /** Codicon id such as `organization`. */
  icon?: string;
  value: T;
  /** Starts a group with this heading. */
  group?: string;
  /** Of a single pick: the cursor is on it; of several: its box is ticked. */
  picked?: boolean;
  /** Pressing one closes the box; `answer` is then what is picked. */
  buttons?: { icon: string; tooltip: string; run?: () => unknown; answer?: T }[];
}

export interface PickOptions<B extends symbol = never> extends StepOptions<B> {
  title: string;
  placeholder?: string;
  matchOnDescription?: boolean;
  ignoreFocusOut?: boolean;
}

export interface LivePickOptions<T, B extends symbol = never> extends PickOptions<B> {
  /** What shows before anything is typed. */
  initial?: PickItem<T>[] | Promise<PickItem<T>[]>;
  value?: string;
  /** Called after a pause in typing; the older call's signal is aborted. Rejections show as a line in the list. */
  load: (query: string, signal: AbortSignal) => Promise<PickItem<T>[]>;
  /** Shown when `load` finds nothing. */
  nothing?: (query: string) => string;
}

/** What an input box says of a value that it takes. */
export interface InputHint {
  severity: 'info' | 'warning';
  message: string;
}

export interface InputOptions<B extends symbol = never> extends StepOptions<B> {
  title: string;
  prompt?: string;
  placeholder?: string;
  value?: string;
  password?: boolean;
  /** Stays open when focus is lost. */
  ignoreFocusOut?: boolean;
  buttons?: { icon: string; tooltip: string; run: () => unknown }[];
  /**
   * Returns what is wrong, or undefined, or what to say of a value that is taken. May be async; the box shows busy and
   * stays open with what is wrong.
   */
  validate?: (value: string) => string | InputHint | undefined | Promise<string | InputHint | undefined>;
  /** Checked on Enter only (for a check that costs a request); the box stays open with the message. */
  check?: (value: string, signal: AbortSignal) => Promise<string | undefined>;
}

export interface ConfirmOptions {
  message: string;
  /** Lines under the message. */
  detail?: string;
  /** The button that agrees. */
  verb: string;
  /** Further buttons. */
  others?: string[];
  /** Something is taken away: shown as a warning. */
  destructive?: boolean;
}

export interface Button<T = unknown> {
  title: string;
  run?: () => T;
}

export interface Ui {
  pick<T, B extends symbol = never>(
    items: PickItem<T>[] | Promise<PickItem<T>[]>,
    options: PickOptions<B>,
  ): Promise<T | NoInfer<B> | undefined>;
  /** Several at once, each with a box to tick; in the order of the items. */
  pickMany<T, B extends symbol = never>(
    items: PickItem<T>[] | Promise<PickItem<T>[]>,
    options: PickOptions<B>,
  ): Promise<T[] | NoInfer<B> | undefined>;
  pickLive<T, B extends symbol = never>(options: LivePickOptions<T, B>): Promise<T | NoInfer<B> | undefined>;
  input<B extends symbol = never>(options: InputOptions<B>): Promise<string | NoInfer<B> | undefined>;
  /** Modal. Resolves to the verb pressed, undefined when cancelled. */
  confirm(options: ConfirmOptions): Promise<string | undefined>;
  /** Runs the pressed button; resolves to its title. One at a time, only where an answer is of use. */
  info(message: string, ...buttons: Button[]): Promise<string | undefined>;
  warn(message: string, ...buttons: Button[]): Promise<string | undefined>;
  error(message: string, ...buttons: Button[]): Promise<string | undefined>;
  /** A passing word in the status bar. */
  status(message: string): void;
  progress<T>(
    options: { title: string; where: 'notification' | 'window' | { view: string }; cancellable?: boolean },
    task: (report: (message: string) => void, token: CancellationToken) => Promise<T>,
  ): Promise<T>;
  openExternal(url: string): Promise<boolean>;
  copy(text: string): Promise<void>;
  saveDialog(options: { defaultName: string; filters: Record<string, string[]> }): Promise<Uri | undefined>;
}
