import { createHash } from 'node:crypto';
import type { MovieSnapshot } from '#contracts/catalog/movie.js';
import type { Film } from '#ranking/data/item.js';
import { type Interactions, InteractionsBuilder } from '#ranking/data/interactions.js';
import type { RankerData } from '#ranking/ranking/ranker.js';
import { ratedFilms, type Taste } from '../profiles/user.profile.js';
import type { FilmRatings } from './training.js';

/** A film of the catalogue as the ranking sees it. */
export function rankingFilm(movie: MovieSnapshot, plot?: Float32Array): Film {
  const { id, genres, keywords, directors, cast, collection, language, year, voteAverage, voteCount } = movie;
  return {
    id,
    genres,
    keywords,
    people: [...new Set([...directors, ...cast])],
    collection,
    language,
    year,
    plot,
    ...(voteAverage !== undefined && voteCount && { votes: { average: voteAverage, count: voteCount } }),
  };
}

export async function everybodysRatings(tastes: AsyncIterable<Taste>): Promise<Interactions> {
  const builder = new InteractionsBuilder();
  for await (const taste of tastes) {
    for (const { movieId, rating, ratedAt } of ratedFilms(taste))
      builder.add(taste.userId, movieId, rating, ratedAt.getTime() / 1000);
  }
  return builder.build();
}

/** How many people rated each film, and how, whether or not the film is in the catalogue. */
export function filmRatings({ itemIds, itemCount, items, stars }: Interactions): FilmRatings {
  const counts = new Int32Array(itemCount);
  const means = new Float32Array(itemCount);
  items.forEach((item, entry) => {
    counts[item]++;
    means[item] += stars[entry];
  });
  for (let item = 0; item < itemCount; item++) means[item] /= counts[item] || 1;
  return { ids: itemIds, counts, means };
}

/** Twelve letters that change with the data or the weights. */
export function fingerprint({ films, ratings }: RankerData, weights: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify([weights, ratings.userIds, ratings.itemIds]));
  for (const { plot, ...film } of films) hash.update(JSON.stringify([film, plot?.length ?? 0]));
  for (const numbers of [ratings.offsets, ratings.items, ratings.stars]) hash.update(numbers);
  return hash.digest('hex').slice(0, 12);
}
