/** How a workspace is set up: objects, attributes, options, saved views, lists, and its members; read once in ten minutes. */
import type { AttioApi } from '../attio/client.js';
import { eachView } from '../attio/each.js';
import { AttioError } from '../attio/errors.js';
import type { AttioList, AttioObject, Attribute, View, WorkspaceMember } from '../attio/types.js';
import type { Clock } from './cache.js';
import type { Choice } from './edit/types.js';
import type { Flights } from './flights.js';
import { callOptions, MINUTE, Reads } from './reads.js';
import type { ReadOptions } from './types.js';

/** What an object is called in paths and references: its slug, or its id where it has none. */
export function objectKey(object: AttioObject): string {
  return object.api_slug ?? object.id.object_id;
}

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
    if (options.archived)
      return this.#allAttributes.ask(object, options, (signal) =>
        this.api.attributes.list('objects', object, { ...callOptions(options, signal), archived: true }),
      );
    return this.#attributes.ask(object, options, (signal) =>
      this.api.attributes.list('objects', object, callOptions(options, signal)),
    );
  }

  members(options: ReadOptions): Promise<WorkspaceMember[]> {
    return this.#members.ask('', options, (signal) => this.api.members.list(callOptions(options, signal)));
  }

  /**
   * Options or statuses, whichever the attribute has, archived ones too; none for other types. Rejects as `not-found` when
   * the object has no such attribute.
   */
  async choices(object: string, slugOrId: string, options: ReadOptions): Promise<Choice[]> {
    const is = (one: Attribute) => one.api_slug === slugOrId || one.id.attribute_id === slugOrId;
    const attribute =
      (await this.attributes(object, { ...options, fresh: false })).find(is) ??
      this.#allAttributes.cache.get(object)?.value.find(is);
    if (!attribute) throw noAttribute(object, slugOrId);
    const { type, api_slug: slug } = attribute;
    if (type !== 'select' && type !== 'status') return [];
    return this.#choices.ask(`${object}/${slug}`, options, async (signal) => {
      const call = { ...callOptions(options, signal), archived: true };
      if (type === 'status') {
        const statuses = await this.api.attributes.statuses('objects', object, slug, call);
        return statuses.map((one) => ({
          id: one.id.status_id,
          title: one.title,
          archived: one.is_archived,
          ...(one.target_time_in_status && { targetTime: one.target_time_in_status }),
          ...(one.celebration_enabled && { celebrated: true as const }),
        }));
      }
      const list = await this.api.attributes.options('objects', object, slug, call);
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

  peekObjects(): AttioObject[] | undefined {
    return this.#objects.cache.peek('')?.value;
  }
  peekObject(slugOrId: string): AttioObject | undefined {
    return find(this.peekObjects() ?? [], slugOrId);
  }
  peekAttributes(object: string): Attribute[] | undefined {
    return this.#attributes.cache.peek(object)?.value;
  }
  peekMember(memberId: string): WorkspaceMember | undefined {
    return this.#members.cache.peek('')?.value.find((member) => member.id.workspace_member_id === memberId);
  }

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

/** `Ada Lovelace`, or her address where she gave no name. */
export function memberName(member: WorkspaceMember): string {
  return (
    [member.first_name, member.last_name]
      .map((name) => name?.trim())
      .filter(Boolean)
      .join(' ') || member.email_address
  );
}
