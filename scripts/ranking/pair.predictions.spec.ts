import { describe, expect, it } from '@jest/globals';
import { InteractionsBuilder } from '#ranking/data/interactions.js';
import { seededRandom } from '#ranking/math/random.js';
import { predictPairs } from './pair.predictions.js';

const items = ['a', 'b', 'c', 'unrated'].map((id) => ({ id }));

describe('predictions for pairs of user and film', () => {
  it('answers every pair, of unknown users and unrated films too, within the stars learnt from', () => {
    const ratings = new InteractionsBuilder();
    for (let user = 0; user < 20; user++) {
      ratings.add(`u${user}`, 'a', 4, 0).add(`u${user}`, 'b', 2, 0);
      if (user % 2) ratings.add(`u${user}`, 'c', 3, 0);
    }
    const pairs = ['u0', 'stranger'].flatMap((user) => items.map(({ id }) => ({ user, item: id })));
    const predicted = predictPairs({ items, ratings: ratings.build() }, pairs, 1);
    expect(predicted).toHaveLength(8);
    for (const stars of predicted) {
      expect(stars).toBeGreaterThanOrEqual(2);
      expect(stars).toBeLessThanOrEqual(4);
    }
    // A stranger may expect what everybody found: a is better than c, and c than b.
    const [a, b, c] = predicted.slice(4);
    expect(a).toBeGreaterThan(c + 0.3);
    expect(c).toBeGreaterThan(b + 0.3);
  });

  it('follows what somebody gave around the moment of a pair', () => {
    const ratings = new InteractionsBuilder();
    const random = seededRandom(3);
    const films = Array.from({ length: 24 }, (_, at) => ({ id: `film ${at}` }));
    // Generous on the first evening, strict on the second; the films are alike.
    for (let user = 0; user < 12; user++)
      films.slice(0, 20).forEach(({ id }, at) => {
        const second = random() < 0.5 ? 1 : 0;
        ratings.add(`u${user}`, id, second ? 2 : 4, 1e9 + second * 86_400 + at * 20);
      });
    const pair = (time?: number) => ({ user: 'u0', item: 'film 23', time });
    const [first, second, sometime] = predictPairs(
      { items: films, ratings: ratings.build() },
      [pair(1e9 + 200), pair(1e9 + 86_400 + 200), pair()],
      1,
    );
    expect(first).toBeGreaterThan(sometime + 0.3);
    expect(second).toBeLessThan(sometime - 0.3);
  });

  it('predicts the only stars there are', () => {
    const ratings = new InteractionsBuilder().add('u', 'a', 3.5, 0).build();
    expect(predictPairs({ items, ratings }, [{ user: 'u', item: 'b' }], 1)).toEqual([3.5]);
  });

  it('refuses a film that is not among the films', () => {
    const ratings = new InteractionsBuilder().add('u', 'a', 3.5, 0).build();
    expect(() => predictPairs({ items, ratings }, [{ user: 'u', item: 'x' }], 1)).toThrow(
      'film "x" is not among the films',
    );
  });
});
