import { accountWeight } from '#ranking/data/user-weights.js';
import { ratedMovies, type UserProfile } from './user.profile.js';

/**
 * How much somebody's ratings weigh when others' lists are made of them: a data set's people 1, others by age and variety.
 *
 * @param now  milliseconds since 1970, by which accounts are old or new
 */
export function weightOfProfile(
  profile: UserProfile,
  genresOf: (movieId: string) => readonly string[] | undefined,
  now: number,
): number {
  if (profile.imported) return 1;
  const days = (now - madeAt(profile.userId)) / 86_400_000;
  return accountWeight({ days, genres: ratedMovies(profile).map(({ movieId }) => genresOf(movieId) ?? []) });
}

/** When an account was made, in milliseconds since 1970: the first eight digits of MongoDB's ids are the seconds. */
function madeAt(userId: string): number {
  return Number.parseInt(userId.slice(0, 8), 16) * 1000;
}
