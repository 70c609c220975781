/**
 * A Ui whose answers are a list. Each question takes the next answer; a question without a fitting answer fails, and
 * `done()` fails when answers are left: so a flow is exactly what the list says.
 */
import assert from 'node:assert/strict';
import { CancellationTokenSource, type Uri } from 'vscode';
import type { Button, PickItem, StepOptions, Ui } from '../../../src/editor/ui.js';

export type Answer =
  /** Picks the first item whose label matches, or else label and description. `type` is the query of a live pick. */
  | { pick: string | RegExp; type?: string }
  | { input: string }
  /** Ticks exactly these of a list of several. */
  | { picks: (string | RegExp)[] }
  /** Presses Back, which the question must offer. */
  | { back: true }
  | { confirm: string }
  /** Presses a button of the next message (of any severity) whose text matches. */
  | { press: string; on: RegExp }
  | { save: Uri }
  /** Closes whatever is asked next. */
  | { cancel: true };

export interface ScriptedUi extends Ui {
  /** Every message shown, with severity and buttons. */
  readonly said: { severity: 'info' | 'warn' | 'error' | 'status'; message: string; buttons: string[] }[];
  /** Every question asked, in words; `lines` are whole ones of a pick: label, description and detail. */
  readonly asked: {
    kind: string;
    title: string;
    detail?: string;
    labels?: string[];
    lines?: string[];
    /** `2/5`. */
    step?: string;
    /** What an input box begins with, and which items of a list are ticked or have the cursor. */
    value?: string;
    picked?: string[];
  }[];
  /** What input boxes refused. */
  readonly problems: string[];
  /** What input boxes said of the values they took. */
  readonly hints: string[];
  readonly copied: string[];
  readonly opened: string[];
  /** Fails when an answer was not used. */
  done(): void;
  /** Resolves when a message that matches has been shown. */
  heard(message: RegExp): Promise<void>;
}

const matches = (pattern: string | RegExp, text: string) =>
  typeof pattern === 'string' ? text === pattern || text.includes(pattern) : pattern.test(text);

