import { AppError } from '#contracts/protocol/app.error.js';
import type { MultipartFields } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import type { Upload } from './history.reader.js';

export interface UploadedFile {
  file: Upload;
  /** As the person's computer calls it. */
  name: string;
  /** What the form says before its file. */
  fields: Record<string, string | undefined>;
}

/**
 * The file of an uploaded form, as it arrives, with the fields before it. What follows one that is not read to its end is thrown away as it comes: left
 * on the connection, it would hold up the next request there for ever.
 *
 * @throws AppError `unsupported_media_type` when it is no form, `unreadable_file` when the form is damaged or has no file
 */
export async function uploadedFile(request: FastifyRequest): Promise<UploadedFile> {
  if (!request.isMultipart())
    throw new AppError('unsupported_media_type', 'Send the file as multipart/form-data.');
  const { raw } = request;
  const part = await request.file().catch((error: Error & { statusCode?: number }) => {
    raw.resume();
    // Fastify's own errors say their status; what is left is what the form's parser stumbles over.
    if (error.statusCode !== undefined) throw error;
    throw unreadable(`The form could not be read: ${error.message}`, error);
  });
  if (!part) throw unreadable('The form holds no file.');
  part.file.once('close', () => raw.resume());
  return { file: part.file, name: part.filename ?? '', fields: fieldsOf(part.fields) };
}

function fieldsOf(all: MultipartFields): UploadedFile['fields'] {
  const entries = Object.entries(all).flatMap(([name, field]) => {
    const value = field && 'value' in field ? field.value : undefined;
    return typeof value === 'string' ? [[name, value]] : [];
  });
  return Object.fromEntries(entries) as UploadedFile['fields'];
}

function unreadable(message: string, cause?: Error): AppError {
  return new AppError('unreadable_file', message, [{ path: 'file', message }], { cause });
}
