/** In which account a file is published: where its notes are; of several, the one that is chosen. */
import { commands } from 'vscode';
import type { Connection, Services } from '../services.js';
import type { PickItem } from '../ui.js';
import type { Published } from './file.js';

/** `further`: to records of the account in use, wherever its notes are. undefined: closed, which is all there is to say. */
export async function chooseAccount(
  services: Services,
  file: Published,
  further = false,
): Promise<Connection | undefined> {
  const { accounts, connections, ui } = services;
  const current = await connections.current();
  const counts = new Map<string, number>();
  for (const { workspace, note } of file.links)
    if (note !== undefined) counts.set(workspace, (counts.get(workspace) ?? 0) + 1);
  const others = [...counts.keys()].filter((slug) => slug !== current.account.slug);
  if (further || others.length === 0) return current;
  const here = counts.get(current.account.slug);
  const notes = (count: number) => (count === 1 ? '1 note' : `${count} notes`);
  const items: PickItem<string>[] = [
    {
      label: here === undefined ? `Publish in ${current.account.name}, too` : `Update in ${current.account.name}`,
      description: here === undefined ? current.account.slug : `${current.account.slug} · ${notes(here)}`,
      icon: here === undefined ? 'add' : 'cloud-upload',
      value: current.account.slug,
    },
    ...others.map((slug): PickItem<string> => {
      const account = accounts.list.find((one) => one.slug === slug);
      const count = notes(counts.get(slug)!);
      return account
        ? { label: `Update in ${account.name}`, description: `${slug} · ${count}`, icon: 'cloud-upload', value: slug }
        : {
            label: `Sign in to ${slug}`,
            description: `${count}, in an account that is not signed in here`,
            icon: 'sign-in',
            value: slug,
          };
    }),
  ];
  // Where its notes are comes first.
  if (here === undefined) items.push(items.shift()!);
  const slug = await ui.pick(items, {
    title: `Publish ${file.name}`,
    placeholder: `This file has notes in ${counts.size === 1 ? 'another account' : `${counts.size} accounts`}`,
  });
  if (slug === undefined) return undefined;
  if (slug === current.account.slug) return current;
  const connection = await connections.forSlug(slug);
  if (!connection) await commands.executeCommand('attio.signIn');
  return connection;
}
