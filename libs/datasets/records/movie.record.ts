/** A movie as every reader of this library gives it, whatever file it came from. */
export interface MovieRecord {
  /** The TMDB id, or `ml-<MovieLens id>` for a movie without one. */
  id: string;
  title: string;
  /** Only when it differs from `title`. */
  originalTitle?: string;
  year?: number;
  overview?: string;
  tagline?: string;
  /** In TMDB's words, see genre-names.ts. */
  genres: string[];
  keywords: string[];
  /** At most {@link castKept}, the leading role first. */
  cast: CastMember[];
  directors: string[];
  /** ISO 639-1 code of the original language. */
  language?: string;
  /** Minutes. */
  runtime?: number;
  /** The series it belongs to, such as "Toy Story Collection". */
  collection?: string;
  /** TMDB's path of the poster, beginning with "/". */
  posterPath?: string;
  /** TMDB's popularity, ≥ 0 and unbounded. */
  popularity?: number;
  /** Mean of TMDB's votes, 0–10. */
  voteAverage?: number;
  voteCount?: number;
  links: MovieLinks;
}

export interface CastMember {
  name: string;
  /** 0 is the leading role. */
  order: number;
}

/** The same movie elsewhere. */
export interface MovieLinks {
  movielens?: string;
  /** With its "tt". */
  imdb?: string;
  tmdb?: string;
}

/** How many of a movie's cast are kept. */
export const castKept = 10;
