/** Files of records: folders, connected files, uploads, downloads (beta; api.md section 4.3). */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { cursorPage, cursorQuery, paged } from '../cursor.js';
import { type FileRow, nano, type RecordLink } from '../model.js';
import { malformed, notFound, Problem } from '../problem.js';
import { actorOf, bodyOf, type Call, data, queryOf, type Route } from '../route.js';
import { signPath } from '../signed.js';
import { fileOut } from '../wireWork.js';
import type { Workspace } from '../workspace.js';

const ALSO = ['object_configuration:read', 'record_permission:read'];
const READ = ['file:read', ...ALSO];
const WRITE = ['file:read-write', ...ALSO];

/** Bytes. */
const MAX_FILE = 50_000_000;

const ELSEWHERE = z.enum(['dropbox', 'box', 'google-drive', 'microsoft-onedrive']);
const LIST = z.object({
  ...cursorQuery(50, 200),
  object: z.string().min(1),
  record_id: z.uuid(),
  storage_provider: z.enum(['attio', ...ELSEWHERE.options]).optional(),
  parent_folder_id: z.uuid().optional(),
});
const PLACE = { object: z.string().min(1), record_id: z.uuid() };
const CREATE = z.union([
  z.object({
    ...PLACE,
    file_type: z.literal('folder'),
    name: z.string().min(1),
    parent_folder_id: z.uuid().optional(),
  }),
  z.object({
    ...PLACE,
    file_type: z.enum(['connected-file', 'connected-folder']),
    storage_provider: ELSEWHERE,
    external_provider_file_id: z.string(),
    microsoft_drive_id: z.string().nullable().optional(),
  }),
]);
const UPLOAD = z.object({ ...PLACE, parent_folder_id: z.uuid().optional() });

function recordOf(workspace: Workspace, given: { object: string; record_id: string }): RecordLink {
  const object = workspace.object(given.object);
  return { object: object.slug, recordId: workspace.record(object, given.record_id).id };
}

function folderOf(workspace: Workspace, record: RecordLink, id: string | undefined): string | null {
  if (id === undefined) return null;
  const folder = workspace.files.get(id);
  if (folder?.type !== 'folder' || folder.record.recordId !== record.recordId) {
    throw notFound(`Folder with ID "${id}" not found.`);
  }
  return folder.id;
}

function found({ workspace, params }: Call): FileRow {
  const file = workspace.files.get(params.file_id!);
  if (!file) throw notFound(`File with ID "${params.file_id}" not found.`);
  return file;
}

/** Entries of all nesting levels, unless a folder is named. */
function list(call: Call) {
  const { workspace } = call;
  const query = queryOf(LIST, call);
  const record = recordOf(workspace, query);
  const wanted = workspace.files.list.filter(
    (file) =>
      file.record.object === record.object &&
      file.record.recordId === record.recordId &&
      (query.storage_provider === undefined || file.provider === query.storage_provider) &&
      (query.parent_folder_id === undefined || file.parentId === query.parent_folder_id.toLowerCase()),
  );
  const { page, next } = cursorPage(wanted, query);
  return paged(
    page.map((file) => fileOut(workspace, file)),
    next,
  );
}

/** No envelope around this body, unlike everywhere else. */
function create(call: Call) {
  const { workspace } = call;
  const given = bodyOf(CREATE, call);
  const record = recordOf(workspace, given);
  const made = { id: randomUUID(), record, createdBy: actorOf(call), createdAt: nano(Date.now()) };
  const file: FileRow =
    given.file_type === 'folder'
      ? {
          ...made,
          type: 'folder',
          provider: 'attio',
          name: given.name,
          parentId: folderOf(workspace, record, given.parent_folder_id),
        }
      : {
          ...made,
          type: given.file_type,
          provider: given.storage_provider,
          externalId: given.external_provider_file_id,
          microsoftDriveId: given.microsoft_drive_id ?? null,
        };
  return data(fileOut(workspace, workspace.files.set(file)));
}

async function upload(call: Call) {
  const { workspace } = call;
  const form = call.body as FormData;
  const file = form.get('file');
  const rest = Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'));
  const given = bodyOf(UPLOAD, { ...call, body: rest });
  if (file === null || typeof file === 'string') {
    throw malformed('Body payload', [{ code: 'invalid', path: ['file'], message: 'A file is expected' }]);
  }
  if (file.size > MAX_FILE) {
    throw new Problem(413, 'invalid_request_error', 'validation_type', 'The maximum file size is 50 MB.');
  }
  const record = recordOf(workspace, given);
  const content = new Uint8Array(await file.arrayBuffer());
  const row = workspace.files.set({
    id: randomUUID(),
    record,
    type: 'file',
    provider: 'attio',
    name: file.name,
    parentId: folderOf(workspace, record, given.parent_folder_id),
    contentType: file.type || 'application/octet-stream',
    content: () => content,
    createdBy: actorOf(call),
    createdAt: nano(Date.now()),
  });
  return { ...data(fileOut(workspace, row)), status: 201 };
}

function get(call: Call) {
  const { workspace } = call;
  const file = found(call);
  const inside = workspace.files.list.some((one) => one.parentId === file.id);
  return data({ ...fileOut(workspace, file), ...(file.type === 'folder' && { has_children: inside }) });
}

/** The address it points to needs no key: it is signed, and holds for a minute. */
function download(call: Call) {
  const file = found(call);
  if (!file.content) throw notFound(`File with ID "${file.id}" has no content in Attio.`);
  return { status: 302, headers: { location: `${call.origin}${signPath(`/_files/${file.id}`)}` } };
}

/** A folder goes with what is in it. */
function remove(call: Call) {
  const { files } = call.workspace;
  const drop = (id: string) => {
    files.delete(id);
    for (const inside of files.list) if (inside.parentId === id) drop(inside.id);
  };
  drop(found(call).id);
  return { body: {} };
}

export const fileRoutes: Route[] = [
  { method: 'GET', path: '/v2/files', scopes: READ, run: list },
  { method: 'POST', path: '/v2/files', scopes: WRITE, run: create },
  { method: 'POST', path: '/v2/files/upload', scopes: WRITE, form: true, run: upload },
  { method: 'GET', path: '/v2/files/{file_id}', scopes: READ, run: get },
  { method: 'DELETE', path: '/v2/files/{file_id}', scopes: WRITE, run: remove },
  { method: 'GET', path: '/v2/files/{file_id}/download', scopes: READ, run: download },
];
