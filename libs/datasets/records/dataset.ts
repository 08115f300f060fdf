import type { MovieRecord } from './movie.record.js';
import type { RatingRecord } from './rating.record.js';
import type { ReadSummary } from './read-summary.js';

/** Movies and ratings, read one at a time however many there are; each call reads the files anew. */
export interface Dataset {
  name: string;
  movies(): AsyncIterable<MovieRecord>;
  /** Grouped by user. Every `movieId` is the id of one of `movies()`. */
  ratings(): AsyncIterable<RatingRecord>;
  /** What was read of each file so far, complete when `movies()` and `ratings()` have ended. */
  summary: ReadSummary[];
}
