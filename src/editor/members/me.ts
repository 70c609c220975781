/** Who is "me" in an account: whom the key names, or whom the person has chosen. */
import { EventEmitter } from 'vscode';
import { hasScopes } from '../../attio/scopes.js';
import { memberName } from '../../crm/schema.js';
import { oneLine } from '../records/text.js';
import type { Account, Connection, Services } from '../services.js';
import type { PickItem } from '../ui.js';

const KEY = 'attio.me';
const changed = new EventEmitter<string>();

/** Fires with the id of the account in which somebody else is "me" now. */
export const onDidChangeMe = changed.event;

type Chosen = Record<string, string>;

const chosen = ({ context }: Pick<Services, 'context'>): Chosen => context.globalState.get<Chosen>(KEY, {});

/** The member's id; undefined: nobody has said, and the key names none. Asks for nothing. */
export function knownMe(services: Pick<Services, 'context'>, account: Account): string | undefined {
  return chosen(services)[account.id] ?? account.memberId;
}

/** As `knownMe`, and asks the person once where it is not known. undefined: the question was closed. */
export async function whoAmI(services: Services, connection: Connection): Promise<string | undefined> {
  return knownMe(services, connection.account) ?? (await chooseMe(services, connection));
}

/**
 * Asks which of the members the person is, and remembers the answer on this machine; whom the key names needs no
 * remembering. The box says who that is, and who the person is now. Rejects with AttioError.
 */
export async function chooseMe(services: Services, connection: Connection): Promise<string | undefined> {
  const { account, catalog } = connection;
  if (!hasScopes(account.scopes, 'user_management:read')) {
    await services.ui.warn(
      `Who you are in ${account.name} cannot be asked: the key lacks the scope user_management:read, which names colleagues.`,
    );
    return undefined;
  }
  const now = knownMe(services, account);
  // Who one is, and who the key says one is, before all others.
  const rank = (id: string): number => (id === now ? 2 : id === account.memberId ? 1 : 0);
  const items = catalog.members({ surface: 'members.me' }).then((members) =>
    members
      .map((member): PickItem<string> => {
        const id = member.id.workspace_member_id;
        const marks = [...(id === now ? ['you now'] : []), ...(id === account.memberId ? ['whose key this is'] : [])];
        return {
          label: oneLine(memberName(member)),
          description: [...marks, oneLine(member.email_address)].join(' · '),
          icon: id === now ? 'check' : 'account',
          picked: id === now,
          value: id,
        };
      })
      .sort((a, b) => rank(b.value) - rank(a.value)),
  );
  const me = await services.ui.pick(items, {
    title: `Who Are You in ${oneLine(account.name, 60)}?`,
    placeholder: 'Your tasks, your deals and your comments go by this. It stays on this machine.',
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  if (me === undefined) return undefined;
  if (me === account.memberId) await forgetMe(services, account.id);
  else await services.context.globalState.update(KEY, { ...chosen(services), [account.id]: me });
  changed.fire(account.id);
  return me;
}

/** The account is signed out of. */
export async function forgetMe({ context }: Pick<Services, 'context'>, accountId: string): Promise<void> {
  const { [accountId]: _, ...rest } = chosen({ context });
  await context.globalState.update(KEY, rest);
}
