/** "Choose Who You Are": in the account that is in use. */
import { memberName } from '../../crm/schema.js';
import { oneLine } from '../records/text.js';
import type { Services } from '../services.js';
import { chooseMe } from './me.js';

/** Rejects with AttioError. */
export async function chooseWhoIAm(services: Services): Promise<void> {
  const connection = await services.connections.current();
  const me = await chooseMe(services, connection);
  if (me === undefined) return;
  const members = await connection.catalog.members({ surface: 'members.me' });
  const member = members.find(({ id }) => id.workspace_member_id === me);
  const name = member ? oneLine(memberName(member), 60) : 'another';
  services.ui.status(`You are ${name} in ${oneLine(connection.account.name, 60)} now.`);
}
