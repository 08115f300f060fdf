import { decodeCursor, encodeCursor, foreignCursor } from '#contracts/protocol/cursor.js';
import type { MovieSort } from '#contracts/catalog/movie.js';
import type { MovieDocument } from './movie.schema.js';

type SortField =
  '_id' | 'popularity' | 'ratedByEnough' | 'averageRating' | 'ratingCount' | 'sortYear' | 'sortTitle';
type SortPosition = Pick<MovieDocument, SortField>;
type Condition = Record<string, unknown>;

/**
 * What each order compares, first to last; 1 ascends. It ends with the id, so that no two movies share a place, and every
 * field is always set, so that a comparison never passes over a movie.
 */
const ORDERS: Record<MovieSort, readonly (readonly [field: SortField, direction: 1 | -1])[]> = {
  popularity: [
    ['popularity', -1],
    ['ratingCount', -1],
    ['_id', 1],
  ],
  // A movie that one person gave five stars is not the best movie there is: those that enough people rated come first.
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

/** For MongoDB's sort(). */
export function sortOf(sort: MovieSort): Record<string, 1 | -1> {
  return Object.fromEntries(ORDERS[sort]);
}

/** The fields a cursor needs of the last movie of a page. */
export function orderFields(sort: MovieSort): Record<string, 1> {
  return Object.fromEntries(ORDERS[sort].map(([field]) => [field, 1]));
}

/** The place after a movie: the order's name and what it compares. */
export function cursorAfter(sort: MovieSort, movie: SortPosition): string {
  return encodeCursor([sort, ...ORDERS[sort].map(([field]) => movie[field])]);
}

/**
 * The condition that movies after a cursor meet: later in the first field in which they differ.
 *
 * @throws AppError `validation_failed` that names the cursor, also for a cursor of another order
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
