import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import { isLiked, ownMiddle } from '#ranking/data/user-preferences.js';
import { drained } from '#ranking/math/steps.js';
import { ratedMovies, type UserProfile } from '../profiles/user.profile.js';

/** Movies of a step: about a millisecond. */
const AT_ONCE = 500;

/** The liked movie that a person took part in. */
type LikedWith = (name: string) => MovieSnapshot | undefined;

/**
 * Finds, among the movies a user liked, the highest-rated that a person took part in; of equal ones, one that they
 * directed.
 */
export function likedCastAndCrew(
  profile: UserProfile | undefined,
  movieOf: (id: string) => MovieSnapshot | undefined,
): LikedWith {
  return drained(likedCastAndCrewInSteps(profile, movieOf));
}

/** The same, for who may have rated thousands. */
export function* likedCastAndCrewInSteps(
  profile: UserProfile | undefined,
  movieOf: (id: string) => MovieSnapshot | undefined,
): Generator<void, LikedWith> {
  const best = new Map<string, { movie: MovieSnapshot; rank: number }>();
  const rated = profile ? ratedMovies(profile) : [];
  const middle = ownMiddle(rated.map(({ rating }) => rating));
  for (const [at, { movieId, rating }] of rated.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) yield;
    const movie = isLiked(rating, middle) ? movieOf(movieId) : undefined;
    if (!movie) continue;
    const offer = (name: string, rank: number) => {
      if (rank > (best.get(name)?.rank ?? 0)) best.set(name, { movie, rank });
    };
    for (const name of movie.directors) offer(name, rating + 0.1);
    for (const name of movie.cast) offer(name, rating);
  }
  return (name) => best.get(name)?.movie;
}
