/** Asks for the words of a comment in an input box, and writes it. */
import type { CreateComment } from '../../attio/writes.js';
import type { Connection, Services } from '../services.js';
import { draftOf, keepDraft } from './drafts.js';
import { writeComment } from './write.js';

/** `key`: what the draft goes by (drafts.ts). What was begun is there again until it is written. Rejects with AttioError. */
export async function askComment(
  services: Services,
  connection: Connection,
  on: CreateComment['on'],
  { key, title, surface }: { key: string; title: string; surface: string },
): Promise<void> {
  let kept = Promise.resolve();
  const text = await services.ui.input({
    title,
    prompt: 'What do you want to say? @name mentions a colleague',
    placeholder: 'Comment',
    value: draftOf(services, key),
    ignoreFocusOut: true,
    validate: (given) => {
      kept = kept.then(() => keepDraft(services, key, given));
      return given.trim() === '' ? 'A comment needs words.' : undefined;
    },
  });
  await kept;
  if (text === undefined) return;
  await keepDraft(services, key, text);
  const written = async (status: string | undefined) => {
    if (status === 'applied') await keepDraft(services, key, '');
  };
  const outcome = await writeComment(services, connection, on, text, {
    surface,
    later: ({ status }) => written(status),
  });
  await written(outcome?.status);
}
