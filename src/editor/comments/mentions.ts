/** Mentions: Attio has them as e-mail addresses of members in a comment's text (api.md section 8.3); people read names. Pure. */
import type { WorkspaceMember } from '../../attio/types.js';
import { memberName } from '../../crm/schema.js';

export interface CommentPart {
  text: string;
  /** It names a colleague: this one. */
  mention?: string;
}

const ADDRESS = /[^\s@<>()[\],;:"']+@[^\s@<>()[\],;:"']+\.[\p{L}\p{N}-]*[\p{L}\p{N}]/gu;

/** A comment's text in pieces; addresses of members are their names. */
export function partsOf(content: string, members: readonly WorkspaceMember[]): CommentPart[] {
  const byAddress = new Map(members.map((one) => [one.email_address.toLowerCase(), memberName(one)]));
  const parts: CommentPart[] = [];
  let from = 0;
  for (const { 0: address, index } of content.matchAll(ADDRESS)) {
    const mention = byAddress.get(address.toLowerCase());
    if (mention === undefined) continue;
    if (index > from) parts.push({ text: content.slice(from, index) });
    parts.push({ text: address, mention });
    from = index + address.length;
  }
  if (from < content.length || parts.length === 0) parts.push({ text: content.slice(from) });
  return parts;
}

/** `@Ada Brightwater, what is our floor?`, in one line. */
export const plainText = (parts: readonly CommentPart[]): string =>
  parts.map(({ text, mention }) => (mention === undefined ? text : `@${mention}`)).join('');

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
