/** Mentions: Attio has them as e-mail addresses of members in a comment's text (api.md section 8.3); people read names. Pure. */
import type { WorkspaceMember } from '../../attio/types.js';
import { memberName } from '../../crm/schema.js';

export { type CommentPart, partsOf, plainText } from '../../crm/commentText.js';

/** Those who can be mentioned. */
export const mentionable = (members: readonly WorkspaceMember[]): WorkspaceMember[] =>
  members.filter(({ access_level, email_address }) => access_level !== 'suspended' && email_address !== '');

/** How a member can be called behind an `@`: by the whole name, else by what no other is called by. */
function callsOf(members: readonly WorkspaceMember[]): [call: string, address: string][] {
  const calls = new Map<string, string | undefined>();
  const call = (text: string, address: string): void => {
    const key = text.trim().toLowerCase();
    if (key === '') return;
    // What two answer to calls neither.
    calls.set(key, calls.has(key) && calls.get(key) !== address ? undefined : address);
  };
  for (const one of members) {
    const [user = ''] = one.email_address.split('@');
    for (const text of new Set([memberName(one), one.first_name ?? '', user])) call(text, one.email_address);
  }
  return [...calls]
    .flatMap(([text, address]): [string, string][] => (address === undefined ? [] : [[text, address]]))
    .sort(([a], [b]) => b.length - a.length);
}

/** How a member is mentioned: `@Ada Brightwater`; by address where another has the name too. */
export function callOf(member: WorkspaceMember, members: readonly WorkspaceMember[]): string {
  const name = memberName(member);
  const others = members.some(
    (one) => one.email_address !== member.email_address && memberName(one).toLowerCase() === name.toLowerCase(),
  );
  return others ? member.email_address : `@${name}`;
}

/**
 * What a person wrote as Attio takes it: `@Ada`, `@Ada Brightwater` and `@ada` become her address where that is one
 * member's. All else stays as it is.
 */
export function withAddresses(text: string, members: readonly WorkspaceMember[]): string {
  if (!text.includes('@')) return text;
  const calls = callsOf(mentionable(members));
  return text.replace(/(?<![\p{L}\p{N}.@_-])@(?=[\p{L}\p{N}])[^\n@]*/gu, (rest) => {
    const said = rest.slice(1).toLowerCase();
    const found = calls.find(([call]) => said.startsWith(call) && !/[\p{L}\p{N}_-]/u.test(said.charAt(call.length)));
    return found ? found[1] + rest.slice(1 + found[0].length) : rest;
  });
}

/**
 * What a person meant as mentions and is none: each `@name` that `withAddresses` left as it is, once. An `@` before a digit
 * is none, as in `@3pm`.
 */
export function unknownCalls(text: string, members: readonly WorkspaceMember[]): string[] {
  const left = withAddresses(text, members).matchAll(/(?<![\p{L}\p{N}.@_-])@\p{L}[\p{L}\p{N}_-]*/gu);
  return [...new Set([...left].map(([call]) => call))];
}
