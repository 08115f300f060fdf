import { csvCell } from './ratings-export.js';

/** A film as somebody's export names it. */
export interface ExportedFilm {
  title: string;
  year?: number;
  /** With its "tt". */
  imdbId?: string;
  /** TMDB's number. */
  tmdbId?: string;
  /** 1–5 in steps of 0.5. */
  rating?: number;
  ratedAt?: Date;
  /** The day it was watched. */
  seenAt?: string;
  /** That was not the first time. */
  rewatch?: boolean;
  /** Since when it is to be watched. */
  listedAt?: Date;
}

const day = (date: Date | undefined) => date?.toISOString().slice(0, 10) ?? '';

/** The columns that Letterboxd's own import reads. */
export const LETTERBOXD_HEADER = 'imdbID,tmdbID,Title,Year,Rating,WatchedDate,Rewatch';

export function letterboxdLine(film: ExportedFilm): string {
  const { imdbId, tmdbId, title, year, rating, seenAt, rewatch } = film;
  return line(imdbId, tmdbId, title, year, rating, seenAt, rewatch ? 'true' : undefined);
}

/** Those of IMDb's exports that other services read, with ratings of 1–10. */
export const IMDB_HEADER = 'Const,Your Rating,Date Rated,Title,URL,Title Type,Year';

export function imdbLine({ imdbId, title, year, rating, ratedAt }: ExportedFilm): string {
  const address = imdbId && `https://www.imdb.com/title/${imdbId}/`;
  return line(imdbId, rating && rating * 2, day(ratedAt), title, address, 'Movie', year);
}

/** An entry as Trakt's API and exports have it, with ratings of 1–10. */
export function traktEntry(film: ExportedFilm): object {
  const { title, year, imdbId, tmdbId, rating, ratedAt, seenAt, listedAt } = film;
  return {
    ...(rating !== undefined && { rated_at: ratedAt?.toISOString(), rating: rating * 2 }),
    ...(rating === undefined &&
      listedAt === undefined && { watched_at: seenAt && `${seenAt}T00:00:00.000Z`, action: 'watch' }),
    ...(listedAt && { listed_at: listedAt.toISOString() }),
    type: 'movie',
    movie: { title, year, ids: { imdb: imdbId, tmdb: tmdbId === undefined ? undefined : Number(tmdbId) } },
  };
}

function line(...cells: (string | number | undefined)[]): string {
  return cells.map((cell) => (typeof cell === 'string' ? csvCell(cell) : (cell ?? ''))).join(',');
}
