import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import { ratedMovies, type UserProfile } from '../profiles/user.profile.js';

/** From how many stars a movie counts as liked when it is named in a reason. */
const LIKED = 3.5;

/**
 * Finds, among the movies somebody liked, the best-liked in which a person took part; where they are equal, one that the
 * person directed.
 */
export function likedCastAndCrew(
  profile: UserProfile | undefined,
  movieOf: (id: string) => MovieSnapshot | undefined,
): (person: string) => MovieSnapshot | undefined {
  let index: Map<string, { movie: MovieSnapshot; rank: number }> | undefined;
  const build = () => {
    const best = new Map<string, { movie: MovieSnapshot; rank: number }>();
    for (const { movieId, rating } of profile ? ratedMovies(profile) : []) {
      const movie = rating >= LIKED ? movieOf(movieId) : undefined;
      if (!movie) continue;
      const offer = (person: string, rank: number) => {
        if (rank > (best.get(person)?.rank ?? 0)) best.set(person, { movie, rank });
      };
      for (const person of movie.directors) offer(person, rating + 0.1);
      for (const person of movie.cast) offer(person, rating);
    }
    return best;
  };
  return (person) => (index ??= build()).get(person)?.movie;
}
