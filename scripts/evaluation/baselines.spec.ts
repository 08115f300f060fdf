import { describe, expect, it } from '@jest/globals';
import { type Interactions, InteractionsBuilder } from '#ranking/data/interactions.js';
import { seededRandom } from '#ranking/math/random.js';
import { userPreferences } from '#ranking/data/user-preferences.js';
import { Baselines, ItemNeighbours } from './lists/baselines.js';
import { predictBias, predictItemMean } from './stars/star.baselines.js';

function madeUp(): Interactions {
  const random = seededRandom(5);
  const builder = new InteractionsBuilder();
  for (let user = 0; user < 12; user++)
    for (let item = 0; item < 8; item++)
      if (random() < 0.7) builder.add(`u${user}`, `f${item}`, 1 + Math.floor(random() * 5), 0);
  return builder.build();
}

/** Who liked each item, as columns of 0 and 1. */
function likesOf({ userCount, itemCount, offsets, items, stars }: Interactions): number[][] {
  return Array.from({ length: itemCount }, (_, item) =>
    Array.from({ length: userCount }, (__, user) => {
      for (let e = offsets[user]; e < offsets[user + 1]; e++)
        if (items[e] === item && stars[e] >= 4) return 1;
      return 0;
    }),
  );
}

const dot = (a: number[], b: number[]) => a.reduce((sum, value, at) => sum + value * b[at], 0);

describe('baselines of lists', () => {
  const ratings = madeUp();
  const likes = likesOf(ratings);

  it('item-kNN adds the cosines with what was liked', () => {
    const everyRating = { ...ratings, stars: ratings.stars.map((value) => (value >= 4 ? 5 : 1)) };
    const { offsets, items, stars, ...rest } = everyRating;
    const kept = [...items.keys()].filter((e) => stars[e] === 5);
    const ends = [...offsets].map((end) => kept.filter((e) => e < end).length);
    const scores = new ItemNeighbours({
      ...rest,
      offsets: Int32Array.from(ends),
      items: Int32Array.from(kept, (e) => items[e]),
      stars: Float32Array.from(kept, (e) => stars[e]),
    }).score([1, 4]);
    const cosine = (a: number, b: number) =>
      a === b ? 0 : dot(likes[a], likes[b]) / Math.sqrt(dot(likes[a], likes[a]) * dot(likes[b], likes[b]));
    scores.forEach((score, item) => expect(score).toBeCloseTo(cosine(1, item) + cosine(4, item), 5));
  });

  it('know likes alone: a film rated low changes nothing', () => {
    const baselines = new Baselines(ratings);
    const liked = [{ item: 2, stars: 5 }];
    expect(baselines.score(userPreferences([...liked, { item: 3, stars: 2 }]))).toEqual(
      baselines.score(userPreferences(liked)),
    );
    const counts = baselines.score(userPreferences([]))['baseline-likes'];
    expect([...counts]).toEqual(likes.map((column) => dot(column, column)));
  });
});

describe('baselines of stars', () => {
  const train = new InteractionsBuilder()
    .add('a', 'x', 5, 0)
    .add('a', 'y', 4, 0)
    .add('b', 'x', 3, 0)
    .add('b', 'y', 2, 0)
    .build();
  const ask = (user: string, item: string) => [{ user, item }];

  it('a film’s mean, or the mean of all', () => {
    expect(predictItemMean(train, ask('b', 'x'))).toEqual([4]);
    expect(predictItemMean(train, ask('b', 'unknown'))).toEqual([3.5]);
  });

  it('biases of person and film, shrunk, and nothing for strangers', () => {
    // Balanced: each side is fitted as if alone; 2 ratings of +1 (±½ for items) shrunk by 5.
    expect(predictBias(train, ask('a', 'x'))[0]).toBeCloseTo(3.5 + 2 / 7 + 1 / 7, 6);
    expect(predictBias(train, ask('stranger', 'x'))[0]).toBeCloseTo(3.5 + 1 / 7, 6);
    expect(predictBias(train, ask('stranger', 'unknown'))).toEqual([3.5]);
  });
});
