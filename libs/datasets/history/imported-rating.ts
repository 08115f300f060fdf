/** One row of somebody's history, as far as it could be understood. Without a `problem` it says at least one thing about a film. */
export interface ImportedRating {
  /** Row as a spreadsheet counts it: the header is row 1. In JSON and XML the first entry is row 1. */
  row: number;
  /** The file of an archive that it stands in. */
  file?: string;
  title?: string;
  originalTitle?: string;
  year?: number;
  /** This product's movie id, when the file knows it or TMDB's. */
  movieId?: string;
  movielensId?: string;
  /** With its "tt". */
  imdbId?: string;
  /** 1–5 in steps of 0.5. */
  rating?: number;
  /** The file says less than the one star that is the least here. */
  raised?: true;
  ratedAt?: Date;
  /** This is the rating that stands, whatever a diary says of earlier ones. */
  standing?: true;
  /** The film was watched, on this day if the file says so. */
  seen?: true;
  seenAt?: Date;
  /** That is only the day on which it was marked. */
  marked?: true;
  /** It was not the first time. */
  rewatch?: true;
  liked?: true;
  watchlist?: true;
  addedAt?: Date;
  /** Why the row cannot be imported. */
  problem?: string;
}
