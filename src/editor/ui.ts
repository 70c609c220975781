/**
 * The port through which every surface asks and tells. Commands never call `window.show…` themselves: with this, a whole
 * wizard can be tested as a list of answers, and modal dialogs (refused in an extension test host) are asked here.
 */
import type { CancellationToken, Uri } from 'vscode';

export interface PickItem<T> {
  label: string;
  description?: string;
  detail?: string;
  /** Codicon id such as `organization`. */
  icon?: string;
  value: T;
  /** Starts a group with this heading. */
  group?: string;
  buttons?: { icon: string; tooltip: string; run: () => unknown }[];
}

export interface PickOptions {
  title: string;
  placeholder?: string;
  matchOnDescription?: boolean;
  ignoreFocusOut?: boolean;
}

export interface LivePickOptions<T> extends PickOptions {
  /** What shows before anything is typed. */
  initial?: PickItem<T>[] | Promise<PickItem<T>[]>;
  value?: string;
  /** Called after a pause in typing; the older call's signal is aborted. Rejections show as a line in the list. */
  load: (query: string, signal: AbortSignal) => Promise<PickItem<T>[]>;
  /** Shown when `load` finds nothing. */
  nothing?: (query: string) => string;
}

export interface InputOptions {
  title: string;
  prompt?: string;
  placeholder?: string;
  value?: string;
  password?: boolean;
  /** Stays open when focus is lost. */
  ignoreFocusOut?: boolean;
  buttons?: { icon: string; tooltip: string; run: () => unknown }[];
  /** Returns what is wrong, or undefined. May be async; the box shows busy and stays open with the message. */
  validate?: (value: string) => string | undefined | Promise<string | undefined>;
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
  pick<T>(items: PickItem<T>[] | Promise<PickItem<T>[]>, options: PickOptions): Promise<T | undefined>;
  pickLive<T>(options: LivePickOptions<T>): Promise<T | undefined>;
  input(options: InputOptions): Promise<string | undefined>;
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
