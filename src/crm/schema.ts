/** How a workspace is set up: objects, attributes, options, saved views, lists, and its members; read once in ten minutes. */
import type { AttioApi } from '../attio/client.js';
import { eachView } from '../attio/each.js';
import { AttioError } from '../attio/errors.js';
import type { AttioList, AttioObject, Attribute, View, WorkspaceMember } from '../attio/types.js';
import type { Target } from '../attio/writes.js';
import type { Clock } from './cache.js';
import type { Choice } from './edit/types.js';
import type { Flights } from './flights.js';
import { callOptions, MINUTE, Reads } from './reads.js';
import type { ReadOptions } from './types.js';

/** What an object is called in paths and references: its slug, or its id where it has none. */
export function objectKey(object: AttioObject): string {
  return object.api_slug ?? object.id.object_id;
}

/** What a list is called in paths and caches: its slug, or its id where it has none. */
export function listKey(list: AttioList): string {
  return list.api_slug || list.id.list_id;
}

/** Whose attributes: an object's (by `objectKey`), or those of a list's entries (by `listKey`). */
export interface Holder {
  target: Target;
  slug: string;
}

/** A list may have the slug of an object. */
const holderKey = ({ target, slug }: Holder): string => (target === 'lists' ? `list:${slug}` : slug);

/**
 * Objects and lists are found by slug or id. What begins with `peek` asks nothing, and gives undefined where nothing is
 * known; all else rejects with AttioError.
 */
export class SchemaReads {
  readonly #objects: Reads<AttioObject[]>;
  readonly #attributes: Reads<Attribute[]>;
  readonly #allAttributes: Reads<Attribute[]>;
  readonly #members: Reads<WorkspaceMember[]>;
  readonly #choices: Reads<Choice[]>;
  readonly #views: Reads<View[]>;
  readonly #lists: Reads<AttioList[]>;

  constructor(
    private readonly api: AttioApi,
    flights: Flights,
    clock: Clock,
  ) {
    const age = 10 * MINUTE;
    this.#objects = new Reads('objects', flights, { max: 1, age }, clock);
    this.#attributes = new Reads('attributes', flights, { max: 200, age }, clock);
    this.#allAttributes = new Reads('attributes with archived ones', flights, { max: 50, age }, clock);
    this.#members = new Reads('members', flights, { max: 1, age }, clock);
    this.#choices = new Reads('choices', flights, { max: 500, age }, clock);
    this.#views = new Reads('views', flights, { max: 100, age }, clock);
    this.#lists = new Reads('lists', flights, { max: 1, age }, clock);
  }

  objects(options: ReadOptions): Promise<AttioObject[]> {
    return this.#objects.ask('', options, (signal) => this.api.objects.list(callOptions(options, signal)));
  }

  async object(slugOrId: string, options: ReadOptions): Promise<AttioObject | undefined> {
    return find(await this.objects(options), slugOrId);
  }

  /** `archived`: those too, which the other surfaces have no use for. */
  attributes(object: string, options: ReadOptions & { archived?: boolean }): Promise<Attribute[]> {
    return this.attributesOf({ target: 'objects', slug: object }, options);
  }

  /** Of the entries of a list; by the list's key (see `listKey`). */
  attributesOf(of: Holder, options: ReadOptions & { archived?: boolean }): Promise<Attribute[]> {
    const reads = options.archived ? this.#allAttributes : this.#attributes;
    return reads.ask(holderKey(of), options, (signal) =>
      this.api.attributes.list(of.target, of.slug, {
        ...callOptions(options, signal),
        ...(options.archived && { archived: true }),
      }),
    );
  }

  members(options: ReadOptions): Promise<WorkspaceMember[]> {
    return this.#members.ask('', options, (signal) => this.api.members.list(callOptions(options, signal)));
  }

  /**
   * Options or statuses, whichever the attribute has, archived ones too; none for other types. Rejects as `not-found` when
   * the object has no such attribute.
   */
  choices(object: string, slugOrId: string, options: ReadOptions): Promise<Choice[]> {
    return this.choicesOf({ target: 'objects', slug: object }, slugOrId, options);
  }

