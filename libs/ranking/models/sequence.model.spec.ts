import { describe, expect, it } from '@jest/globals';
import { evidenceOf, InteractionsBuilder, type RatingsMatrix } from '../data/interactions.js';
import { seededRandom } from '../math/random.js';
import { fitSequence, SequenceModel } from './sequence.model.js';
import { userPreferences } from '../data/user-preferences.js';

const parameters = { reach: 2, kept: 100 };

/** The ties of every two items, written out over all pairs of all users' ratings. */
function slowTies(ratings: RatingsMatrix, { reach }: { reach: number }): number[][] {
  const { itemCount: n, userCount, offsets, items, stars, times } = ratings;
  const a = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let user = 0; user < userCount; user++) {
    const own = Array.from({ length: offsets[user + 1] - offsets[user] }, (_, k) => offsets[user] + k);
    const rank = (entry: number) => {
      const before = own.filter((other) => times[other] < times[entry]).length;
      const same = own.filter((other) => times[other] === times[entry]).length;
      return before + (same - 1) / 2;
    };
    for (const i of own)
      for (const j of own) {
        const gap = Math.abs(rank(i) - rank(j));
        if (i !== j && gap <= 4 * reach)
          a[items[i]][items[j]] += evidenceOf(stars[i]) * evidenceOf(stars[j]) * Math.exp(-gap / reach);
      }
  }
  const total = a.map((row) => row.reduce((sum, value) => sum + value, 0));
  return a.map((row, i) => row.map((value, j) => value / Math.sqrt((total[i] + 1) * (total[j] + 1))));
}

function randomRatings(): RatingsMatrix {
  const random = seededRandom(4);
  const builder = new InteractionsBuilder();
  for (let user = 0; user < 25; user++)
    for (let item = 0; item < 30; item++)
      if (random() < 0.6)
        builder.add(`u${user}`, `f${item}`, 1 + Math.floor(random() * 5), Math.floor(random() * 20));
  return builder.build();
}

describe('what is rated around the same time', () => {
  const ratings = randomRatings();
  const model = new SequenceModel(fitSequence(ratings, parameters));
  const user = userPreferences([
    { item: 3, stars: 5 },
    { item: 8, stars: 1 },
    { item: 20, stars: 4 },
  ]);

  it('agrees with its formula written out pair by pair', () => {
    const ties = slowTies(ratings, parameters);
    model.score(user).forEach((score, item) => {
      const expected = [...user.items].reduce((sum, i, k) => sum + user.preferences[k] * ties[i][item], 0);
      expect(score).toBeCloseTo(expected, 5);
    });
  });

  it('says what each rating adds to a score, and the parts sum to it', () => {
    model.score(user).forEach((score, item) => {
      const terms = model.terms(user, [item], [0, 1, 2]);
      expect(terms.reduce((sum, term) => sum + term, 0)).toBeCloseTo(score, 5);
    });
    const all = model.terms(user, [5, 6], [0, 1, 2]);
    expect([...model.terms(user, [5, 6], [1])]).toEqual([all[1], all[4]]);
  });

  it('keeps the closest others of each item only', () => {
    const { ties } = fitSequence(ratings, { ...parameters, kept: 3 });
    const all = slowTies(ratings, parameters);
    for (let item = 0; item < ties.rowCount; item++) {
      const kept = [...ties.values.subarray(ties.offsets[item], ties.offsets[item + 1])].sort(
        (x, y) => y - x,
      );
      const closest = [...all[item]].sort((x, y) => y - x).slice(0, 3);
      expect(kept).toHaveLength(3);
      kept.forEach((tie, at) => expect(tie).toBeCloseTo(closest[at], 5));
    }
  });

  it('ties neighbours in time more than films rated by the same people long apart', () => {
    const builder = new InteractionsBuilder();
    for (let user = 0; user < 10; user++)
      ['a', 'b', ...[...Array(9).keys()].map(String), 'z'].forEach((item, at) =>
        builder.add(`u${user}`, item, 5, at),
      );
    const scores = new SequenceModel(fitSequence(builder.build())).score(
      userPreferences([{ item: 0, stars: 5 }]),
    );
    expect(scores[1]).toBeGreaterThan(5 * scores[11]);
  });

  it('makes nothing of a long list that came in at one moment', () => {
    const builder = new InteractionsBuilder();
    for (let item = 0; item < 60; item++) builder.add('importer', `f${item}`, 5, 1000);
    expect(fitSequence(builder.build()).ties.values).toHaveLength(0);
  });
});
