/** Whom a line gives something to do to: names matched against the members of the workspace. Pure. */
import type { WorkspaceMember } from '../../attio/types.js';
import { memberName } from '../schema.js';

/** Without accents, case and what joins the parts of a name: `Chloé-Ann` is `chloeann`. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[\s._'’-]+/g, '');

const ME: ReadonlySet<string> = new Set(['me', 'myself', 'self']);
/** The person who writes. */
export const isMe = (said: string): boolean => ME.has(said.toLowerCase());

/**
 * The members that a name may mean: by the whole e-mail address, else by the full name, else by
 * the first name or the address before the `@`. Suspended members are given nothing to do.
 */
export function membersCalled(said: string, members: readonly WorkspaceMember[]): WorkspaceMember[] {
  const open = members.filter(({ access_level }) => access_level !== 'suspended');
  const name = said.trim().replace(/^@/, '');
  if (/.@./.test(name)) return open.filter((one) => one.email_address.toLowerCase() === name.toLowerCase());
  const wanted = plain(name);
  if (wanted === '') return [];
  const local = ({ email_address }: WorkspaceMember) => plain(email_address.split('@')[0]!);
  const whole = open.filter((one) => plain(memberName(one)) === wanted);
  if (whole.length > 0) return whole;
  // An address before the @ settles nothing where another is called so: then the person is asked.
  return open.filter((one) => local(one) === wanted || plain(one.first_name ?? '') === wanted);
}
