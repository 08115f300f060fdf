import { AppError } from '#contracts/protocol/app.error.js';
import type { FastifyRequest } from 'fastify';

/** Of a message; they take a few kilobytes. */
const MAX_BYTES = 256 * 1024;
/** The picture that Plex sends along, which nobody looks at. */
const MAX_PICTURE = 4 * 1024 * 1024;
/** Where Plex and Emby put the message in a form. */
const NAMES = ['payload', 'data'];

/**
 * What a media server sent: as JSON, as JSON that calls itself text, or in a form beside a picture.
 *
 * @returns undefined for a form without a message
 * @throws AppError `payload_too_large`, `malformed_json`
 */
export async function hookBody(request: FastifyRequest): Promise<unknown> {
  if (request.isMultipart()) return inForm(request);
  if (Number(request.headers['content-length'] ?? 0) > MAX_BYTES) throw new AppError('payload_too_large');
  return typeof request.body === 'string' ? parsed(request.body) : request.body;
}

async function inForm(request: FastifyRequest): Promise<unknown> {
  const limits = { fieldSize: MAX_BYTES, fields: 5, files: 2, fileSize: MAX_PICTURE, parts: 7 };
  let message: string | undefined;
  for await (const part of request.parts({ limits })) {
    if (part.type === 'file') part.file.resume();
    else if (part.valueTruncated) throw new AppError('payload_too_large');
    else if (NAMES.includes(part.fieldname)) message ??= String(part.value);
  }
  return message === undefined ? undefined : parsed(message);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('malformed_json', undefined, undefined, { cause: error });
  }
}
