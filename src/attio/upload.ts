/** A file as the body of a request: multipart/form-data, streamed, and only if it is as large as was approved. */
import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { UploadForm } from './fileRequests.js';

/** The content of a file; called again when the upload is repeated. */
export type FileSource = () => AsyncIterable<Uint8Array>;

/** What is uploaded; see `UploadForm` for the rest of the form. */
export interface Upload extends UploadForm {
  open: FileSource;
}

/** One attempt at an upload. */
export interface OpenUpload {
  stream: Readable;
  headers: Record<string, string>;
  /** Why the file itself could not be sent, once that is so. */
  readonly fault: string | undefined;
}

/** Quotes and line ends of a name as forms escape them (the HTML standard, multipart/form-data). */
const escaped = (name: string) => name.replace(/["\r\n]/g, (char) => encodeURIComponent(char));

/**
 * The stream of one attempt. Its length is told beforehand and the last boundary goes out only after exactly `size`
 * bytes, so a file that changed meanwhile never arrives as a whole.
 */
export function openUpload(upload: Upload): OpenUpload {
  const boundary = `----attio-${randomUUID()}`;
  const fields = Object.entries(upload.fields)
    .map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('');
  const head = Buffer.from(
    `${fields}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${escaped(upload.name)}"\r\n` +
      `content-type: ${upload.contentType}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  let fault: string | undefined;
  const fail = (words: string): never => {
    fault = words;
    throw new Error(words);
  };

  async function* parts(): AsyncGenerator<Uint8Array> {
    yield head;
    let size = 0;
    try {
      for await (const chunk of upload.open()) {
        size += chunk.length;
        if (size > upload.size) fail(`the file is larger than the ${upload.size} bytes that were approved`);
        if (chunk.length > 0) yield chunk;
      }
    } catch (error) {
      if (fault === undefined)
        fail(`the file could not be read (${(error as NodeJS.ErrnoException).code ?? 'it broke off'})`);
      throw error;
    }
    if (size < upload.size) fail(`the file has ${size} bytes, not the ${upload.size} that were approved`);
    yield tail;
  }

  return {
    stream: Readable.from(parts(), { objectMode: false }),
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + upload.size + tail.length),
    },
    get fault() {
      return fault;
    },
  };
}
