/** The objects of a workspace, their attributes, and its members: read once in ten minutes. */
import type { AttioApi } from '../attio/client.js';
import type { AttioObject, Attribute, WorkspaceMember } from '../attio/types.js';
import type { Clock } from './cache.js';
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
  readonly #members: Reads<WorkspaceMember[]>;

  constructor(
    private readonly api: Pick<AttioApi, 'objects' | 'attributes' | 'members'>,
    flights: Flights,
    clock: Clock,
  ) {
    const age = 10 * MINUTE;
    this.#objects = new Reads('objects', flights, { max: 1, age }, clock);
    this.#attributes = new Reads('attributes', flights, { max: 200, age }, clock);
    this.#members = new Reads('members', flights, { max: 1, age }, clock);
  }

  objects(options: ReadOptions): Promise<AttioObject[]> {
    return this.#objects.ask('', options, (signal) => this.api.objects.list(callOptions(options, signal)));
  }

  async object(slugOrId: string, options: ReadOptions): Promise<AttioObject | undefined> {
    return find(await this.objects(options), slugOrId);
  }

  attributes(object: string, options: ReadOptions): Promise<Attribute[]> {
    return this.#attributes.ask(object, options, (signal) =>
      this.api.attributes.list('objects', object, callOptions(options, signal)),
    );
  }

  members(options: ReadOptions): Promise<WorkspaceMember[]> {
    return this.#members.ask('', options, (signal) => this.api.members.list(callOptions(options, signal)));
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
    if (object !== undefined) return;
    this.#objects.forget(() => true);
    this.#members.forget(() => true);
  }
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
