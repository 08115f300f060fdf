import { describe, expect, it } from '@jest/globals';
import { fitIals, IalsModel } from './ials.model.js';
import { alignItems, InteractionsBuilder } from '../data/interactions.js';
import { userPreferences, preferencesOfRow } from '../data/user-preferences.js';
import { twoGroups } from '../data/two-groups.fixture.js';

const { items, ratings } = twoGroups({ usersPerTaste: 10 });
const itemIds = items.map((item) => item.id);
const aligned = alignItems(ratings, itemIds);
const parameters = { dimensions: 5, unobserved: 0.2, shrinkage: 0.05, sweeps: 30, seed: 2 };
const model = new IalsModel(fitIals(aligned, parameters));
const index = (id: string) => itemIds.indexOf(id);

/** Loss of one user's factors, written out over every item. */
function loss(user: ArrayLike<number>, preferences: ReadonlyMap<number, number>): number {
  const { itemFactors, ridge } = model.state;
  const { dimensions: d, unobserved } = parameters;
  let sum = 0;
  for (let item = 0; item < aligned.itemCount; item++) {
    let predicted = 0;
    for (let a = 0; a < d; a++) predicted += user[a] * itemFactors[item * d + a];
    const p = preferences.get(item) ?? 0;
    sum += unobserved * predicted ** 2 + Math.abs(p) * ((p > 0 ? 1 : 0) - predicted) ** 2;
  }
  const shrink = ridge * (preferences.size + unobserved * aligned.itemCount);
  for (let a = 0; a < d; a++) sum += shrink * user[a] ** 2;
  return sum;
}

describe('implicit alternating least squares', () => {
  const rated = userPreferences([
    { item: index('space-1'), stars: 5 },
    { item: index('space-4'), stars: 4 },
    { item: index('drama-2'), stars: 1 },
  ]);
  const foldedUser = model.foldIn(rated);
  const user = foldedUser.factors;

  it('folds a user in at the least loss', () => {
    const preferences = new Map([...rated.items].map((item, k) => [item, rated.preferences[k]]));
    const min = loss(user, preferences);
    for (let a = 0; a < parameters.dimensions; a++) {
      for (const step of [-0.01, 0.01]) {
        const moved = user.map((value, b) => value + (a === b ? step : 0));
        expect(loss(moved, preferences)).toBeGreaterThan(min);
      }
    }
  });

  it('has settled: the items’ factors are the best for the users’', () => {
    const users = Array.from(
      { length: aligned.userCount },
      (_, u) => model.foldIn(preferencesOfRow(aligned, u)).factors,
    );
    const { itemFactors, ridge } = model.state;
    const { dimensions: d, unobserved } = parameters;
    const item = index('space-3');
    const lossOf = (factors: ArrayLike<number>) => {
      let raters = 0;
      let sum = 0;
      users.forEach((factorsOfUser, u) => {
        const row = preferencesOfRow(aligned, u);
        const at = row.items.indexOf(item);
        const p = at < 0 ? 0 : row.preferences[at];
        if (p !== 0) raters++;
        const predicted = factorsOfUser.reduce((total, value, a) => total + value * factors[a], 0);
        sum += unobserved * predicted ** 2 + Math.abs(p) * ((p > 0 ? 1 : 0) - predicted) ** 2;
      });
      for (let a = 0; a < d; a++) sum += ridge * (raters + unobserved * users.length) * factors[a] ** 2;
      return sum;
    };
    const fitted = itemFactors.subarray(item * d, item * d + d);
    const min = lossOf(fitted);
    for (let a = 0; a < d; a++) {
      for (const step of [-0.1, 0.1])
        expect(lossOf(fitted.map((value, b) => value + (a === b ? step : 0)))).toBeGreaterThan(min);
    }
  });

  it('scores every item by the product of factors, the own group first', () => {
    const scores = model.score(foldedUser);
    const { itemFactors } = model.state;
    scores.forEach((score, item) => {
      const product = user.reduce((sum, value, a) => sum + value * itemFactors[item * 5 + a], 0);
      expect(score).toBeCloseTo(product, 5);
    });
    expect(scores[index('space-0')]).toBeGreaterThan(scores[index('drama-0')]);
  });

  it('says what each like adds to a score, and the parts sum to it', () => {
    const positions = [...rated.items.keys()];
    model.score(foldedUser).forEach((score, item) => {
      const terms = model.terms(foldedUser, rated, [item], positions);
      expect(terms.reduce((sum, term) => sum + term, 0)).toBeCloseTo(score, 5);
      expect(terms[[...rated.stars].indexOf(1)]).toBe(0);
    });
    const items = [index('space-0'), index('drama-0')];
    const all = model.terms(foldedUser, rated, items, positions);
    expect([...model.terms(foldedUser, rated, items, [1])]).toEqual([all[1], all[positions.length + 1]]);
  });

  it('gives the same factors for the same seed, and zeros without ratings', () => {
    expect(fitIals(aligned, parameters).itemFactors).toEqual(model.state.itemFactors);
    expect(model.score(model.foldIn(userPreferences([]))).every((score) => score === 0)).toBe(true);
    const nobody = alignItems(new InteractionsBuilder().build(), itemIds);
    const empty = new IalsModel(fitIals(nobody, parameters));
    expect(empty.score(empty.foldIn(rated)).every((score) => score === 0)).toBe(true);
  });
});
