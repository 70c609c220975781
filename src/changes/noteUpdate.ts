/** Updates of notes: only what is different is sent, the text as a whole, and what was there before is kept. */
import type { Approval } from '../attio/approved.js';
import { AttioError } from '../attio/errors.js';
import type { Note } from '../attio/types.js';
import type { UpdateNote } from '../attio/writes.js';
import { approve } from './approve.js';
import type { Conflict, Preview } from './change.js';
import {
  hasLines,
  hasMoreThanMarkdown,
  hasText,
  hasWords,
  keepsAll,
  sameText,
  TEXT_DIFFERS,
  titleDiffers,
} from './compare.js';
import { NOTE_WRITE, type NotePart, notePartsChanged, notePlace, textWarnings, titled } from './noteLook.js';
import { nameOf } from './recordLook.js';
import {
  type Carried,
  Conflicted,
  calling,
  counted,
  type Family,
  FRESH_MS,
  head,
  lookFor,
  lost,
  lostWrite,
  type Room,
  reading,
  refused,
} from './room.js';
import { keyOf } from './shape.js';

type Saw = Pick<NonNullable<UpdateNote['base']>, 'title' | 'content'>;

const sameTitle = (a: string, b: string): boolean => a.trim() === b.trim();

/** The text to be written, where there is one. */
const written = ({ content, format = 'markdown' }: UpdateNote) => content !== undefined && { content, format };

/** What of a note is another than the change wants it. */
async function open(change: UpdateNote, note: Note): Promise<NotePart[]> {
  const { title } = change;
  const text = written(change);
  return [
    ...(title !== undefined && !sameTitle(title, note.title) ? (['title'] as const) : []),
    ...(text && !(await hasText(text, note)) ? (['content'] as const) : []),
  ];
}

/** Whether an earlier try, whose answer was lost, made it: the note is as wanted, and was not so before. */
async function isMade(change: UpdateNote, note: Note, before: Saw | undefined): Promise<boolean> {
  const left = await open(change, note);
  if (left.length === 0) return before === undefined || !(await sameAs(before, note));
  // Attio writes some texts another way than they were sent; what is still as it was before was not written at all.
  const text = written(change);
  if (left.includes('title') || !text || !before || (await sameText(before.content, note.content_markdown)))
    return false;
  return hasWords(text, note);
}

const sameAs = async (saw: Saw, note: Note): Promise<boolean> =>
  sameTitle(saw.title, note.title) && (await sameText(saw.content, note.content_markdown));

const sawOf = (note: Note): NonNullable<UpdateNote['base']> => ({
  parentObject: note.parent_object,
  parentRecordId: note.parent_record_id,
  title: note.title,
  content: note.content_markdown,
});

const inWords = (parts: readonly NotePart[]): string =>
  parts.length === 2 ? 'title and text' : parts[0] === 'title' ? 'title' : 'text';

function conflictsOf(change: UpdateNote, parts: readonly NotePart[], saw: Saw, note: Note): Conflict[] {
  const of = `of the note ${titled(saw.title)}`;
  const rows: Record<NotePart, Conflict> = {
    title: {
      slug: 'title',
      label: `Title ${of}`,
      named: true,
      base: saw.title,
      theirs: note.title,
      mine: change.title ?? '',
    },
    content: {
      slug: 'content',
      label: `Text ${of}`,
      named: true,
      base: saw.content,
      theirs: note.content_markdown,
      mine: change.content ?? '',
    },
  };
  return parts.map((part) => rows[part]);
}

async function warningsOf(change: UpdateNote, parts: readonly NotePart[], note: Note): Promise<string[]> {
  const warnings: string[] = [];
  if (parts.includes('title') && change.title?.trim() === '') warnings.push('The note will have no title.');
  const text = parts.includes('content') && written(change);
  if (!text) return warnings;
  warnings.push(...(await textWarnings(text)));
  const mentions = note.tags?.length ?? 0;
  if (mentions > 0)
    warnings.push(
      `The note mentions ${counted(mentions, 'person or record', 'people or records')}: mentions cannot be written as Markdown and are likely to become plain names.`,
    );
  if (await hasMoreThanMarkdown(note))
    warnings.push(
      'The note holds something that Attio does not give as Markdown, such as a table or a picture: the new text takes its place, and Undo does not bring it back.',
    );
  return warnings;
}

function notThere(change: UpdateNote): AttioError {
  return refused(
    change,
    'not-found',
    `The change was not sent to Attio: the note ${change.base ? titled(change.base.title) : change.noteId} is not there any more.`,
    'It was deleted in Attio: create it anew if it is still wanted.',
  );
}

