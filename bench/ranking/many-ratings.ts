import type { Item } from '#ranking/data/item.js';
import { InteractionsBuilder } from '#ranking/data/interactions.js';
import type { RankerData } from '#ranking/ranking/ranker.js';
import { seededRandom } from '#ranking/math/random.js';

export interface SyntheticSize {
  users: number;
  items: number;
  ratings: number;
}

const SEED = 1;
const GENRES = 18;
/** Numbers of a plot vector, as in the sample. */
const PLOT = 384;
/** Everybody rates at least so many items, and nobody more than this share of all. */
const MIN = 20;
const MAX = 0.5;
/** How steeply items fall in popularity and users in diligence, by rank: rank^−exponent. */
const POPULARITY = 0.8;
const DILIGENCE = 0.5;
/** How often an item outside somebody's favourite genres is passed over. */
const PASSED_OVER = 0.6;
const YEAR = 365 * 86_400;

/**
 * Ratings as they come about in the large: few items have most of the ratings, few people give most of them, and
 * everybody prefers some genres. Items have as many features as those of the sample. The same for the same size.
 */
export function manyRatings({ users, items, ratings }: SyntheticSize): RankerData {
  const random = seededRandom(SEED);
  const below = (count: number) => Math.floor(random() * count);
  const genres = Array.from({ length: items }, () => [below(GENRES), below(GENRES)]);
  const quality = Array.from({ length: items }, () => random() + random() - 1);
  const popularity = ladder(items, POPULARITY);
  const builder = new InteractionsBuilder();
  for (const [user, count] of diligence(users, items, ratings).entries()) {
    const favourites = new Set([below(GENRES), below(GENRES), below(GENRES), below(GENRES)]);
    const kindness = random() + random() - 1;
    const joined = below(10) * YEAR + below(YEAR);
    const seen = new Set<number>();
    while (seen.size < count) {
      const item = rungAt(popularity, random());
      const favourite = genres[item].some((genre) => favourites.has(genre));
      if (seen.has(item) || (!favourite && random() < PASSED_OVER)) continue;
      seen.add(item);
      const liking = 3.3 + kindness + quality[item] + (favourite ? 0.5 : -0.3) + 1.5 * (random() - 0.5);
      const stars = Math.max(0.5, Math.min(5, Math.round(liking * 2) / 2));
      builder.add(`u${user}`, `f${item}`, stars, joined + seen.size * 60);
    }
  }
  return {
    items: genres.map((own, item) => described(item, own, random, items)),
    ratings: builder.build(),
  };
}

/** How many items each user rates, the most diligent first; together exactly `ratings`. */
function diligence(users: number, items: number, ratings: number): number[] {
  const max = Math.floor(items * MAX);
  const shares = Array.from({ length: users }, (_, user) => (user + 1) ** -DILIGENCE);
  const sum = shares.reduce((total, share) => total + share, 0);
  const counts = shares.map((share) =>
    Math.min(max, MIN + Math.floor(((ratings - MIN * users) * share) / sum)),
  );
  let left = ratings - counts.reduce((total, count) => total + count, 0);
  if (left < 0 || max * users < ratings) throw new RangeError(`no ${ratings} ratings of ${users} × ${items}`);
  for (let user = 0; left > 0; user = (user + 1) % users) {
    if (counts[user] === max) continue;
    counts[user]++;
    left--;
  }
  return counts;
}

/** Rising sums of rank^−exponent, the last of them 1. */
function ladder(count: number, exponent: number): Float64Array {
  const rungs = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) rungs[rank] = sum += (rank + 1) ** -exponent;
  return rungs.map((rung) => rung / sum);
}

/** The first rung that is not below a height. */
function rungAt(rungs: Float64Array, height: number): number {
  let [low, high] = [0, rungs.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rungs[middle] < height) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A made-up film with as many features as one of the sample has. */
export function described(item: number, genres: number[], random: () => number, items: number): Item {
  const some = (what: string, count: number, of: number) =>
    Array.from({ length: count }, () => `${what} ${Math.floor(of * random() ** 2)}`);
  return {
    id: `f${item}`,
    genres: genres.map((genre) => `genre ${genre}`),
    people: some('person', 6, items * 2),
    keywords: some('keyword', 8, items / 2),
    collection: random() < 0.15 ? some('collection', 1, items / 20)[0] : undefined,
    language: some('language', 1, 20)[0],
    year: 1930 + Math.floor(90 * Math.sqrt(random())),
    plot: Float32Array.from({ length: PLOT }, () => random() - 0.5),
    votes: { average: 4 + 5 * random(), count: Math.round(20_000 * random() ** 6) },
  };
}