  /** As `choices`, of an object's or a list's attribute. */
  async choicesOf(of: Holder, slugOrId: string, options: ReadOptions): Promise<Choice[]> {
    const is = (one: Attribute) => one.api_slug === slugOrId || one.id.attribute_id === slugOrId;
    const attribute =
      (await this.attributesOf(of, { ...options, fresh: false })).find(is) ??
      this.#allAttributes.cache.get(holderKey(of))?.value.find(is);
    if (!attribute) throw noAttribute(this.#nameOf(of), slugOrId);
    const { type, api_slug: slug } = attribute;
    if (type !== 'select' && type !== 'status') return [];
    return this.#choices.ask(`${holderKey(of)}/${slug}`, options, async (signal) => {
      const call = { ...callOptions(options, signal), archived: true };
      if (type === 'status') {
        const statuses = await this.api.attributes.statuses(of.target, of.slug, slug, call);
        return statuses.map((one) => ({
          id: one.id.status_id,
          title: one.title,
          archived: one.is_archived,
          ...(one.target_time_in_status && { targetTime: one.target_time_in_status }),
          ...(one.celebration_enabled && { celebrated: true as const }),
        }));
      }
      const list = await this.api.attributes.options(of.target, of.slug, slug, call);
      return list.map((one) => ({ id: one.id.option_id, title: one.title, archived: one.is_archived }));
    });
  }

  /** The views of an object that are saved in Attio, all pages. */
  views(object: string, options: ReadOptions): Promise<View[]> {
    return this.#views.ask(object, options, async (signal) => {
      const views: View[] = [];
      for await (const view of eachView(this.api, 'objects', object, {}, callOptions(options, signal)))
        views.push(view);
      return views;
    });
  }

  lists(options: ReadOptions): Promise<AttioList[]> {
    return this.#lists.ask('', options, (signal) => this.api.lists.list(callOptions(options, signal)));
  }

  /** By slug or id. */
  async list(slugOrId: string, options: ReadOptions): Promise<AttioList | undefined> {
    return findList(await this.lists(options), slugOrId);
  }

  peekList(slugOrId: string): AttioList | undefined {
    return findList(this.#lists.cache.peek('')?.value ?? [], slugOrId);
  }
  peekObjects(): AttioObject[] | undefined {
    return this.#objects.cache.peek('')?.value;
  }
  peekObject(slugOrId: string): AttioObject | undefined {
    return find(this.peekObjects() ?? [], slugOrId);
  }
  peekAttributes(object: string): Attribute[] | undefined {
    return this.#attributes.cache.peek(object)?.value;
  }
  #nameOf({ target, slug }: Holder): string {
    return target === 'lists' ? (this.peekList(slug)?.name ?? slug) : slug;
  }
  peekMember(memberId: string): WorkspaceMember | undefined {
    return this.#members.cache.peek('')?.value.find((member) => member.id.workspace_member_id === memberId);
  }

  /** Without an object: everything. */
  forget(object?: string): void {
    this.#attributes.forget((key) => object === undefined || key === object);
    this.#allAttributes.forget((key) => object === undefined || key === object);
    this.#choices.forget((key) => object === undefined || key.startsWith(`${object}/`));
    this.#views.forget((key) => object === undefined || key === object);
    if (object !== undefined) return;
    this.#lists.forget(() => true);
    this.#objects.forget(() => true);
    this.#members.forget(() => true);
  }

  /** How a list's entries are set up; by the list's key. */
  forgetList(list: string): void {
    const key = holderKey({ target: 'lists', slug: list });
    for (const reads of [this.#attributes, this.#allAttributes]) reads.forget((one) => one === key);
    this.#choices.forget((one) => one.startsWith(`${key}/`));
  }
}

function noAttribute(object: string, slug: string): AttioError {
  return new AttioError({
    kind: 'not-found',
    operation: 'attributes.list',
    message: `There is no attribute “${slug}” in ${object}.`,
    remedy: 'Refresh, and look at the attributes there are: it may have been renamed or archived.',
    fate: 'no',
    field: slug,
  });
}

function find(objects: AttioObject[], slugOrId: string): AttioObject | undefined {
  return (
    objects.find((object) => object.api_slug === slugOrId) ?? objects.find((object) => object.id.object_id === slugOrId)
  );
}

function findList(lists: AttioList[], slugOrId: string): AttioList | undefined {
  return lists.find((one) => one.api_slug === slugOrId) ?? lists.find((one) => one.id.list_id === slugOrId);
}

/** `Ada Lovelace`, or her address where she gave no name. */
export function memberName(member: WorkspaceMember): string {
  return (
    [member.first_name, member.last_name]
      .map((name) => name?.trim())
      .filter(Boolean)
      .join(' ') || member.email_address
  );
}
