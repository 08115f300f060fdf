import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { alignItems, InteractionsBuilder } from '../data/interactions.js';
import { ownMiddle } from '../data/user-preferences.js';
import { seededRandom } from '../math/random.js';
import { parseWeights } from '../scores/blend.js';
import { Ranker } from './ranker.js';

const weights = parseWeights(JSON.parse(readFileSync('data/weights.json', 'utf8')));
const composition = { seriesOf: () => undefined, partsOf: () => [], directorsOf: () => [] };
const FRENCH = 100;

/** So many French films that few know and love, others that more know and find fair, and what is in English. */
function rankerOf(loved: number): Ranker {
  const random = seededRandom(1);
  const items = Array.from({ length: 420 }, (_, at) => ({
    id: `i${at}`,
    language: at < FRENCH ? 'fr' : 'en',
    genres: ['Drama'],
    year: 1980,
  }));
  const kinds = [
    { to: loved, known: 0.08, stars: 4.5 },
    { to: FRENCH, known: 0.4, stars: 3.5 },
    { to: items.length, known: 0.15, stars: 3 },
  ];
  const builder = new InteractionsBuilder();
  for (let user = 0; user < 60; user++)
    for (const [at, { id }] of items.entries()) {
      const { known, stars } = kinds.find(({ to }) => at < to)!;
      if (random() < known) builder.add(`u${user}`, id, stars, 1);
    }
  const ids = items.map(({ id }) => id);
  return Ranker.fit({ items, ratings: alignItems(builder.build(), ids) }, { weights });
}

describe('a composed list for the world of a clear taste', () => {
  const rated = [...Array(8).keys()].map((at) => ({ item: `i${at}`, stars: 4.5 }));
  const ratings = [...rated, { item: `i${FRENCH}`, stars: 2 }];
  const middle = ownMiddle(ratings.map(({ stars }) => stars));

  it.each([
    ['no film predicted under their own middle, where the world has a list of others', 60, 50],
    ['from the 21st place on what is above it, where there is less than a list', 45, 30],
  ])('has %s', (_, loved, good) => {
    const ranker = rankerOf(loved);
    const [plain, list] = [undefined, composition].map((by) =>
      ranker.recommend({ ratings, limit: 50, composition: by }),
    );
    for (const { item } of [...plain, ...list]) expect(Number(item.slice(1))).toBeLessThan(FRENCH);
    const above = (of: typeof list) => of.filter(({ predictedRating }) => predictedRating >= middle).length;
    expect(above(plain)).toBeLessThan(good);
    expect(above(list)).toBe(good);
  });
});
