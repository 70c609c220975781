/** Files of records (beta, api.md section 4.3). */
import type { Approved } from '../approved.js';
import type { Calls } from '../calls.js';
import type { CallOptions } from '../client.js';
import { FILE_MAX, FILE_WRITES, uploadForm } from '../fileRequests.js';
import { nothing, one, page } from '../lenient.js';
import { QUERIES } from '../requests.js';
import type { Page } from '../types.js';
import type { FileSource } from '../upload.js';
import { file } from '../workSchemas.js';
import type { AttioFile, Downloaded, FileQuery } from '../workTypes.js';
import type { CreateFile, DeleteFile, UploadFile } from '../writes.js';

/** `maxBytes`: what is larger is refused; default what can be uploaded. */
export type DownloadCall = CallOptions & { maxBytes?: number };

export interface FilesApi {
  list(query: FileQuery, options?: CallOptions): Promise<Page<AttioFile>>;
  get(fileId: string, options?: CallOptions): Promise<AttioFile>;
  /** A folder, or what stays where it is and is connected. */
  create(approved: Approved<CreateFile>, options?: CallOptions): Promise<AttioFile>;
  /** `source` is read as it is sent, and must have the size that was approved; it is opened again for a repetition. */
  upload(approved: Approved<UploadFile>, source: FileSource, options?: CallOptions): Promise<AttioFile>;
  /** Gives the content to `to` piece by piece, waiting for each. After a failure, what came is not the whole. */
  download(fileId: string, to: (chunk: Uint8Array) => unknown, options?: DownloadCall): Promise<Downloaded>;
  delete(approved: Approved<DeleteFile>, options?: CallOptions): Promise<void>;
}

/**
 * Reads and writes files. The audit knows a call by the record, or by the file's id where the call has no more;
 * `upload` sends a form, all others JSON. Rejects with AttioError, also where a file is larger than is taken.
 */
export function filesApi(calls: Calls): FilesApi {
  return {
    list: (query, o) =>
      calls.read('files.list', o, { object: query.object, target: query.record_id }, async (call) =>
        call.request(page(file), {}, { query: call.check(QUERIES.files, query, 'query') }),
      ),
    get: (fileId, o) =>
      calls.read('files.get', o, { target: fileId }, (call) => call.request(one(file), { file_id: fileId })),
    create: calls.writer('files.create', 'file.create', FILE_WRITES.create, one(file), (change) => ({
      object: change.object,
      target: change.recordId,
    })),
    upload: (approved, source, o) =>
      calls.write(
        'files.upload',
        'file.upload',
        approved,
        o,
        (change) => ({ object: change.object, target: change.recordId }),
        async (call, change) => {
          const form = call.check(uploadForm, change, 'file');
          return call.request(one(file), {}, { upload: { ...form, open: source } });
        },
      ),
    download: (fileId, to, o) =>
      calls.read('files.download', o, { target: fileId }, (call) =>
        call.download({ file_id: fileId }, to, o?.maxBytes ?? FILE_MAX),
      ),
    delete: calls.writer('files.delete', 'file.delete', FILE_WRITES.delete, nothing, (change) => ({
      target: change.fileId,
    })),
  };
}
