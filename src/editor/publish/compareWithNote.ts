/** "Compare File with Its Note". */

import { commands } from 'vscode';
import { oneLine } from '../records/text.js';
import type { Connection, Services } from '../services.js';
import { showDifference } from './conflict.js';
import { brokenPart, documentOf, type LinkedRecord, publishedFile } from './file.js';
import { refreshLenses } from './refresh.js';
import { standingOf } from './state.js';
import { recordName } from './words.js';

interface Choice {
  link: LinkedRecord;
  connection: Connection;
  name: string;
}

/**
 * File and note as Attio keeps them, side by side; of several notes the one that is chosen. The note is asked for anew,
 * nothing is written. `argument`: an address, `{ uri }` of a code lens, or nothing: the active editor. Rejects with
 * AttioError.
 */
export async function compareWithNote(services: Services, argument?: unknown): Promise<void> {
  const { ui, connections } = services;
  const document = await documentOf(services, argument);
  if (!document) return;
  const file = publishedFile(services, document);
  const broken = brokenPart(file);
  if (broken) return void (await ui.warn(broken.message));
  const links = file.links.filter(({ note }) => note !== undefined);
  if (links.length === 0) {
    await ui.info(`${file.name} is not published yet.`, {
      title: 'Publish File as Note…',
      run: () => commands.executeCommand('attio.publishFile', { uri: document.uri.toString() }),
    });
    return;
  }
  const choices: Choice[] = [];
  for (const link of links) {
    const connection = await connections.forSlug(link.workspace);
    if (connection) choices.push({ link, connection, name: await recordName(connection, link.ref) });
  }
  if (choices.length === 0) {
    await ui.warn(`${file.name} is published in ${links[0]!.workspace}, where you are not signed in.`, {
      title: 'Sign In',
      run: () => commands.executeCommand('attio.signIn'),
    });
    return;
  }
  const chosen =
    choices.length === 1
      ? choices[0]
      : await ui.pick(
          choices.map((one) => ({
            label: one.name,
            description: one.connection.account.name,
            icon: 'note',
            value: one,
          })),
          { title: `Compare ${file.name}`, placeholder: 'With the note on which record?' },
        );
  if (!chosen) return;
  const { link, connection, name } = chosen;
  const note = await connection.catalog.note(link.note!, { surface: 'notes.publish', fresh: true });
  const standing = await standingOf(services, file, link, note);
  refreshLenses();
  if (standing.state === 'deleted') {
    await ui.info(`The note on ${name} was deleted in Attio. Publishing ${file.name} offers to create it anew.`, {
      title: 'Publish File as Note…',
      run: () => commands.executeCommand('attio.publishFile', { uri: document.uri.toString() }),
    });
    return;
  }
  await showDifference(services, connection, file, standing);
  if (standing.state === 'inStep') ui.status(`${file.name} and “${oneLine(note!.title, 60)}” say the same.`);
}
