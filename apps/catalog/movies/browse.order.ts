import { decodeCursor, encodeCursor, foreignCursor } from '#contracts/protocol/cursor.js';
import type { MovieSort } from '#contracts/catalog/movie.js';
import type { MovieDocument } from './movie.schema.js';

type SortField =
  '_id' | 'popularity' | 'ratedByEnough' | 'averageRating' | 'ratingCount' | 'sortYear' | 'sortTitle';
type SortPosition = Pick<MovieDocument, SortField>;
type Condition = Record<string, unknown>;

/**
 * The fields that each order compares; 1 ascends. The last is the id, so that no two movies share a position. All fields
 * are always set, so that a comparison never skips a movie.
 */
const ORDERS: Record<MovieSort, readonly (readonly [field: SortField, direction: 1 | -1])[]> = {
  popularity: [
    ['popularity', -1],
    ['ratingCount', -1],
    ['_id', 1],
  ],
  // One rating of five stars does not make a movie the best: those with enough ratings come first.
  rating: [
    ['ratedByEnough', -1],
    ['averageRating', -1],
    ['ratingCount', -1],
    ['_id', 1],
  ],
  year: [
    ['sortYear', -1],
    ['popularity', -1],
    ['_id', 1],
  ],
  title: [
    ['sortTitle', 1],
    ['_id', 1],
  ],
};

/** An order for MongoDB's sort(). */
export function sortOf(sort: MovieSort): Record<string, 1 | -1> {
  return Object.fromEntries(ORDERS[sort]);
}

/** The fields that a cursor needs from the last movie of a page. */
export function orderFields(sort: MovieSort): Record<string, 1> {
  return Object.fromEntries(ORDERS[sort].map(([field]) => [field, 1]));
}

/** The position after a movie: the order's name and the values that it compares. */
export function cursorAfter(sort: MovieSort, movie: SortPosition): string {
  return encodeCursor([sort, ...ORDERS[sort].map(([field]) => movie[field])]);
}

/**
 * Selects the movies after a cursor: those that come later in the first field that differs.
 *
 * @throws AppError `validation_failed` naming the cursor, also for a cursor of another order
 */
export function afterCursor(sort: MovieSort, cursor: string): Condition {
  const order = ORDERS[sort];
  const types = order.map(([field]) => (field === '_id' || field === 'sortTitle' ? 'string' : 'number'));
  const [cursorSort, ...values] = decodeCursor<(string | number)[]>(cursor, ['string', ...types]);
  if (cursorSort !== sort) throw foreignCursor();
  return {
    $or: order.map(([field, direction], at) => ({
      ...Object.fromEntries(order.slice(0, at).map(([before], i) => [before, values[i]])),
      [field]: { [direction === 1 ? '$gt' : '$lt']: values[at] },
    })),
  };
}
