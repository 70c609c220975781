/** What is chosen by name: options and statuses, colleagues, records. Pure. */
import { nearest } from '../../attio/nearest.js';
import type { WorkspaceMember } from '../../attio/types.js';
import { parseAttioUrl } from '../../attio/webUrl.js';
import { memberName, objectKey } from '../schema.js';
import type { Choice, InputContext, Parsed } from './types.js';

const MAX_LISTED = 12;
const refuse = (problem: string, suggestion?: string) => ({ ok: false as const, problem, suggestion });
const same = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
const listed = (names: readonly string[]): string =>
  names.slice(0, MAX_LISTED).join(', ') + (names.length > MAX_LISTED ? ', …' : '');

/** By id, or by title without regard to case; the nearest title is suggested, an archived one is refused. */
export function parseChoice(text: string, { attribute, choices = [] }: InputContext): Parsed {
  const given = text.trim();
  const taken = (choice: Choice): Parsed => ({ ok: true, value: choice.id, shown: choice.title });
  const kind = attribute.type === 'status' ? 'status' : 'option';
  const found =
    choices.filter((one) => one.id === given || one.title === given).sort((a, b) => +a.archived - +b.archived)[0] ??
    choices.filter((one) => same(one.title, given)).sort((a, b) => +a.archived - +b.archived)[0];
  const open = choices.filter((one) => !one.archived).map((one) => one.title);
  if (found && !found.archived) return taken(found);
  if (open.length === 0) return refuse(`${attribute.title} has no ${kind} to choose: add one in Attio first.`);
  if (found)
    return refuse(
      `The ${kind} “${found.title}” of ${attribute.title} is archived: restore it in Attio, or choose one of ${listed(open)}.`,
      nearest(found.title, open),
    );
  return refuse(`${attribute.title} has no ${kind} “${given}”; there are: ${listed(open)}.`, nearest(given, open));
}

/** By e-mail address, full name or id. A name that two have is no name. */
export function parseMember(text: string, { attribute, members = [] }: InputContext): Parsed {
  const given = text.trim();
  const inside = /<([^<>]+)>$/.exec(given)?.[1]?.trim() ?? given.replace(/^workspace member /i, '');
  const byKey = members.filter(
    (one) => one.id.workspace_member_id === inside.toLowerCase() || same(one.email_address, inside),
  );
  const found = byKey.length > 0 ? byKey : members.filter((one) => same(memberName(one), given));
  const [member, ...others] = found;
  if (member && others.length === 0) {
    const namesakes = members.filter((one) => same(memberName(one), memberName(member)));
    return {
      ok: true,
      value: { referenced_actor_type: 'workspace-member', referenced_actor_id: member.id.workspace_member_id },
      shown: namesakes.length > 1 ? `${memberName(member)} <${member.email_address}>` : memberName(member),
    };
  }
  if (member)
    return refuse(
      `${found.length} colleagues are called “${given}”: write the e-mail address, ${found.map((one) => one.email_address).join(' or ')}.`,
      member.email_address,
    );
  if (members.length === 0)
    return refuse(
      `The colleagues are not known, so that nobody can be set as ${attribute.title}: the key needs user_management:read.`,
    );
  return refuse(
    `No colleague is called “${given}”: write a full name or an e-mail address.`,
    meantMember(given, members),
  );
}

function meantMember(given: string, members: readonly WorkspaceMember[]): string | undefined {
  const part = members.filter((one) => [one.first_name, one.last_name].some((name) => name && same(name, given)));
  if (part.length === 1) return memberName(part[0]!);
  return nearest(given, [...members.map(memberName), ...members.map((one) => one.email_address)]);
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** An id alone, or after what says of which object: `companies/…`, `Company …`. */
const ID = new RegExp(`^(?:(.*?)[\\s/])?(${UUID})$`, 'i');

/** A record by link, by id, or either after its name: `Acme Corp <…>`. Whether there is such a record is not asked. */
export function parseReference(text: string, context: InputContext): Parsed {
  const { attribute, objects = [], workspace } = context;
  const given = text.trim();
  const angled = /^(.*?)\s*<([^<>]+)>$/s.exec(given);
  const markdown = /^\[(.*)\]\(([^()\s]+)\)$/s.exec(given);
  const [name, key] = angled ? [angled[1]!, angled[2]!.trim()] : markdown ? [markdown[1]!, markdown[2]!] : ['', given];

  const ids = attribute.config?.record_reference?.allowed_object_ids ?? [];
  const slug = (id: string) => {
    const object = objects.find((one) => one.id.object_id === id || one.api_slug === id);
    return object ? objectKey(object) : id;
  };
  const allowed = ids.map(slug);
  const nouns = allowed.map((one) => objects.find((object) => objectKey(object) === one)?.plural_noun ?? one);

  const link = parseAttioUrl(key);
  const bare = ID.exec(key);
  if (!link && !bare)
    return refuse(
      `“${given}” is no record: search for it, or give its link or id, as in “${name || given.slice(0, 40) || 'Name'} <link>”.`,
    );
  if (link && link.kind !== 'record')
    return refuse('This link leads to something else than a record: copy the link of a record’s page.');
  if (link && workspace !== undefined && link.workspace !== workspace)
    return refuse(
      `This link leads to another workspace (${link.workspace}), and the record would have to be in ${workspace}.`,
    );
  const named = bare?.[1]?.trim();
  const object = link
    ? slug(link.object)
    : named
      ? objectNamed(named, context)
      : allowed.length === 1
        ? allowed[0]
        : undefined;
  const recordId = (link ? link.recordId : bare![2]!).toLowerCase();
  if (object === undefined)
    return refuse(
      named
        ? `There is no object “${named}”: write ${allowed[0] ?? 'companies'}/${recordId}.`
        : `An id alone does not say of what: write ${allowed[0] ?? 'companies'}/${recordId}, or give the record’s link.`,
    );
  if (allowed.length > 0 && !allowed.includes(object))
    return refuse(`${attribute.title} takes ${nouns.join(' or ')} only, and this is a record of ${object}.`);
  return {
    ok: true,
    value: { target_object: object, target_record_id: recordId },
    shown: name.trim() ? `${name.trim()} <${object}/${recordId}>` : `${object}/${recordId}`,
  };
}

function objectNamed(word: string, { objects = [] }: InputContext): string | undefined {
  const found = objects.find((one) =>
    [one.api_slug, one.id.object_id, one.singular_noun, one.plural_noun].some((name) => name && same(name, word)),
  );
  return found && objectKey(found);
}
