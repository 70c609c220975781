/**
 * A Ui whose answers are a list. Each question takes the next answer; a question without a fitting answer fails, and
 * `done()` fails when answers are left: so a flow is exactly what the list says.
 */
import assert from 'node:assert/strict';
import { CancellationTokenSource, type Uri } from 'vscode';
import type { Button, PickItem, Ui } from '../../../src/editor/ui.js';

export type Answer =
  /** Picks the first item whose label matches, or else label and description. `type` is the query of a live pick. */
  | { pick: string | RegExp; type?: string }
  | { input: string }
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
  readonly asked: { kind: string; title: string; detail?: string; labels?: string[]; lines?: string[] }[];
  /** What input boxes refused. */
  readonly problems: string[];
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
    pick: async (items, { title }) => {
      const list = await items;
      asked.push({
        kind: 'pick',
        title,
        labels: list.map(({ label }) => label),
        lines: list.map(({ label, description = '', detail = '' }) => [label, description, detail].join(' | ')),
      });
      const answer = next('pick', title);
      return answer && choose(list, answer.pick, title);
    },
    pickLive: async (options) => {
      const answer = next('pick', options.title);
      if (answer === undefined) {
        asked.push({ kind: 'pick', title: options.title });
        return undefined;
      }
      const query = answer.type ?? options.value ?? '';
      const items =
        query === '' && options.initial
          ? await options.initial
          : await options.load(query, new AbortController().signal);
      asked.push({ kind: 'pick', title: options.title, labels: items.map(({ label }) => label) });
      return choose(items, answer.pick, options.title);
    },
    input: async (options) => {
      asked.push({ kind: 'input', title: options.title, detail: options.prompt });
      for (;;) {
        const answer = next('input', options.title);
        if (answer === undefined) return undefined;
        const problem =
          (await options.validate?.(answer.input)) ??
          (await options.check?.(answer.input, new AbortController().signal));
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
