import { createHash } from 'node:crypto';
import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import type { Item } from '#ranking/data/item.js';
import { type Interactions, InteractionsBuilder } from '#ranking/data/interactions.js';
import type { RankerData } from '#ranking/ranking/ranker.js';
import { weightOfProfile } from '../profiles/account.weights.js';
import { ratedMovies, type UserProfile } from '../profiles/user.profile.js';

/** A movie of the catalogue as the ranking sees it. */
export function rankingItem(movie: MovieSnapshot, plot?: Float32Array): Item {
  const {
    id,
    genres,
    keywords,
    directors,
    cast,
    collection,
    language,
    countries,
    year,
    voteAverage,
    voteCount,
  } = movie;
  return {
    id,
    genres,
    keywords,
    people: [...new Set([...directors, ...cast])],
    collection,
    language,
    countries,
    year,
    plot,
    ...(voteAverage !== undefined && voteCount && { votes: { average: voteAverage, count: voteCount } }),
  };
}

/**
 * Everybody's ratings, with how much each account's weigh: a data set's people 1, others by age and variety.
 *
 * @param now  milliseconds since 1970, by which accounts are old or new
 */
export async function allRatings(
  profiles: AsyncIterable<UserProfile>,
  genresOf: (movieId: string) => readonly string[] | undefined,
  now: number,
): Promise<Interactions> {
  const builder = new InteractionsBuilder();
  for await (const profile of profiles) {
    const rated = ratedMovies(profile);
    for (const { movieId, rating, ratedAt } of rated)
      builder.add(profile.userId, movieId, rating, ratedAt.getTime() / 1000);
    if (!profile.imported) builder.weigh(profile.userId, weightOfProfile(profile, genresOf, now));
  }
  return builder.build();
}

/** Twelve letters that change with the data or the weights. */
export function fingerprint({ items, ratings }: RankerData, weights: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify([weights, ratings.userIds, ratings.itemIds]));
  for (const { plot, ...item } of items) hash.update(JSON.stringify([item, plot?.length ?? 0]));
  for (const numbers of [ratings.offsets, ratings.items, ratings.stars]) hash.update(numbers);
  return hash.digest('hex').slice(0, 12);
}
