import type { MovieAs } from '#contracts/catalog/movie.fields.js';

/** A movie as every reader of this library gives it, whatever file it came from; MOVIE_FIELDS says what is in it. */
export interface MovieRecord extends Omit<MovieAs<'record'>, 'cast'> {
  /** At most {@link castKept}, the leading role first. */
  cast: CastEntry[];
  links: MovieLinks;
  /** The id under which an earlier load of the same data set stored it, where that is another. */
  formerId?: string;
}

export interface CastEntry {
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
