import type { MovieRecord } from './movie.record.js';
import type { RatingRecord } from './rating.record.js';
import type { ReadSummary } from './read-summary.js';

/**
 * The kinds of data sets, the one whose word on a movie counts most first:
 *
 * | kind      | says of a movie                                                          |
 * |-----------|--------------------------------------------------------------------------|
 * | live      | TMDB's own facts as its API gives them now                                |
 * | tmdb      | TMDB's own facts, keywords and people by TMDB's id                        |
 * | sample    | the same facts of an older extract, people matched by title and year      |
 * | movielens | title, year and genres as its volunteers typed them, and where to find it |
 *
 * Of two of one kind, the one whose name sorts later: ml-32m before ml-25m.
 */
export const DATASET_KINDS = ['live', 'tmdb', 'sample', 'movielens'] as const;
export type DatasetKind = (typeof DATASET_KINDS)[number];

/** What tells a data set from others. */
export interface DatasetName {
  /** The folder's name; "sample" for the sample. */
  name: string;
  kind: DatasetKind;
}

/** Movies and ratings, read one at a time however many there are; each call reads the files anew. */
export interface Dataset extends DatasetName {
  movies(): AsyncIterable<MovieRecord>;
  /** Grouped by user. Every `movieId` is the id of one of `movies()`. */
  ratings(): AsyncIterable<RatingRecord>;
  /** What was read of each file so far, complete when `movies()` and `ratings()` have ended. */
  summary: ReadSummary[];
  /** What else there is to say of what was read, a line each. */
  notes: string[];
}
