import type { MovieCard } from '#contracts/catalog/movie.js';
import type { UserExport } from '#contracts/users/users.rpc.js';
import { writeRatingsCsv } from '#datasets/history/ratings-export.js';

type Cards = ReadonlyMap<string, MovieCard>;

/** Everything stored about a user, with titles beside the movie ids so that people can read it. */
export function exportJson(data: UserExport, cards: Cards) {
  const titled = <Entry extends { movieId: string }>(entries: Entry[]) =>
    entries.map((entry) => ({
      ...entry,
      title: cards.get(entry.movieId)?.title,
      year: cards.get(entry.movieId)?.year,
    }));
  const { user, ratings, watchlist, notInterested } = data;
  return {
    user,
    ratings: titled(ratings),
    watchlist: titled(watchlist),
    notInterested: titled(notInterested),
  };
}

/** The ratings in the format that the import reads. */
export function exportCsv({ ratings }: UserExport, cards: Cards): string {
  return writeRatingsCsv(
    ratings.map(({ movieId, rating, ratedAt }) => {
      const movie = cards.get(movieId);
      return { movieId, title: movie?.title ?? '', year: movie?.year, rating, ratedAt: new Date(ratedAt) };
    }),
  );
}
