/** Values that are chosen from a few: options, statuses, colleagues, yes or no, stars. */
import { hasScopes } from '../../attio/scopes.js';
import type { WorkspaceMember } from '../../attio/types.js';
import type { Json } from '../../attio/values.js';
import { sameWritten } from '../../crm/edit/writable.js';
import { memberName } from '../../crm/schema.js';
import { oneLine } from '../records/text.js';
import type { BACK, PickItem } from '../ui.js';
import { type Answer, type Asking, clearItem, said } from './askValue.js';
import { colleagues } from './known.js';

type Choosable = Omit<PickItem<Json[]>, 'value'> & { one: Json };

/** One from a list, or several with boxes to tick; what is set now is marked. */
async function chosen(asking: Asking, choosable: Promise<Choosable[]>, why?: string): Promise<Answer> {
  const { services, attribute, current, several, mayBeEmpty, box } = asking;
  const { ui } = services;
  const title = oneLine(attribute.title);
  const isSet = (one: Json) => current.some((value) => sameWritten(attribute.type, [value], [one]));
  const items = async <T>(value: (one: Json) => T) =>
    (await choosable).map(({ one, ...item }) => ({ ...item, picked: isSet(one), value: value(one) }));

  if (!several) {
    const placeholder = said(asking, why ?? `Choose ${title}`);
    const rows = items((one) => [one]).then((all) => [
      ...all.map((row) => (row.picked ? { ...row, description: now(row.description) } : row)),
      ...clearItem(asking),
    ]);
    return ui.pick(rows, { ...box, placeholder, matchOnDescription: true });
  }
  for (let problem = asking.problem; ; problem = `${title} is needed: tick at least one.`) {
    const placeholder = said({ ...asking, ...(problem !== undefined && { problem }) }, why ?? `Tick all of ${title}`);
    const values = await ui.pickMany(
      items((one) => one),
      { ...box, placeholder, matchOnDescription: true },
    );
    if (!Array.isArray(values) || values.length > 0 || mayBeEmpty) return values;
  }
}

const now = (description: string | undefined): string => (description ? `${description} · now` : 'now');

/**
 * Option or status ids. Archived ones are offered only where they are set now. Where there is nothing to choose, warns,
 * and answers undefined. Rejects with AttioError.
 */
export async function askChoice(asking: Asking): Promise<Answer> {
  const { attribute, object, surface, connection, services, current } = asking;
  const choices = asking.choices ?? connection.catalog.choices(object, attribute.api_slug, { surface });
  // One that is archived cannot be chosen; where it is what is set, it is shown.
  const rows = Promise.resolve(choices).then((all) =>
    all
      .filter(({ id, archived }) => !archived || current.includes(id))
      .map(({ id, title, archived }) => ({
        label: oneLine(title) || id,
        one: id,
        ...(archived && { description: 'archived' }),
      })),
  );
  const known = await rows;
  if (known.length > 0) return chosen(asking, rows);
  const kind = attribute.type === 'status' ? 'statuses' : 'options';
  await services.ui.warn(`${oneLine(attribute.title)} has no ${kind} to choose from: add one in Attio first.`);
  return undefined;
}

function colleague(member: WorkspaceMember, me: string | undefined): Choosable {
  const id = member.id.workspace_member_id;
  const name = oneLine(memberName(member));
  const facts = [id === me ? 'you' : '', name === member.email_address ? '' : member.email_address];
  return { label: name, description: facts.filter(Boolean).join(' · '), icon: 'account', one: actor(id) };
}

const actor = (id: string): Json => ({ referenced_actor_type: 'workspace-member', referenced_actor_id: id });

/**
 * References to members, in the written form; you come first, suspended ones only where they are set now. Without the
 * scope `user_management:read` only you, and why; where not even that is known, rejects with the AttioError that names
 * the scope.
 */
export async function askMember(asking: Asking): Promise<Answer> {
  const { connection, surface, current } = asking;
  const { account } = connection;
  const rows = async (): Promise<Choosable[]> => {
    const members = await colleagues(connection, { surface });
    // Without the scope for colleagues one's own id is all that is known.
    if (members.length === 0 && account.memberId)
      return [{ label: 'You', description: 'whose key this is', icon: 'account', one: actor(account.memberId) }];
    // Asked all the same, for the error that names the scope.
    const all = members.length === 0 ? await connection.catalog.members({ surface }) : members;
    const isSet = (id: string) => current.some((one) => sameWritten('actor-reference', [one], [actor(id)]));
    return all
      .filter((one) => one.access_level !== 'suspended' || isSet(one.id.workspace_member_id))
      .map((one) => colleague(one, account.memberId))
      .sort((a, b) => +(b.description ?? '').startsWith('you') - +(a.description ?? '').startsWith('you'));
  };
  const mayRead = hasScopes(account.scopes, 'user_management:read');
  return chosen(asking, rows(), mayRead ? undefined : ALONE);
}

/** Why nobody else is offered. */
const ALONE = 'Only you are listed: this key lacks the scope user_management:read, which names your colleagues';

/** `[true]` or `[false]`: no is a value too, other than none. */
export async function askCheckbox(asking: Asking): Promise<Answer> {
  return chosen(
    asking,
    Promise.resolve([
      { label: 'Yes', icon: 'check', one: true },
      { label: 'No', icon: 'close', one: false },
    ]),
  );
}

/** A whole number of stars from 5 to 0, where 0 is a value too; what is typed beside that is told what it may be. */
export async function askRating(asking: Asking): Promise<Answer> {
  const { services, attribute, current, box } = asking;
  const title = oneLine(attribute.title);
  const rows = [5, 4, 3, 2, 1, 0].map((stars): PickItem<Json[]> => {
    const picked = current.some((value) => sameWritten(attribute.type, [value], [stars]));
    const description = `${stars} of 5`;
    return {
      label: '★'.repeat(stars) + '☆'.repeat(5 - stars),
      description: picked ? now(description) : description,
      picked,
      value: [stars],
    };
  });
  const initial = [...rows, ...clearItem(asking)];
  return services.ui.pickLive<Json[], typeof BACK>({
    ...box,
    placeholder: said(asking, `Choose ${title}, or type 0 to 5`),
    initial,
    load: async (query) => {
      const word = query.toLowerCase();
      const fits = ({ label, description = '' }: PickItem<Json[]>) =>
        label.startsWith(query) || `${label} ${description}`.toLowerCase().includes(word);
      return /^\d+$/.test(word)
        ? rows.filter(({ description }) => description?.startsWith(`${word} `))
        : initial.filter(fits);
    },
    nothing: (query) => `“${query}” is no rating: it is a whole number from 0 to 5.`,
  });
}
