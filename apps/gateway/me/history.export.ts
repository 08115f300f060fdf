import type { MovieCard } from '#contracts/catalog/movie.js';
import type { ShownMovie } from '#contracts/recommender/recommender.rpc.js';
import type { UserExport } from '#contracts/users/users.rpc.js';
import { writeRatingsCsv } from '#datasets/history/ratings-export.js';
import { chunksOf } from '#platform/process/chunks.js';

type Cards = ReadonlyMap<string, MovieCard>;

/** How many entries are written at a time, so that a long history holds up nobody. */
const ENTRIES_PER_PIECE = 500;

/**
 * Everything stored about a user as JSON, in pieces, with titles beside the movie ids so that people can read it.
 *
 * @param more   short lists besides, as they are
 * @param shown  what lists have shown to them
 */
export function* exportJson(
  data: UserExport,
  cards: Cards,
  more: Record<string, object[]> = {},
  shown: ShownMovie[] = [],
): Generator<string> {
  const { user, ratings, watchlist, notInterested, seen = [], rewatches = [] } = data;
  yield `{"user":${JSON.stringify(user)}`;
  const lists = { ratings, watchlist, notInterested, seen, rewatches, shown };
  for (const [name, entries] of Object.entries(lists)) {
    yield `,"${name}":[`;
    let separator = '';
    for (const piece of chunksOf<{ movieId: string }>(entries, ENTRIES_PER_PIECE)) {
      const titled = piece.map((entry) => ({
        ...entry,
        title: cards.get(entry.movieId)?.title,
        year: cards.get(entry.movieId)?.year,
      }));
      yield separator + JSON.stringify(titled).slice(1, -1);
      separator = ',';
    }
    yield ']';
  }
  for (const [name, entries] of Object.entries(more)) yield `,"${name}":${JSON.stringify(entries)}`;
  yield '}';
}

/** The ratings in the format that the import reads, in pieces. */
export function* exportCsv({ ratings }: UserExport, cards: Cards): Generator<string> {
  const exported = ratings.map(({ movieId, rating, ratedAt }) => {
    const movie = cards.get(movieId);
    return { movieId, title: movie?.title ?? '', year: movie?.year, rating, ratedAt: new Date(ratedAt) };
  });
  yield writeRatingsCsv([]);
  for (const piece of chunksOf(exported, ENTRIES_PER_PIECE)) yield writeRatingsCsv(piece, { header: false });
}
