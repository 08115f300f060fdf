/** One row of somebody's history, as far as it could be understood. */
export interface ImportedRating {
  /** Row as a spreadsheet counts it: the header is row 1. */
  row: number;
  title?: string;
  year?: number;
  /** This product's movie id, when the file knows it or TMDB's. */
  movieId?: string;
  movielensId?: string;
  /** With its "tt". */
  imdbId?: string;
  /** 1–5 in steps of 0.5; missing when there is a `problem`. */
  rating?: number;
  /** The file says less than the one star that is the least here. */
  raised?: true;
  ratedAt?: Date;
  /** Why the row cannot be imported. */
  problem?: string;
}
