import type { Item } from './item.js';
import { Interactions, InteractionsBuilder } from './interactions.js';
import { seededRandom } from '../math/random.js';

/** Items of each group in the fixture. */
export const ITEMS_PER_GROUP = 20;

/**
 * A small data set with a known right answer: users who love the items "space-0" … "space-19" and dislike "drama-0" …
 * "drama-19", and users who do the opposite. Everyone has seen about half of the items; low numbers are seen by more.
 * `space-new` and `drama-new` have features but no ratings.
 */
export function twoGroups({ usersPerTaste: usersPerGroup = 30, seed = 1 } = {}): { items: Item[]; ratings: Interactions } {
  const random = seededRandom(seed);
  const items = ['space', 'drama'].flatMap((group) =>
    [...Array(ITEMS_PER_GROUP).keys(), 'new'].map((name) => item(group, name)),
  );
  const builder = new InteractionsBuilder();
  for (const loved of ['space', 'drama']) {
    for (let user = 0; user < usersPerGroup; user++) {
      for (const group of ['space', 'drama']) {
        for (let n = 0; n < ITEMS_PER_GROUP; n++) {
          const seen = random() < (group === loved ? 0.9 : 0.5) - n * 0.02;
          const stars = group === loved ? 4 + Math.round(random()) : 1 + Math.round(random());
          if (seen) builder.add(`${loved}-lover-${user}`, `${group}-${n}`, stars, 1_000_000 + n);
        }
      }
    }
  }
  return { items, ratings: builder.build() };
}

function item(group: string, name: number | string): Item {
  const half = typeof name === 'number' ? name % 2 : 0;
  return {
    id: `${group}-${name}`,
    genres: group === 'space' ? ['Science Fiction', 'Adventure'] : ['Drama', 'Romance'],
    people: [`${group} director ${half}`, `${group} star ${name}`],
    keywords: group === 'space' ? ['spaceship', `planet ${half}`] : ['marriage', `village ${half}`],
    year: 1990 + half * 10,
    language: group === 'space' ? 'en' : 'fr',
    plot: Float32Array.from([group === 'space' ? 1 : -1, half, 0.3]),
  };
}