export const noteUpdate: Family<UpdateNote> = {
  async look(change, room: Room) {
    const lookedAt = room.now();
    // What comes after the look is the change's own affair, whatever else the batch does.
    const calm: Room = { ...room, before: undefined };
    const key = keyOf(change);
    const noteId = change.noteId.toLowerCase();
    const place = notePlace(noteId);
    const live = (): Promise<Note | undefined> => room.catalog.note(noteId, reading(room));
    const current = await live();
    const gone = room.before?.gone;
    if (!current || gone?.has(noteId) || gone?.has(current.parent_record_id.toLowerCase())) throw notThere(change);
    const name = await nameOf({ object: current.parent_object, recordId: current.parent_record_id }, room);
    const parts = await open(change, current);
    const all: NotePart[] = [
      ...(change.title === undefined ? [] : ['title' as const]),
      ...(written(change) ? ['content' as const] : []),
    ];
    const earlier = room.before?.written.get(place);
    const base = change.base;
    const conflicts = base
      ? conflictsOf(change, await notePartsChanged(base, current, room, parts), base, current)
      : [];
    const what = inWords(parts.length > 0 ? parts : all);
    const which = `${titled(current.title)} on ${name ?? 'a record'}`;
    const { warnings, ...rest } = head(NOTE_WRITE, room.account);
    const text = written(change);
    const takesAway =
      (parts.includes('title') && current.title.trim() !== '') ||
      (parts.includes('content') && text && !(await keepsAll(current, text)));
    const preview: Preview = {
      sentence: `Change the ${what} of the note ${which}`,
      ...rest,
      verb: 'Update Note',
      fields: [
        ...(parts.includes('title')
          ? [{ label: 'Title', slug: 'title', before: current.title, after: change.title ?? '' }]
          : []),
        ...(parts.includes('content')
          ? [
              {
                label: 'Text',
                slug: 'content',
                before: current.content_markdown,
                after: change.content ?? '',
                lines: true as const,
              },
            ]
          : []),
      ],
      warnings: [...warnings, ...(await warningsOf(change, parts, current))],
      // As with values of records: what only adds to a text takes nothing away.
      destructive: conflicts.length > 0 || takesAway === true,
      ...(conflicts.length > 0 && { conflicts }),
      ...(parts.length === 0 && { nothingToDo: true }),
    };

    /** What came of it. `before` is the note as it was; without it there is no way back. */
    const outcome = async (
      made: readonly NotePart[],
      before: Saw | undefined,
      stored: Note,
      approval: Approval | undefined,
      alreadyDone: boolean,
    ): Promise<Carried> => {
      room.catalog.learnNote(stored);
      const back = before ? await notePartsChanged(before, stored, calm, made) : [];
      const text = written(change);
      const differs = made.includes('content') && text && !(await hasLines(text, stored));
      const record = (await nameOf({ object: stored.parent_object, recordId: stored.parent_record_id }, room)) ?? name;
      return {
        applied: {
          change: { ...narrowed(change, made), ...(before && { base: { ...sawOf(stored), ...before } }) },
          ...(approval && { approval }),
          note: stored,
          ...(alreadyDone && { alreadyDone }),
          differences: [
            ...(made.includes('title') && !sameTitle(change.title ?? '', stored.title) ? [titleDiffers(stored)] : []),
            ...(differs ? [TEXT_DIFFERS] : []),
          ],
          undo:
            before && back.length > 0
              ? {
                  kind: 'note.update',
                  noteId,
                  ...(back.includes('title') && { title: before.title }),
                  ...(back.includes('content') && { format: 'markdown', content: before.content }),
                  base: sawOf(stored),
                }
              : undefined,
        },
        past: `Changed the ${inWords(made)} of the note ${titled(before?.title ?? stored.title)} on ${record ?? 'a record'}`,
        target: { object: stored.parent_object, recordId: stored.parent_record_id, title: stored.title },
      };
    };

    const doubt = room.uncertain.get(key);
    const before: Saw | undefined = doubt?.note ? sawOf(doubt.note) : base;
    const asked = doubt !== undefined || room.since !== undefined;
    const settled =
      asked && (await isMade(change, current, before))
        ? await outcome(all, before, current, undefined, true)
        : undefined;

    return {
      preview,
      ...(settled && { settled }),
      writes: [[place, parts]],
      ...(!all.some((part) => earlier?.has(part)) && { seenNote: sawOf(current) }),
      carry: async (approval) => {
        let [note, made] = [current, parts];
        if (room.now() - lookedAt > FRESH_MS) {
          // Between the look and the word somebody may have written: what is replaced is what was shown.
          const now = await live();
          if (!now) throw notThere(change);
          [note, made] = [now, await open(change, now)];
          const changed = await notePartsChanged(sawOf(current), now, calm, made);
          if (changed.length > 0) throw new Conflicted(conflictsOf(change, changed, sawOf(current), now));
        }
        const done = (stored: Note, alreadyDone: boolean) => {
          room.uncertain.delete(key);
          return outcome(made.length > 0 ? made : all, sawOf(note), stored, approval, alreadyDone);
        };
        if (made.length === 0) return done(note, true);
        try {
          const sent = approve(narrowed(change, made), approval, room.now());
          return await done(await room.api.notes.update(sent, calling(room)), false);
        } catch (error) {
          if (AttioError.is(error, 'not-found'))
            room.catalog.forgetNote(noteId, { object: note.parent_object, recordId: note.parent_record_id });
          if (!lostWrite(error)) throw error;
          const { found, looked } = await lookFor(room, async () => {
            const now = await live();
            return now && (await isMade(change, now, sawOf(note))) ? now : undefined;
          });
          if (found) return done(found, true);
          room.uncertain.set(key, { since: doubt?.since ?? lookedAt, note: doubt?.note ?? note });
          throw lost(
            error,
            looked
              ? 'The note was read again and was as before, so it was probably not changed.'
              : 'The note could not be read again: it may have been changed.',
            'Try again when Attio can be reached: the note as it is by then is looked at first.',
          );
        }
      },
    };
  },
};

/** Only what is sent of a change. */
function narrowed(change: UpdateNote, parts: readonly NotePart[]): UpdateNote {
  const { kind, noteId, title } = change;
  const text = written(change);
  return {
    kind,
    noteId,
    ...(parts.includes('title') && title !== undefined && { title }),
    ...(parts.includes('content') && text && { format: text.format, content: text.content }),
  };
}
