/** Puts the catalog together from its parts. */
import type { Account } from '../attio/account.js';
import type { AttioApi } from '../attio/client.js';
import { soft } from '../attio/errors.js';
import { hasScopes } from '../attio/scopes.js';
import type { AttioObject, AttioRecord, Attribute, AttributeValue } from '../attio/types.js';
import type { Clock } from './cache.js';
import { displayEntry, displayValues, MAX_SHOWN } from './display.js';
import { entriesIn, entriesOf } from './entries.js';
import { everyRecord } from './everyRecord.js';
import { Flights } from './flights.js';
import type { Formats } from './format.js';
import { inWords, needsChoices, pastValues } from './history.js';
import type { Schedule } from './loader.js';
import { Lookups } from './lookups.js';
import { MeetingReads } from './meetings.js';
import { findMentions } from './mentions.js';
import { NoteReads } from './notes.js';
import { PeopleReads } from './people.js';
import { PipelineReads } from './pipeline/reads.js';
import { callOptions } from './reads.js';
import { RecordReads, refKey } from './records.js';
import { outdatedBy } from './relations.js';
import { memberName, objectKey, SchemaReads } from './schema.js';
import { Search } from './search.js';
import { summarizeRecord, summaryNeeds } from './summary.js';
import { TaskReads, taskRefs } from './tasks.js';
import { ThreadReads } from './threads.js';
import type {
  Catalog,
  CatalogChange,
  CommentPlace,
  ReadOptions,
  RecordRef,
  RecordSummary,
  RecordView,
} from './types.js';
import { namesMembers, referencesOf, type ValueContext } from './values.js';

