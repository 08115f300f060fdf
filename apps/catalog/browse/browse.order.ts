import { decodeCursor, encodeCursor, foreignCursor } from '#contracts/protocol/cursor.js';
import type { MovieSort } from '#contracts/catalog/movie.js';
import type { MovieDocument } from '../movies/movie.schema.js';

type SortField =
  '_id' | 'popularity' | 'ratedByEnough' | 'averageRating' | 'ratingCount' | 'sortYear' | 'sortTitle';
type SortPosition = Pick<MovieDocument, SortField>;
type Fields = readonly (readonly [field: SortField, direction: 1 | -1])[];
type Condition = Record<string, unknown>;

export interface BrowseOrder {
  /** In cursors. */
  name: string;
  fields: Fields;
  /** The languages that movies are shown in, where they put them into another order than English does. */
  readAs: readonly string[];
}

/**
 * The fields that each order compares; 1 ascends. The last is the id, so that no two movies share a position. All fields
 * are always set, so that a comparison never skips a movie.
 */
const ORDERS: Record<MovieSort, Fields> = {
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

/** @param languages  that movies are shown in, the best first; none: English */
export function browseOrder(sort: MovieSort, languages: readonly string[] = []): BrowseOrder {
  const readAs = sort === 'title' ? languages : [];
  return { name: [sort, ...readAs].join(' '), fields: ORDERS[sort], readAs };
}

/** An order for MongoDB's sort(). */
export function sortOf({ fields }: BrowseOrder): Record<string, 1 | -1> {
  return Object.fromEntries(fields);
}

/** The fields that a cursor needs from the last movie of a page. */
export function orderFields({ fields }: BrowseOrder): Record<string, 1> {
  return Object.fromEntries(fields.map(([field]) => [field, 1]));
}

/** The position after a movie: the order's name and the values that it compares. */
export function cursorAfter({ name, fields }: BrowseOrder, movie: SortPosition): string {
  return encodeCursor([name, ...fields.map(([field]) => movie[field])]);
}

/**
 * Selects the movies after a cursor: those that come later in the first field that differs.
 *
 * @throws AppError `validation_failed` naming the cursor, also for a cursor of another order
 */
export function afterCursor({ name, fields }: BrowseOrder, cursor: string): Condition {
  const types = fields.map(([field]) => (field === '_id' || field === 'sortTitle' ? 'string' : 'number'));
  const [cursorOrder, ...values] = decodeCursor<(string | number)[]>(cursor, ['string', ...types]);
  if (cursorOrder !== name) throw foreignCursor();
  return {
    $or: fields.map(([field, direction], at) => ({
      ...Object.fromEntries(fields.slice(0, at).map(([before], i) => [before, values[i]])),
      [field]: { [direction === 1 ? '$gt' : '$lt']: values[at] },
    })),
  };
}
