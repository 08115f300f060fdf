import { type Interactions, InteractionsBuilder } from '#ranking/data/interactions.js';
import type { Item } from '#ranking/data/item.js';
import { seededRandom } from '#ranking/math/random.js';
import { GENRES, type MadeUpWorld } from './made-up.ratings.js';

/** Numbers of a plot vector, as in the sample. */
const PLOT = 384;

/** All ratings of a made-up world, as models take them. */
export function madeUpRatings(world: MadeUpWorld): Interactions {
  const builder = new InteractionsBuilder();
  let person = 0;
  for (const { films, stars, times } of world.people()) {
    person++;
    for (let at = 0; at < films.length; at++)
      builder.add(`u${person}`, `f${films[at]}`, stars[at], times[at]);
  }
  return builder.build();
}

/** The films of a made-up world, each with as many features as one of the sample has. */
export function madeUpItems({ size, genres }: MadeUpWorld): Item[] {
  const random = seededRandom(size.seed);
  const some = (what: string, count: number, of: number) =>
    Array.from({ length: count }, () => `${what} ${Math.floor(of * random() ** 2)}`);
  return Array.from({ length: size.films }, (_, film) => ({
    id: `f${film}`,
    genres: [GENRES[genres[2 * film]], GENRES[genres[2 * film + 1]]],
    people: some('person', 6, size.films * 2),
    keywords: some('keyword', 8, size.films / 2),
    collection: random() < 0.15 ? some('collection', 1, size.films / 20)[0] : undefined,
    language: some('language', 1, 20)[0],
    year: 1930 + Math.floor(90 * Math.sqrt(random())),
    plot: Float32Array.from({ length: PLOT }, () => random() - 0.5),
    votes: { average: 4 + 5 * random(), count: Math.round(20_000 * random() ** 6) },
  }));
}