export interface CatalogSettings extends Formats {
  clock?: Clock;
  /** When the ids gathered for one query are sent. */
  schedule?: Schedule;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * All reads of one account, cached, joined and batched; see Catalog in types.ts for what it promises. Asks nothing by
 * itself. Without settings: the environment's language and zone.
 */
export function createCatalog(api: AttioApi, account: Account, settings: CatalogSettings = {}): Catalog {
  const clock = settings.clock ?? Date;
  const flights = new Flights();
  const schema = new SchemaReads(api, flights, clock);
  const records = new RecordReads(api, flights, clock, settings.schedule);
  const notes = new NoteReads(api, flights, clock);
  const lookups = new Lookups(api, schema, records, flights);
  const meetings = new MeetingReads(api, flights, clock, settings);
  const people = new PeopleReads(lookups, records, clock);
  const listeners = new Set<(change: CatalogChange) => void>();

  const context: ValueContext = {
    locale: settings.locale,
    timeZone: settings.timeZone,
    recordName: (ref) => records.nameOf({ ...ref, object: canonical(ref.object) }),
    memberName: (id) => {
      const member = schema.peekMember(id);
      return member && memberName(member);
    },
    objectNoun: (object) => schema.peekObject(object)?.singular_noun ?? undefined,
  };

  function fire(change: CatalogChange): void {
    for (const listener of [...listeners]) listener(change);
  }

  /** The slug that caches go by, as far as the objects are known. */
  function canonical(object: string): string {
    const known = schema.peekObject(object);
    return known ? objectKey(known) : object;
  }

  /** With an object's id, the objects are read to learn its slug; a slug needs no look-up. */
  async function resolve(ref: RecordRef, options: ReadOptions): Promise<RecordRef> {
    if (UUID.test(ref.object)) await schema.objects({ ...options, fresh: false });
    return { object: canonical(ref.object), recordId: ref.recordId.toLowerCase() };
  }

  const mayReadMembers = () => hasScopes(account.scopes, 'user_management:read');

  async function learnNames(values: AttributeValue[], options: ReadOptions, others = false): Promise<void> {
    const calm = { ...options, fresh: false };
    const members = (others || namesMembers(values)) && mayReadMembers();
    const refs =
      options.names === 'known' ? [] : referencesOf(values).map((ref) => ({ ...ref, object: canonical(ref.object) }));
    await Promise.all([members ? soft(schema.members(calm), []) : undefined, records.learnNames(refs, calm)]);
  }

  async function summarizeAll(
    found: { ref: RecordRef; record: AttioRecord }[],
    what: 'description' | 'all',
    options: ReadOptions,
  ): Promise<RecordSummary[]> {
    const calm = { ...options, fresh: false };
    const slugs = [...new Set(found.map(({ ref }) => ref.object))];
    const [, ...lists] = await Promise.all([
      soft<AttioObject[]>(schema.objects(calm), []),
      ...slugs.map((slug) => soft<Attribute[]>(schema.attributes(slug, calm), [])),
    ]);
    const attributes = new Map(slugs.map((slug, at) => [slug, lists[at]!]));
    await learnNames(
      found.flatMap(({ ref, record }) => summaryNeeds(record, attributes.get(ref.object)!, what)),
      options,
    );
    return found.map(({ ref, record }) =>
      summarizeRecord(record, ref, schema.peekObject(ref.object), attributes.get(ref.object)!, context),
    );
  }

  function summarizeKnown(ref: RecordRef, record: AttioRecord): RecordSummary {
    return summarizeRecord(
      record,
      ref,
      schema.peekObject(ref.object),
      schema.peekAttributes(ref.object) ?? [],
      context,
    );
  }

  const slugOf = async (object: string, options: ReadOptions) =>
    (await resolve({ object, recordId: '' }, options)).object;

  function forgetAll(): void {
    schema.forget();
    records.forget('everything');
    notes.forgetAll();
    meetings.forget();
    people.forget();
    search.forget();
    tasks.forget();
    threads.forget();
    pipelines.forget();
  }

  /** Each once, by slug. */
  const distinct = (refs: readonly RecordRef[]): RecordRef[] => {
    const known = refs.map((ref) => ({ ...ref, object: canonical(ref.object) }));
    return [...new Map(known.map((ref) => [refKey(ref), ref])).values()];
  };

  /** A write told of a record, or that it is gone. */
  function written(asked: RecordRef, record: AttioRecord | undefined): void {
    const ref = { object: canonical(asked.object), recordId: asked.recordId.toLowerCase() };
    const others = outdatedBy(ref, record, schema.peekAttributes(ref.object) ?? [], records.known());
    records.write(ref, record);
    records.outdate(others);
    if (!record) {
      notes.forgetOf(ref);
      threads.forget({ ref });
    }
    pipelines.written(ref, record);
    for (const { object } of others) if (object !== ref.object) pipelines.forget({ target: 'objects', object });
    if (ref.object === 'people') people.forget();
    search.forget();
    for (const one of [ref, ...others]) fire({ what: 'record', ref: one });
  }

  const search = new Search({ api, account, schema, records, notes, lookups, flights, clock, summarizeKnown });

  const tasks = new TaskReads(api, flights, clock);
  const threads = new ThreadReads(api, flights, clock);
  const pipelines = new PipelineReads({
    api,
    schema,
    records,
    flights,
    clock,
    formats: settings,
    canonical,
    summarize: (found, options) => summarizeAll(found, 'description', options),
    learnEntry: (entry) => catalog.learnEntry(entry),
    learnRecord: (record, object) => catalog.learnRecord(record, object),
  });

  /** As caches go by it, as far as objects and lists are known. */
  const placed = (place: CommentPlace): CommentPlace =>
    'ref' in place
      ? { ref: { object: canonical(place.ref.object), recordId: place.ref.recordId.toLowerCase() } }
      : { list: pipelines.listSlug(place.list), entryId: place.entryId.toLowerCase() };

  const catalog: Catalog = {
    objects: (options) => schema.objects(options),
    object: (slugOrId, options) => schema.object(slugOrId, options),
    attributes: async (object, options) => schema.attributes(await slugOf(object, options), options),
    members: (options) => schema.members(options),
    choices: async (object, attribute, options) => schema.choices(await slugOf(object, options), attribute, options),
    views: async (object, options) => schema.views(await slugOf(object, options), options),
    lists: (options) => schema.lists(options),
    list: (slugOrId, options) => schema.list(slugOrId, options),
    listAttributes: async (list, options) =>
      schema.attributesOf(await pipelines.list(list, { ...options, fresh: false }), options),
    listChoices: async (list, attribute, options) =>
      schema.choicesOf(await pipelines.list(list, { ...options, fresh: false }), attribute, options),

    groupings: (of, options) => pipelines.groupings(of, options),
    pipeline: (ref, options) => pipelines.pipeline(ref, options),
    cards: (pipeline, question, options) => pipelines.cards(pipeline, question, options),
    everyCard: (pipeline, options) => pipelines.everyCard(pipeline, options),
    card: (pipeline, card, options) => pipelines.card(pipeline, card, options),
    knownCard: (pipeline, card, options) => pipelines.knownCard(pipeline, card, options),
    async entryValues(list, entryId, options) {
      const [entry, attributes] = await Promise.all([
        pipelines.entry(list, entryId, options),
        catalog.listAttributes(list, { ...options, fresh: false }),
      ]);
      if (!entry) return undefined;
      await learnNames(Object.values(entry.entry_values ?? {}).flat(), options);
      return displayEntry(entry, attributes, context);
    },
    async entriesIn(list, refs, options) {
      const { slug } = await pipelines.list(list, { ...options, fresh: false });
      const key = `entriesIn:${slug}/${refs.map(refKey).join()}`;
      return flights.run(key, options.signal, (signal) => entriesIn(api, slug, refs, callOptions(options, signal)));
    },

    recordsPage: async (object, page, options) => records.page(await slugOf(object, options), page, options),
    async *everyRecord(object, options) {
      yield* everyRecord(api, await slugOf(object, options), options);
    },
    recordsWith: async (object, attribute, values, options) =>
      lookups.having(await slugOf(object, options), attribute, values, options),
    async entriesOf(asked, options) {
      const ref = await resolve(asked, options);
      return flights.run(`entries:${refKey(ref)}`, options.signal, (signal) =>
        entriesOf(api, ref, callOptions(options, signal)),
      );
    },
    async history(asked, attribute, options) {
      const whose = 'entryId' in asked ? asked : await resolve(asked, options);
      const calm = { ...options, fresh: false };
      const holder =
        'entryId' in whose
          ? await pipelines.list(whose.list, calm)
          : { target: 'objects' as const, slug: whose.object };
      const id = 'entryId' in whose ? whose.entryId : whose.recordId;
      const key = `history:${holder.target}/${holder.slug}/${id.toLowerCase()}/${attribute}`;
      const values = await flights.run(key, options.signal, (signal) =>
        pastValues(api, whose, attribute, callOptions(options, signal)),
      );
      const [choices] = await Promise.all([
        needsChoices(values) ? soft(schema.choicesOf(holder, attribute, calm), []) : [],
        learnNames(
          values,
          options,
          values.some((value) => value.created_by_actor?.type === 'workspace-member'),
        ),
      ]);
      return inWords(values, choices, context);
    },
    record: async (ref, options) => records.record(await resolve(ref, options), options),
    peek: (ref) => records.peek({ ...ref, object: canonical(ref.object) }),

    async summary(asked, options) {
      const ref = await resolve(asked, options);
      const record = await records.record(ref, options);
      return record && (await summarizeAll([{ ref, record }], 'all', options))[0];
    },

    async summarize(list, object, options) {
      const ref = await resolve({ object, recordId: '' }, options);
      return summarizeAll(
        list.map((record) => ({ ref: { object: ref.object, recordId: record.id.record_id }, record })),
        'description',
        options,
      );
    },

    async view(asked, options): Promise<RecordView | undefined> {
      const ref = await resolve(asked, options);
      const calm = { ...options, fresh: false };
      const [record, object, attributes] = await Promise.all([
        records.record(ref, options),
        schema.object(ref.object, calm),
        schema.attributes(ref.object, calm),
      ]);
      if (!record || !object) return undefined;
      await learnNames(
        Object.values(record.values ?? {}).flatMap((values) =>
          Array.isArray(values) ? values.slice(0, MAX_SHOWN) : [],
        ),
        options,
      );
      return {
        summary: summarizeRecord(record, ref, object, attributes, context),
        object,
        record,
        values: displayValues(record, object, attributes, context),
      };
    },

    notesOf: async (ref, page, options) => notes.of(await resolve(ref, options), page, options),
    note: (noteId, options) => notes.one(noteId, options),

    async meetings({ record, ...question }, options) {
      const about = record && { record: await resolve(record, options) };
      return meetings.page({ ...question, ...about }, options);
    },
    meeting: (meetingId, options) => meetings.one(meetingId, options),
    recordings: (meetingId, options) => meetings.recordings(meetingId, options),
    recording: (meetingId, recordingId, options) => meetings.recording(meetingId, recordingId, options),
    people: (emails, options) => people.byEmail(emails, options),
    async tasks({ record, ...question }, offset, options) {
      const about = record && { record: await resolve(record, options) };
      return tasks.page({ ...question, ...about }, offset, options);
    },
    task: (taskId, options) => tasks.one(taskId, options),
    async threads(place, offset, options) {
      const on = 'ref' in place ? { ref: await resolve(place.ref, options) } : placed(place);
      return threads.page(on, offset, options);
    },

    async search(query, options) {
      // Attio's search lags behind deletes as it does behind everything else (api.md section 8).
      return (await search.run(query, options)).filter((match) => !records.isGone(match.ref));
    },
    mentions(text, options) {
      const summarize = (found: { ref: RecordRef; record: AttioRecord }[]) =>
        summarizeAll(found, 'description', options);
      const resolved = (object: string) => slugOf(object, options);
      return findMentions(text, { account, records, notes, lookups, canonical: resolved, summarize }, options);
    },

    learnRecord(record, object) {
      written({ object, recordId: record.id.record_id }, record);
    },
    forgetRecord(ref) {
      written(ref, undefined);
    },
    learnNote(note) {
      notes.learn({ ...note, parent_object: canonical(note.parent_object) });
      fire({ what: 'notes', ref: { object: canonical(note.parent_object), recordId: note.parent_record_id } });
    },
    forgetNote(noteId, ref) {
      const own = { ...ref, object: canonical(ref.object) };
      notes.forgetOne(noteId, own);
      fire({ what: 'notes', ref: own });
    },
    learnEntry(entry) {
      fire({ what: 'entry', ...pipelines.learnEntry(entry) });
    },
    forgetEntry(list, entryId, ref) {
      pipelines.forgetEntry(list, entryId);
      const place = { list: pipelines.listSlug(list), entryId: entryId.toLowerCase() };
      threads.forget(place);
      fire({ what: 'entry', ...place, ref: { ...ref, object: canonical(ref.object) } });
    },
    learnTask(task) {
      const { task_id: taskId } = task.id;
      const refs = [...taskRefs(tasks.peek(taskId)), ...taskRefs(task)];
      tasks.learn(task);
      fire({ what: 'task', taskId, refs: distinct(refs) });
    },
    forgetTask(taskId, refs) {
      tasks.forgetOne(taskId);
      fire({ what: 'task', taskId, refs: distinct(refs) });
    },
    forget(change) {
      const ref = 'ref' in change ? { ...change.ref, object: canonical(change.ref.object) } : undefined;
      switch (change.what) {
        case 'everything':
          forgetAll();
          break;
        case 'object':
          schema.forget(canonical(change.object));
          schema.forgetList(pipelines.listSlug(change.object));
          records.forget({ object: canonical(change.object) });
          pipelines.forget({ target: 'objects', object: canonical(change.object) });
          pipelines.forget({ target: 'lists', list: change.object });
          people.forget();
          break;
        case 'record':
          records.forget({ ref: ref! });
          pipelines.forget({ target: 'objects', object: ref!.object });
          meetings.forget(ref);
          notes.forgetOf(ref!);
          threads.forget({ ref: ref! });
          break;
        case 'notes':
          notes.forgetOf(ref!);
          break;
        case 'entry':
          pipelines.forget({ target: 'lists', list: change.list });
          break;
        case 'task':
          tasks.forget(change.taskId);
          break;
        case 'comments':
          threads.forget(placed(change.place));
          break;
      }
      fire(change);
    },
    onDidChange(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    dispose() {
      listeners.clear();
      flights.abortAll();
      forgetAll();
    },
  };
  return catalog;
}
