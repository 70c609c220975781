/** Words of others in messages and boxes of VS Code's own: what would run, or turn, is shown as it is written. */
import assert from 'node:assert/strict';
import { type InputBox, type QuickPick, type QuickPickItem, window } from 'vscode';
import { Redactor } from '../../src/audit/redact.js';
import { input, pick } from '../../src/editor/prompts.js';
import { createUi } from '../../src/editor/vscodeUi.js';

const EVIL = '[see here](command:workbench.action.files.newUntitledFile) $(sync~spin)';
const SHOWN = '[see here]\u200b(command:workbench.action.files.newUntitledFile) $\u200b(sync~spin)';

describe('words of others', () => {
  it('are no links and no icons in messages, questions and what shows under way', async () => {
    const shown: string[] = [];
    const { showInformationMessage, showWarningMessage, showErrorMessage, setStatusBarMessage, withProgress } = window;
    const show = async (message: string, more?: unknown) => {
      shown.push(message);
      if (typeof more === 'object') shown.push((more as { detail: string }).detail);
      return undefined;
    };
    Object.assign(window, {
      showInformationMessage: show,
      showWarningMessage: show,
      showErrorMessage: show,
      setStatusBarMessage: show,
      withProgress: async (
        { title }: { title: string },
        work: (progress: { report(step: { message: string }): void }, token: unknown) => unknown,
      ) => {
        shown.push(title);
        return work({ report: ({ message }) => void shown.push(message) }, undefined);
      },
    });
    try {
      const ui = createUi(new Redactor());
      await ui.info(EVIL);
      await ui.warn(EVIL);
      await ui.error(EVIL);
      await ui.confirm({ message: EVIL, detail: EVIL, verb: 'Do' });
      ui.status(EVIL);
      await ui.progress({ title: EVIL, where: 'notification' }, async (report) => report(EVIL));
    } finally {
      Object.assign(window, {
        showInformationMessage,
        showWarningMessage,
        showErrorMessage,
        setStatusBarMessage,
        withProgress,
      });
    }
    assert.deepEqual(shown, Array(8).fill(SHOWN));
  });

  it('are no links and no icons in boxes', async () => {
    const { createQuickPick, createInputBox } = window;
    const boxes: (InputBox | QuickPick<QuickPickItem>)[] = [];
    window.createQuickPick = <T extends QuickPickItem>() => {
      const box = createQuickPick<T>();
      boxes.push(box as unknown as QuickPick<QuickPickItem>);
      return box;
    };
    window.createInputBox = () => {
      const box = createInputBox();
      boxes.push(box);
      return box;
    };
    try {
      const asked = input({ title: EVIL, prompt: EVIL, placeholder: EVIL, value: 'x', validate: () => EVIL });
      const chosen = pick([{ label: EVIL, description: EVIL, detail: EVIL, value: 1 }], {
        title: EVIL,
        placeholder: EVIL,
      });
      const [box, list] = boxes as [InputBox, QuickPick<QuickPickItem>];
      assert.deepEqual([box.title, box.prompt, box.placeholder], Array(3).fill(SHOWN));
      await new Promise(setImmediate);
      const [row] = list.items;
      assert.deepEqual([list.title, list.placeholder, row?.label, row?.description, row?.detail], Array(5).fill(SHOWN));
      box.hide();
      list.hide();
      await Promise.all([asked, chosen]);
    } finally {
      Object.assign(window, { createQuickPick, createInputBox });
    }
  });
});
