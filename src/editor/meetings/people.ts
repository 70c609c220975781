/** Who the participants of a meeting are: Attio tells their addresses and seldom their names. */
import { hasScopes } from '../../attio/scopes.js';
import type { WorkspaceMember } from '../../attio/types.js';
import type { Meeting } from '../../attio/workTypes.js';
import type { ReadOptions, RecordRef, RecordSummary } from '../../crm/types.js';
import { isCancel } from '../command.js';
import type { Connection } from '../services.js';

export interface Who {
  /** The person's record. */
  ref?: RecordRef;
  summary?: RecordSummary;
  /** The name of a member of the workspace. */
  colleague?: string;
}

/** By e-mail address in lower case. One query finds the people; colleagues are asked for where someone is still unknown. */
export async function whoIs(
  connection: Connection,
  participants: Meeting['participants'],
  read: ReadOptions,
): Promise<Map<string, Who>> {
  const { catalog } = connection;
  const emails = participants.flatMap(({ email_address }) => email_address?.toLowerCase() ?? []);
  if (emails.length === 0) return new Map();
  const people = await catalog.people(emails, read);
  const members = emails.every((email) => people.has(email)) ? [] : await colleagues(connection, read);
  const calm: ReadOptions = { ...read, fresh: false, names: 'known' };
  const found = emails.map(async (email): Promise<[string, Who]> => {
    const ref = people.get(email);
    const summary = ref && (await catalog.summary(ref, calm));
    const member = members.find(({ email_address }) => email_address.toLowerCase() === email);
    return [email, { ...(ref && summary && { ref, summary }), ...(member && { colleague: nameOf(member) }) }];
  });
  return new Map(await Promise.all(found));
}

/** What the participants are called, for texts; never fails for want of names. */
export async function namesOf(
  connection: Connection,
  participants: Meeting['participants'],
  read: ReadOptions,
): Promise<Map<string, string>> {
  try {
    const who = await whoIs(connection, participants, read);
    return new Map(
      [...who].flatMap(([email, { summary, colleague }]) => {
        const name = summary?.title ?? colleague;
        return name ? [[email, name] as const] : [];
      }),
    );
  } catch (error) {
    if (isCancel(error)) throw error;
    return new Map();
  }
}

/** Names are an addition: without the scope, or when they cannot be read, addresses stand for them. */
async function colleagues({ catalog, account }: Connection, read: ReadOptions): Promise<WorkspaceMember[]> {
  if (!hasScopes(account.scopes, 'user_management:read')) return [];
  try {
    return await catalog.members({ ...read, fresh: false });
  } catch (error) {
    if (isCancel(error)) throw error;
    return [];
  }
}

const nameOf = ({ first_name, last_name, email_address }: WorkspaceMember) =>
  `${first_name ?? ''} ${last_name ?? ''}`.trim() || email_address;
