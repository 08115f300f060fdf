import type { MovieLinks } from '#contracts/catalog/catalog.rpc.js';
import type { MovieCard } from '#contracts/catalog/movie.js';
import type { UserExport } from '#contracts/users/users.rpc.js';
import {
  type ExportedFilm,
  IMDB_HEADER,
  imdbLine,
  LETTERBOXD_HEADER,
  letterboxdLine,
  traktEntry,
} from '#datasets/history/service-exports.js';
import { chunksOf } from '#platform/process/chunks.js';

/** Exports in the forms of other services, whose imports read them. */
export const SERVICE_EXPORTS = {
  letterboxd: { type: 'text/csv; charset=utf-8', file: 'letterboxd.csv' },
  imdb: { type: 'text/csv; charset=utf-8', file: 'imdb-ratings.csv' },
  trakt: { type: 'application/json; charset=utf-8', file: 'trakt.json' },
} as const;
export type ServiceExport = keyof typeof SERVICE_EXPORTS;

/** How many entries are written at a time, so that a long history holds up nobody. */
const ENTRIES_PER_PIECE = 500;

type Named = (movieId: string) => ExportedFilm;

/**
 * What somebody rated and watched, and for Trakt what they want to watch, in pieces.
 *
 * @param links  IMDb's ids of the films
 */
export function* exportFor(
  service: ServiceExport,
  data: UserExport,
  cards: ReadonlyMap<string, MovieCard>,
  links: readonly MovieLinks[],
): Generator<string> {
  const imdb = new Map(links.map((link) => [link.movieId, link.imdb]));
  const named: Named = (movieId) => ({
    title: cards.get(movieId)?.title ?? '',
    year: cards.get(movieId)?.year,
    imdbId: imdb.get(movieId),
    tmdbId: movieId.startsWith('ml-') ? undefined : movieId,
  });
  const { rated, seen, again, listed } = filmsOf(data, named);
  if (service === 'letterboxd') yield* csv(LETTERBOXD_HEADER, letterboxdLine, [...rated, ...seen, ...again]);
  else if (service === 'imdb') yield* csv(IMDB_HEADER, imdbLine, rated);
  else {
    const watched = rated.filter(({ seenAt }) => seenAt).map((film) => ({ ...film, rating: undefined }));
    yield* trakt({ ratings: rated, history: [...watched, ...seen, ...again], watchlist: listed });
  }
}

function filmsOf({ ratings, watchlist, seen = [], rewatches = [] }: UserExport, named: Named) {
  const days = new Map(seen.map(({ movieId, seenAt }) => [movieId, seenAt]));
  const isRated = new Set(ratings.map(({ movieId }) => movieId));
  return {
    rated: ratings.map(({ movieId, rating, ratedAt }): ExportedFilm => ({
      ...named(movieId),
      rating,
      ratedAt: new Date(ratedAt),
      seenAt: days.get(movieId),
    })),
    seen: seen
      .filter(({ movieId }) => !isRated.has(movieId))
      .map(({ movieId, seenAt }): ExportedFilm => ({ ...named(movieId), seenAt })),
    again: rewatches.map(({ movieId, seenAt }): ExportedFilm => ({
      ...named(movieId),
      seenAt,
      rewatch: true,
    })),
    listed: watchlist.map(({ movieId, addedAt }): ExportedFilm => ({
      ...named(movieId),
      listedAt: new Date(addedAt),
    })),
  };
}

function* csv(
  header: string,
  lineOf: (film: ExportedFilm) => string,
  films: ExportedFilm[],
): Generator<string> {
  yield `${header}\r\n`;
  for (const piece of chunksOf(films, ENTRIES_PER_PIECE))
    yield piece.map((film) => `${lineOf(film)}\r\n`).join('');
}

function* trakt(lists: Record<string, ExportedFilm[]>): Generator<string> {
  let before = '{';
  for (const [name, films] of Object.entries(lists)) {
    yield `${before}"${name}":[`;
    let separator = '';
    for (const piece of chunksOf(films, ENTRIES_PER_PIECE)) {
      yield separator + JSON.stringify(piece.map(traktEntry)).slice(1, -1);
      separator = ',';
    }
    before = '],';
  }
  yield ']}';
}
