/** "New Note from Template": a file to write in, with title, day, people and record filled in. */
import { env, workspace } from 'vscode';
import { recordUrl } from '../../attio/webUrl.js';
import type { FileLink } from '../../crm/publish/frontMatter.js';
import {
  fillTemplate,
  type Template,
  type TemplateValues,
  templatesOf,
  titleFrom,
  wanted,
} from '../../crm/publish/templates.js';
import type { RecordRef } from '../../crm/types.js';
import { connectionFor } from '../records/resolve.js';
import { markdownLink, oneLine } from '../records/text.js';
import { pickRecord } from '../search/pickRecord.js';
import type { Connection, Services } from '../services.js';
import { type RecordTarget, recordTarget } from '../targets.js';
import { startFile } from './startFile.js';

const SURFACE = 'notes.template';
const NONE: RecordTarget = { object: '', recordId: '' };
/** Of a clipboard, so much is a note's business. */
const MAX_CLIPBOARD = 20_000;

/**
 * Those of the setting `attio.notes.templates` first, then the built-in ones that they do not replace; never empty.
 */
export const allTemplates = (): Template[] => templatesOf(workspace.getConfiguration('attio').get('notes.templates'));

/** `argument`: a record or a tree node of one, or nothing: it is asked for. */
export async function newNoteFromTemplate(services: Services, argument?: unknown): Promise<void> {
  const { ui } = services;
  const template = await ui.pick(
    allTemplates().map((one) => ({ label: one.name, description: oneLine(one.description), icon: 'note', value: one })),
    { title: 'New Note from Template', placeholder: 'Which template?', matchOnDescription: true },
  );
  if (!template) return;
  const named = recordTarget(argument);
  const target =
    named ??
    (await pickRecord(services, {
      title: `New ${template.name}`,
      placeholder: 'Which record is the note for?',
      first: [
        {
          label: 'No Record Yet',
          description: 'It is chosen when the file is published',
          icon: 'circle-slash',
          group: 'Later',
          value: NONE,
        },
      ],
      surface: SURFACE,
    }));
  if (!target) return;
  if (target === NONE || target.recordId === '') {
    await fromTemplate(template, { records: [], attendees: [] });
    return;
  }
  const connection = await connectionFor(services, target);
  await forRecord(connection, template, { object: target.object, recordId: target.recordId });
}

/** The record's name, and of a person the address: who is spoken to is there. */
export async function forRecord(connection: Connection, template: Template, ref: RecordRef): Promise<void> {
  const summary = await connection.catalog.summary(ref, { surface: SURFACE });
  const name = summary ? oneLine(summary.title, 100) : 'the record';
  const email =
    ref.object === 'people'
      ? /[^\s<>()·,]+@[^\s<>()·,]+/.exec(
          [summary?.description, ...(summary?.facts ?? []).map(({ text }) => text)].join(' '),
        )?.[0]
      : undefined;
  const attendees = ref.object === 'people' ? [email ? `${name} <${email}>` : name] : [];
  await fromTemplate(template, { records: [{ name, link: linkTo(connection, ref) }], attendees });
}

/** For a file’s front matter: the record’s address, by the slug of its account; the note comes with publishing. */
export const linkTo = ({ account }: Pick<Connection, 'account'>, { object, recordId }: RecordRef): FileLink => ({
  record: recordUrl(account.slug, object, recordId),
});

export interface Given {
  title?: string;
  /** When it is or was; without it, now. */
  at?: Date;
  /** `at` is a whole day. */
  wholeDay?: boolean;
  records: { name: string; link: FileLink }[];
  attendees: string[];
}

/**
 * Opens a new file, not saved, where the template wants the cursor. Day and time are this machine’s. The clipboard is
 * read only for a template that has a place for it; Attio is asked for nothing.
 */
export async function fromTemplate(
  template: Template,
  { title, at = new Date(), wholeDay, records, attendees }: Given,
): Promise<void> {
  const two = (number: number) => String(number).padStart(2, '0');
  const date = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = wholeDay ? '' : `${two(at.getHours())}:${two(at.getMinutes())}`;
  const needs = wanted(template);
  const values: TemplateValues = {
    title: title ?? '',
    date,
    time,
    attendees,
    record: records[0]?.name ?? '',
    recordLink: records.map(({ name, link }) => markdownLink(name, link.record)).join(', '),
    clipboard: needs.has('clipboard') ? (await env.clipboard.readText()).slice(0, MAX_CLIPBOARD).trim() : '',
  };
  values.title = title ?? titleFrom(template, values);
  const { text, cursor } = fillTemplate(template.body, values);
  await startFile({
    title: values.title,
    date: wholeDay || time === '' ? date : `${date} ${time}`,
    attendees,
    links: records.map(({ link }) => link),
    body: text,
    cursor,
  });
}
