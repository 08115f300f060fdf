import { MAX_PAGE } from '#contracts/protocol/fields.js';
import type { RankedMovie } from '#contracts/recommender/recommendation.js';

/** Fewer are not worth asking for again. */
const MIN_CHUNK = 20;

/** Movies of a list from one position on. */
export interface Chunk {
  movies: readonly RankedMovie[];
  /** Whether any follow. */
  more: boolean;
}

/**
 * Fills a page from a list, leaving out movies that must not be shown. Positions count all movies of the list, so what is
 * left out moves nothing on the pages that follow.
 *
 * @returns the movies, and where the next page begins; nowhere when the list ended
 */
export async function fillPage(
  { from, limit }: { from: number; limit: number },
  chunkAt: (from: number, count: number) => Promise<Chunk>,
  hiddenOf: (movieIds: string[]) => Promise<ReadonlySet<string>>,
): Promise<{ movies: RankedMovie[]; next?: number }> {
  const shown: RankedMovie[] = [];
  for (let at = from; ;) {
    const count = at === from ? limit : Math.min(MAX_PAGE, Math.max(MIN_CHUNK, limit - shown.length));
    const { movies, more } = await chunkAt(at, count);
    const hidden = await hiddenOf(movies.map(({ movieId }) => movieId));
    for (const [k, movie] of movies.entries()) {
      if (shown.length === limit) return { movies: shown, next: at + k };
      if (!hidden.has(movie.movieId)) shown.push(movie);
    }
    at += movies.length;
    if (!more || movies.length === 0) return { movies: shown };
    if (shown.length === limit) return { movies: shown, next: at };
  }
}
