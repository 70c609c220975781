/** A comment's text as people read it: Attio has mentions as e-mail addresses of members (api.md section 8.3). Pure. */
import type { WorkspaceMember } from '../attio/types.js';
import { memberName } from './schema.js';

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