export function scriptedUi(...answers: Answer[]): ScriptedUi {
  const left = [...answers];
  const said: ScriptedUi['said'] = [];
  const asked: ScriptedUi['asked'] = [];
  const problems: string[] = [];
  const hints: string[] = [];
  const copied: string[] = [];
  const opened: string[] = [];
  const waiting: { message: RegExp; resolve: () => void }[] = [];

  const next = <K extends string>(kind: K, title: string): Extract<Answer, Record<K, unknown>> | undefined => {
    const answer = left.shift();
    if (answer === undefined) throw new Error(`Nobody answers the ${kind} “${title}”.`);
    if ('cancel' in answer) return undefined;
    if (!(kind in answer)) throw new Error(`The ${kind} “${title}” met the answer ${JSON.stringify(answer)}.`);
    return answer as Extract<Answer, Record<K, unknown>>;
  };

  /** Whether the next answer is Back, and takes it then. */
  const back = <B extends symbol>(kind: string, title: string, options: StepOptions<B>): boolean => {
    const [answer] = left;
    if (answer === undefined || !('back' in answer)) return false;
    assert(options.back !== undefined, `The ${kind} “${title}” has no Back.`);
    left.shift();
    return true;
  };

  const step = ({ step, totalSteps }: StepOptions<symbol>) =>
    step === undefined ? {} : { step: totalSteps === undefined ? `${step}` : `${step}/${totalSteps}` };

  const listed = <T>(list: readonly PickItem<T>[]) => ({
    labels: list.map(({ label }) => label),
    lines: list.map(({ label, description = '', detail = '' }) => [label, description, detail].join(' | ')),
    picked: list.filter(({ picked }) => picked).map(({ label }) => label),
  });

  const choose = <T>(items: PickItem<T>[], wanted: string | RegExp, title: string): T => {
    const exact = items.find(({ label }) => label === wanted);
    const item =
      exact ??
      items.find(({ label }) => matches(wanted, label)) ??
      items.find(({ label, description = '' }) => matches(wanted, `${label} ${description}`));
    assert(item, `“${title}” offers no ${wanted}: ${items.map(({ label }) => label).join(' | ')}`);
    return item.value;
  };

  const tell =
    (severity: 'info' | 'warn' | 'error') =>
    async (message: string, ...buttons: Button[]): Promise<string | undefined> => {
      said.push({ severity, message, buttons: buttons.map(({ title }) => title) });
      for (const { message: pattern, resolve } of waiting) if (pattern.test(message)) resolve();
      const [first] = left;
      if (first === undefined || !('press' in first) || !first.on.test(message)) return undefined;
      left.shift();
      const pressed = buttons.find(({ title }) => title === first.press);
      assert(pressed, `“${message}” has no button ${first.press}`);
      await pressed.run?.();
      return pressed.title;
    };

  return {
    said,
    asked,
    problems,
    hints,
    copied,
    opened,
    done: () =>
      assert.deepEqual(
        left,
        [],
        `answers that nobody asked for; asked: ${JSON.stringify(asked)}, said: ${JSON.stringify(said)}`,
      ),
    heard: (message) =>
      new Promise((resolve) => {
        if (said.some((one) => message.test(one.message))) resolve();
        else waiting.push({ message, resolve });
      }),
    pick: async (items, options) => {
      const { title } = options;
      const list = await items;
      asked.push({ kind: 'pick', title, ...step(options), ...listed(list) });
      if (back('pick', title, options)) return options.back;
      const answer = next('pick', title);
      return answer && choose(list, answer.pick, title);
    },
    pickMany: async (items, options) => {
      const { title } = options;
      const list = await items;
      asked.push({ kind: 'picks', title, ...step(options), ...listed(list) });
      if (back('picks', title, options)) return options.back;
      const answer = next('picks', title);
      if (answer === undefined) return undefined;
      const wanted = answer.picks.map((one) => choose(list, one, title));
      return list.map(({ value }) => value).filter((value) => wanted.includes(value));
    },
    pickLive: async (options) => {
      const { title } = options;
      if (back('pick', title, options)) {
        asked.push({ kind: 'pick', title, ...step(options) });
        return options.back;
      }
      const answer = next('pick', title);
      if (answer === undefined) {
        asked.push({ kind: 'pick', title, ...step(options) });
        return undefined;
      }
      const query = answer.type ?? options.value ?? '';
      const items =
        query === '' && options.initial
          ? await options.initial
          : await options.load(query, new AbortController().signal);
      asked.push({ kind: 'pick', title, ...step(options), ...listed(items) });
      return choose(items, answer.pick, title);
    },
    input: async (options) => {
      const { title, prompt, value } = options;
      asked.push({ kind: 'input', title, ...step(options), detail: prompt, ...(value !== undefined && { value }) });
      for (;;) {
        if (back('input', title, options)) return options.back;
        const answer = next('input', title);
        if (answer === undefined) return undefined;
        const said = await options.validate?.(answer.input);
        if (typeof said === 'object') hints.push(said.message);
        const problem =
          typeof said === 'string' ? said : await options.check?.(answer.input, new AbortController().signal);
        if (problem === undefined) return answer.input;
        problems.push(problem);
      }
    },
    confirm: async ({ message, detail, verb, others = [] }) => {
      asked.push({ kind: 'confirm', title: message, detail });
      const answer = next('confirm', message);
      if (answer === undefined) return undefined;
      assert([verb, ...others].includes(answer.confirm), `“${message}” offers ${[verb, ...others].join(' | ')}`);
      return answer.confirm;
    },
    info: tell('info'),
    warn: tell('warn'),
    error: tell('error'),
    status: (message) => void said.push({ severity: 'status', message, buttons: [] }),
    progress: (_options, task) => task(() => {}, new CancellationTokenSource().token),
    openExternal: async (url) => {
      opened.push(url);
      return true;
    },
    copy: async (text) => {
      copied.push(text);
    },
    saveDialog: async () => next('save', 'save dialog')?.save,
  };
}
