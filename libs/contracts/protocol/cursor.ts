import type { AppError } from './app.error.js';
import { validationFailed } from './validation.js';

/** Where a page ends, as an opaque word for an address. */
export function encodeCursor(position: (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * @param types `typeof` of each part, so that a made-up cursor cannot carry anything else into a query
 * @throws AppError `validation_failed` naming `cursor`
 */
export function decodeCursor<T extends unknown[]>(cursor: string, types: ('string' | 'number')[]): T {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(parts) &&
      parts.length === types.length &&
      types.every((type, i) => typeof parts[i] === type)
    ) {
      return parts as T;
    }
  } catch {
    // Not JSON: the same answer as for any other cursor that was not ours.
  }
  throw foreignCursor();
}

/** A cursor that is none of ours, or of another list. */
export function foreignCursor(): AppError {
  return validationFailed([
    {
      path: 'cursor',
      message: 'cursor must be one that an earlier answer of the same list gave as nextCursor',
    },
  ]);
}
