/** Writes of files: from plain data to what is sent. Bodies of files have no `data` around them [spec 2026-08]. */
import { z } from 'zod';
import { given, name, type Sender, uuid, words } from './sent.js';

/** Bytes: "50 MB" of the documents. */
export const FILE_MAX = 50_000_000;

const create: Sender = z
  .strictObject({
    kind: z.literal('file.create'),
    object: name,
    recordId: uuid,
    file: z.union(
      [
        z
          .strictObject({ type: z.literal('folder'), name: words, parentFolderId: uuid.optional() })
          .transform((file) => given({ file_type: file.type, name: file.name, parent_folder_id: file.parentFolderId })),
        z
          .strictObject({
            type: z.enum(['connected-file', 'connected-folder']),
            storageProvider: z.enum(['dropbox', 'box', 'google-drive', 'microsoft-onedrive']),
            externalId: words,
            microsoftDriveId: words.nullish(),
          })
          .transform((file) =>
            given({
              file_type: file.type,
              storage_provider: file.storageProvider,
              external_provider_file_id: file.externalId,
              microsoft_drive_id: file.microsoftDriveId,
            }),
          ),
      ],
      'must be a folder with a name, or a file or folder that is connected with its provider and id there',
    ),
  })
  .transform(({ object, recordId, file }) => ({ body: { object, record_id: recordId, ...file } }));

/** The form of an upload, beside the file itself. */
export interface UploadForm {
  fields: Record<string, string>;
  name: string;
  contentType: string;
  size: number;
}

export const uploadForm: z.ZodType<UploadForm, unknown> = z
  .strictObject({
    kind: z.literal('file.upload'),
    object: name,
    recordId: uuid,
    parentFolderId: uuid.optional(),
    name: words
      .max(255, 'must be at most 255 characters')
      .refine((value) => !/[/\\\p{Cc}]/u.test(value), 'must be a name without a path'),
    contentType: z
      .string()
      .regex(/^[\w.+-]+\/[\w.+-]+(?:; ?[\w.+-]+=[\w.+-]+)*$/, 'must be a type such as application/pdf')
      .optional(),
    size: z
      .int('must be a whole number of bytes')
      .min(0, 'must not be negative')
      .max(FILE_MAX, `must be at most ${FILE_MAX / 1_000_000} MB: Attio takes no larger files`),
  })
  .transform((change) => ({
    fields: given({
      object: change.object,
      record_id: change.recordId,
      parent_folder_id: change.parentFolderId,
    }) as Record<string, string>,
    name: change.name,
    contentType: change.contentType ?? 'application/octet-stream',
    size: change.size,
  }));

const remove: Sender = z
  .looseObject({ kind: z.literal('file.delete'), fileId: uuid })
  .transform(({ fileId }) => ({ params: { file_id: fileId } }));

export const FILE_WRITES = { create, delete: remove };
