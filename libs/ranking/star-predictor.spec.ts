import { describe, expect, it } from '@jest/globals';
import { alignItems, InteractionsBuilder } from './interactions.js';
import { rootMeanSquaredError } from './metrics.js';
import { seededRandom } from './random.js';
import { fitStars, STAR_DEFAULTS, StarPredictor } from './star-predictor.js';
import { Taste, tasteOf } from './taste.js';
import { twoTastes } from './two-tastes.fixture.js';

const { films, ratings } = twoTastes();
const itemIds = films.map((film) => film.id);
const aligned = alignItems(ratings, itemIds);
const predictor = new StarPredictor(fitStars(aligned));
const index = (id: string) => itemIds.indexOf(id);
const stars = (of: Record<string, number>) =>
  tasteOf(Object.entries(of).map(([id, value]) => ({ item: index(id), stars: value })));

/** Gradient descent on the same ridge regression: slow, and hard to get wrong. */
function slowFactors({ items, stars }: Taste, bias: number): number[] {
  const { parameters, mean, itemBias, itemFactors } = predictor.state;
  const d = parameters.dimensions;
  const ridge = parameters.ridge + parameters.ridgePerRating * items.length;
  const p = new Array<number>(d).fill(0);
  for (let step = 0; step < 20_000; step++) {
    const gradient = p.map((value) => ridge * value);
    items.forEach((item, k) => {
      const q = itemFactors.subarray(item * d, (item + 1) * d);
      const error =
        p.reduce((sum, value, f) => sum + value * q[f], 0) - (stars[k] - mean - bias - itemBias[item]);
      q.forEach((value, f) => (gradient[f] += error * value));
    });
    gradient.forEach((value, f) => (p[f] -= 0.02 * value));
  }
  return p;
}

describe('star predictor', () => {
  it('folds a person in as the slow solution does', () => {
    const taste = stars({ 'space-1': 5, 'space-2': 4, 'drama-0': 1, 'drama-3': 2 });
    const { bias, factors } = predictor.foldIn(taste);
    slowFactors(taste, bias).forEach((value, f) => expect(factors[f]).toBeCloseTo(value, 5));
  });

  it('predicts each taste its own stars', () => {
    const person = predictor.foldIn(
      stars({ 'space-1': 5, 'space-2': 5, 'space-5': 4, 'drama-0': 1, 'drama-3': 1 }),
    );
    expect(predictor.predict(person, index('space-0'))).toBeGreaterThan(3.8);
    expect(predictor.predict(person, index('drama-1'))).toBeLessThan(2.2);
  });

  it('finds planted stars better than the means do', () => {
    const random = seededRandom(5);
    const builder = new InteractionsBuilder();
    const held: { user: number; item: number; stars: number }[] = [];
    for (let user = 0; user < 80; user++) {
      for (let item = 0; item < 40; item++) {
        const value = 3 + ((user % 2) * 2 - 1) * ((item % 2) * 2 - 1) * 1.5;
        if (random() < 0.2) held.push({ user, item, stars: value });
        else builder.add(String(user), String(item), value, 0);
      }
    }
    const train = alignItems(
      builder.build(),
      Array.from({ length: 40 }, (_, item) => String(item)),
    );
    const error = (dimensions: number) => {
      const fitted = new StarPredictor(fitStars(train, undefined, { ...STAR_DEFAULTS, dimensions }));
      const predicted = held.map(({ user, item }) => {
        const [from, to] = [train.offsets[user], train.offsets[user + 1]];
        const rows = Array.from(train.items.subarray(from, to), (rated, k) => ({
          item: rated,
          stars: train.stars[from + k],
        }));
        return fitted.predict(fitted.foldIn(tasteOf(rows)), item);
      });
      return rootMeanSquaredError(
        predicted,
        held.map((row) => row.stars),
      );
    };
    expect(error(0)).toBeGreaterThan(1.3);
    expect(error(4)).toBeLessThan(0.5);
  });

  it('stays within 1 to 5 and is the film’s mean, shrunk, for someone unknown', () => {
    const nobody = predictor.foldIn(tasteOf([]));
    itemIds.forEach((_, item) => {
      const value = predictor.predict(nobody, item);
      expect(value).toBeGreaterThanOrEqual(1);
      expect(value).toBeLessThanOrEqual(5);
    });
    const fan = predictor.foldIn(stars(Object.fromEntries(itemIds.map((id) => [id, 5]))));
    expect(predictor.predict(fan, 0)).toBeLessThanOrEqual(5);
  });

  it('believes outside votes where nobody here has rated', () => {
    const votes = {
      average: Float32Array.from(itemIds, (id) => (id === 'space-new' ? 8.5 : 6)),
      count: Float32Array.from(itemIds, () => 1000),
    };
    const fitted = new StarPredictor(fitStars(aligned, votes));
    const nobody = fitted.foldIn(tasteOf([]));
    expect(fitted.predict(nobody, index('space-new'))).toBeGreaterThan(
      fitted.predict(nobody, index('drama-new')) + 0.5,
    );
  });

  it('predicts something sensible from no ratings at all', () => {
    const empty = new StarPredictor(fitStars(alignItems(new InteractionsBuilder().build(), itemIds)));
    expect(empty.predict(empty.foldIn(tasteOf([])), 0)).toBeCloseTo(3.5, 6);
  });

  it('is the same for the same seed', () => {
    expect(fitStars(aligned).itemFactors).toEqual(fitStars(aligned).itemFactors);
  });
});
