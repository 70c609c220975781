/** Who made a note or wrote a comment, in words. Pure. */
import type { Actor, WorkspaceMember } from '../../attio/types.js';

/** The member who acted, where it was one whose name is known. */
export function authorId(actor: Actor | null, members: readonly WorkspaceMember[]): string | undefined {
  if (actor?.type !== 'workspace-member' || actor.id === null) return undefined;
  return members.some(({ id }) => id.workspace_member_id === actor.id) ? actor.id : undefined;
}

/** A colleague by name; what an app or a key made, as that. */
export function authorOf(actor: Actor | null, members: readonly WorkspaceMember[]): string {
  if (actor?.type === 'workspace-member') {
    const member = members.find(({ id }) => id.workspace_member_id === actor.id);
    const name = [member?.first_name, member?.last_name].filter(Boolean).join(' ');
    return name || member?.email_address || 'a colleague';
  }
  if (actor?.type === 'api-token') return 'an API key';
  if (actor?.type === 'app') return 'an app';
  return 'Attio';
}
