import { decodeCursor, encodeCursor, foreignCursor } from '#contracts/protocol/cursor.js';
import { LIST_LENGTH } from '#contracts/recommender/recommendation.js';
import type { ListKind } from '#lists/list.key.js';

/** What a cursor goes on in: a list, or a row of a page. */
export type PagedKind = ListKind | `row:${string}`;

const LIST_ID = /^[\w-]{16}$/;

/** Where a page begins. */
export interface ListPosition {
  /** How many movies of the list are before it, shown or not; below LIST_LENGTH. */
  from: number;
  /** The list that the pages before it were of; whichever stands when it is missing. */
  listId?: string;
}

/** A cursor names the list that it goes on in: its kind, which one it is, and how many of its movies were passed. */
export function encodeListCursor(kind: PagedKind, listId: string, from: number): string {
  return encodeCursor([kind, listId, from]);
}

/**
 * Cursors of before 0.6 say only how many movies were passed: they go on in the list that stands.
 *
 * @param kind  of the list asked for
 * @throws AppError `validation_failed` when the cursor is none, of another kind of list, or beyond the end of any
 */
export function decodeListCursor(cursor: string, kind: PagedKind): ListPosition {
  const [namedKind, listId, from] = partsOf(cursor);
  const isSound =
    (namedKind === undefined || namedKind === kind) &&
    (listId === undefined || LIST_ID.test(listId)) &&
    Number.isInteger(from) &&
    from >= 1 &&
    from < LIST_LENGTH;
  if (!isSound) throw foreignCursor();
  return { from, ...(listId !== undefined && { listId }) };
}

function partsOf(cursor: string): [string | undefined, string | undefined, number] {
  try {
    return decodeCursor<[string, string, number]>(cursor, ['string', 'string', 'number']);
  } catch {
    const [from] = decodeCursor<[number]>(cursor, ['number']);
    return [undefined, undefined, from];
  }
}
