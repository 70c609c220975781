/** "Unlink File from Its Notes". */

import type { Services } from '../services.js';
import { brokenPart, documentOf, type LinkedRecord, publishedFile } from './file.js';
import { knownNote, rememberNote } from './memory.js';
import { refreshLenses } from './refresh.js';
import { listed, recordName } from './words.js';
import { changeLinks } from './writeLinks.js';

/**
 * The notes stay in Attio, the file is a file again; of several records those that are ticked. Asks before, and sends
 * nothing. `argument`: an address, `{ uri }`, or nothing: the active editor.
 */
export async function unlinkFile(services: Services, argument?: unknown): Promise<void> {
  const { ui, connections } = services;
  const document = await documentOf(services, argument);
  if (!document) return;
  const file = publishedFile(services, document);
  const broken = brokenPart(file);
  if (broken) return void (await ui.warn(`${file.name} was not unlinked. ${broken.message}`));
  if (file.links.length === 0) return void (await ui.info(`${file.name} is linked to no note.`));
  const named = await Promise.all(
    file.links.map(async (link) => {
      const connection = await connections.forSlug(link.workspace).catch(() => undefined);
      return { link, name: connection ? await recordName(connection, link.ref) : `a record in ${link.workspace}` };
    }),
  );
  const chosen: { link: LinkedRecord; name: string }[] | undefined =
    named.length === 1
      ? named
      : await ui.pickMany(
          named.map((one) => ({
            label: one.name,
            description: one.link.workspace,
            icon: one.link.note === undefined ? 'link' : 'note',
            value: one,
            picked: true,
          })),
          { title: `Unlink ${file.name}`, placeholder: 'From which records? Their notes stay in Attio' },
        );
  if (!chosen || chosen.length === 0) return;
  const verb = 'Unlink';
  const names = listed(chosen.map(({ name }) => name));
  const detail = 'What is in Attio stays there. Publishing the file again creates new notes.';
  if ((await ui.confirm({ message: `Unlink ${file.name} from ${names}?`, detail, verb })) !== verb) return;
  const gone = new Set(chosen.map(({ link }) => link));
  const written = await changeLinks(services, document.uri, (links) =>
    links.filter(
      (one) =>
        ![...gone].some((link) =>
          link.note === undefined ? one.record === link.record && !one.note : one.note === link.note,
        ),
    ),
  );
  for (const { link } of chosen)
    if (link.note !== undefined && knownNote(services, link.note)?.uri === document.uri.toString())
      await rememberNote(services, link.note, undefined);
  refreshLenses();
  const left = publishedFile(services, document).links.filter((one) =>
    [...gone].some(({ note }) => note !== undefined && note === one.note),
  );
  if (left.length > 0 && written === 'storage')
    await ui.warn(
      `The front matter of ${file.name} is written in a way that is not touched: remove the entry under “attio:” by hand.`,
    );
  else ui.status(`${file.name} is not linked to ${names} any more.`);
}
