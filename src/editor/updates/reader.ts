/** Who reads a text: rules, or a language model that VS Code offers and the person picks. */
import { CancellationTokenSource, LanguageModelChatMessage, LanguageModelError, lm, workspace } from 'vscode';
import type { Services } from '../services.js';

/** A language model, as a port: tests have their own. */
export interface Reader {
  /** `GPT-4.1 (copilot)`. */
  name: string;
  /** The whole answer. Rejects where the model refuses, is not allowed, or has no more to give. */
  read(prompt: string, signal: AbortSignal): Promise<string>;
}

/** The models that there are now. Never rejects: without one, rules read. */
export async function languageModels(): Promise<Reader[]> {
  const models = await lm.selectChatModels().then(
    (found) => found,
    () => [],
  );
  return models.map((model) => ({
    name: model.vendor ? `${model.name} (${model.vendor})` : model.name,
    read: async (prompt, signal) => {
      const source = new CancellationTokenSource();
      const stop = () => source.cancel();
      signal.addEventListener('abort', stop);
      try {
        const tokens = await model.countTokens(prompt, source.token);
        if (model.maxInputTokens > 0 && tokens > model.maxInputTokens)
          throw new Error('The text is too long for this model: select a part of it.');
        const answer = await model.sendRequest(
          [LanguageModelChatMessage.User(prompt)],
          { justification: 'To find notes, tasks and updates for Attio in the text that you chose.' },
          source.token,
        );
        let text = '';
        for await (const piece of answer.text) text += piece;
        return text;
      } finally {
        signal.removeEventListener('abort', stop);
        source.dispose();
      }
    },
  }));
}

/** Why a model did not read, as a sentence. */
export function whyNot(error: unknown, { name }: Reader): string {
  if (error instanceof LanguageModelError) {
    if (error.code === LanguageModelError.NoPermissions.name) return `VS Code did not let ${name} be used.`;
    if (error.code === LanguageModelError.Blocked.name)
      return `${name} was not available: its quota is used up, or it refused the text.`;
    if (error.code === LanguageModelError.NotFound.name) return `${name} is not there any more.`;
  }
  const message = error instanceof Error ? error.message.replace(/[\s.]+$/, '') : '';
  return message === '' ? `${name} did not answer.` : `${name} did not answer: ${message}.`;
}

/** Asks who is to read, where there is a choice. `rules`: on this machine; undefined: the person closed the box. */
export async function chooseReader(
  { ui }: Services,
  models: () => Promise<Reader[]>,
): Promise<Reader | 'rules' | undefined> {
  // Application-scoped: what a folder says of it does not count.
  const setting = workspace.getConfiguration('attio').inspect<string>('updates.languageModel');
  const allowed = (setting?.globalValue ?? setting?.defaultValue ?? 'ask') !== 'never';
  const offered = allowed ? await models() : [];
  if (offered.length === 0) return 'rules';
  return ui.pick<Reader | 'rules'>(
    [
      {
        label: 'Rules on This Machine',
        description: 'the text stays here',
        icon: 'checklist',
        value: 'rules',
      },
      ...offered.map((reader) => ({
        label: reader.name,
        description: 'the text is sent to it',
        detail: 'Sent along: names of the records it speaks of, of their attributes and options, and of colleagues.',
        icon: 'sparkle',
        group: 'Language models of VS Code',
        value: reader,
      })),
    ],
    { title: 'Turn Text into CRM Updates', placeholder: 'Who is to read the text?' },
  );
}
