import { AppError, type ErrorCode } from '#contracts/protocol/app.error.js';

/** RabbitMQ closes the channel on which a message of more than 16 MiB is sent, with all that waits on it. */
export const MAX_MESSAGE_BYTES = 12 * 1024 * 1024;

/**
 * A message as it is sent.
 *
 * @param what  for the error's sentence
 * @throws AppError `code` when it is larger than 12 MiB
 */
export function encoded(what: string, message: object, code: ErrorCode): Buffer {
  const content = Buffer.from(JSON.stringify(message));
  if (content.length <= MAX_MESSAGE_BYTES) return content;
  const [size, limit] = [content.length, MAX_MESSAGE_BYTES].map((bytes) => Math.ceil(bytes / 1024 / 1024));
  throw new AppError(code, `${what} has ${size} MiB; ${limit} is the limit.`);
}

const PAGE_BYTES = 4 * 1024 * 1024;

/**
 * The longest beginning of some rows that is no larger than a page should be, and at least one row. Who asks for pages
 * goes on until one is empty.
 *
 * @param maxBytes  as JSON
 */
export function fittingPage<T>(rows: T[], maxBytes = PAGE_BYTES): T[] {
  let bytes = 0;
  const end = rows.findIndex((row) => (bytes += Buffer.byteLength(JSON.stringify(row))) > maxBytes);
  return end < 0 ? rows : rows.slice(0, Math.max(1, end));
}
