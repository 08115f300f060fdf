import { describe, expect, it } from '@jest/globals';
import { evidenceOf, InteractionsBuilder } from '../data/interactions.js';
import { seededRandom } from '../math/random.js';
import { fitTrend, TREND_DEFAULTS, TrendModel } from './trend.model.js';

const DAY = 86_400;
const START = 1_000_000_000;
const at = (day: number) => START + day * DAY;

/** "old" is rated on day 0, "new" on day 1000, "always" once on each of many days. */
function itemsThatComeAndGo() {
  const builder = new InteractionsBuilder();
  for (let user = 0; user < 30; user++) {
    builder.add(`u${user}`, 'always', 4, START + user * 34 * DAY);
    builder.add(`u${user}`, 'old', 5, START);
    builder.add(`u${user}`, 'new', 5, START + 1000 * DAY);
  }
  return builder.build();
}

describe('trend', () => {
  const parameters = { ...TREND_DEFAULTS, shrinkage: 10 };
  const model = new TrendModel(fitTrend(itemsThatComeAndGo(), parameters));
  const [always, old, recent] = [0, 1, 2];

  it('puts what others rated at the same time first', () => {
    const then = model.score(at(0)).slice();
    const now = model.score(at(1000));
    expect(then[old]).toBeGreaterThan(then[recent]);
    expect(now[recent]).toBeGreaterThan(now[old]);
    expect(now[recent]).toBeGreaterThan(now[always]);
  });

  it('lets moments last longer where there is too much to keep, but no longer than a season', () => {
    const short = fitTrend(itemsThatComeAndGo(), parameters, 20);
    expect(short.parameters.moment).toBe(56 * DAY);
    expect(short.evidence.columns.length).toBeLessThan(model.state.evidence.columns.length);
    expect(short.total).toEqual(model.state.total);
    const now = new TrendModel(short).score(at(1000));
    expect(now[recent]).toBeGreaterThan(now[old]);
    expect(fitTrend(itemsThatComeAndGo(), parameters, 40)).toEqual(model.state);
  });

  it('looks at where the ratings end for a moment after or before all of them, or none', () => {
    const end = [...model.score(at(1000))];
    expect([...model.score(at(5000))]).toEqual(end);
    expect([...model.score(at(-10))]).toEqual(end);
    expect([...model.score()]).toEqual(end);
  });

  it('knows which films were there at a moment', () => {
    expect(model.wasThere(always, at(0))).toBe(true);
    expect(model.wasThere(recent, at(0))).toBe(false);
    expect(model.wasThere(recent, at(960))).toBe(false);
    expect(model.wasThere(recent, at(973))).toBe(true);
    expect(model.wasThere(recent)).toBe(true);
  });

  it('does not say that a film came late which few have rated', () => {
    const builder = new InteractionsBuilder();
    for (let user = 0; user < 9; user++) builder.add(`u${user}`, 'first', 5, START);
    for (let user = 0; user < 5; user++) builder.add(`u${user}`, 'unnoticed', 5, START + 500 * DAY);
    expect(new TrendModel(fitTrend(builder.build())).wasThere(1, at(0))).toBe(true);
  });

  it('agrees with its formula written out rating by rating', () => {
    const random = seededRandom(5);
    const builder = new InteractionsBuilder();
    for (let user = 0; user < 40; user++)
      for (let item = 0; item < 12; item++)
        if (random() < 0.5)
          builder.add(`u${user}`, `f${item}`, 1 + Math.floor(random() * 5), START + random() * 900 * DAY);
    const ratings = builder.build();
    const state = fitTrend(ratings);
    const { moment, halfAway, shrinkage } = TREND_DEFAULTS;
    const first = ratings.times.reduce((min, time) => Math.min(min, time));
    const momentOf = (time: number) => Math.floor((time - first) / moment);
    const now = START + 500 * DAY;
    const near = new Float64Array(ratings.itemCount);
    const total = new Float64Array(ratings.itemCount);
    ratings.items.forEach((item, entry) => {
      const distance = ((momentOf(ratings.times[entry]) - momentOf(now)) * moment) / halfAway;
      near[item] += evidenceOf(ratings.stars[entry]) / (1 + distance ** 2);
      total[item] += evidenceOf(ratings.stars[entry]);
    });
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b);
    const scores = new TrendModel(state).score(now);
    scores.forEach((score, item) => {
      const share = (near[item] + (shrinkage * total[item]) / sum(total)) / (sum(near) + shrinkage);
      expect(score).toBeCloseTo(Math.log1p(sum(total) * share), 4);
    });
  });

  it('lets a handful of ratings years after all others not decide alone', () => {
    const builder = new InteractionsBuilder();
    for (let user = 0; user < 500; user++) builder.add(`u${user}`, user % 10 ? 'classic' : 'rare', 5, START);
    builder.add('newcomer', 'rare', 5, START + 4000 * DAY);
    const scores = new TrendModel(fitTrend(builder.build())).score(at(4000));
    expect(scores[0]).toBeLessThan(scores[1]);
  });

  it('is all zeros without ratings', () => {
    const empty = { ...new InteractionsBuilder().build(), itemCount: 3 };
    expect([...new TrendModel(fitTrend(empty)).score(at(0))]).toEqual([0, 0, 0]);
  });
});
