import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import { isLiked, ownMiddle } from '#ranking/data/user-preferences.js';
import { ratedMovies, type UserProfile } from '../profiles/user.profile.js';

/**
 * Finds, among the movies a user liked, the highest-rated that a person took part in; of equal ones, one that they
 * directed.
 */
export function likedCastAndCrew(
  profile: UserProfile | undefined,
  movieOf: (id: string) => MovieSnapshot | undefined,
): (name: string) => MovieSnapshot | undefined {
  let index: Map<string, { movie: MovieSnapshot; rank: number }> | undefined;
  const build = () => {
    const best = new Map<string, { movie: MovieSnapshot; rank: number }>();
    const rated = profile ? ratedMovies(profile) : [];
    const middle = ownMiddle(rated.map(({ rating }) => rating));
    for (const { movieId, rating } of rated) {
      const movie = isLiked(rating, middle) ? movieOf(movieId) : undefined;
      if (!movie) continue;
      const offer = (name: string, rank: number) => {
        if (rank > (best.get(name)?.rank ?? 0)) best.set(name, { movie, rank });
      };
      for (const name of movie.directors) offer(name, rating + 0.1);
      for (const name of movie.cast) offer(name, rating);
    }
    return best;
  };
  return (name) => (index ??= build()).get(name)?.movie;
}
