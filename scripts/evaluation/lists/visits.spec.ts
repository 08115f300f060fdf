import { describe, expect, it } from '@jest/globals';
import { InteractionsBuilder } from '#ranking/data/interactions.js';
import { bySource } from '#ranking/scores/scorers.js';
import { seededRandom } from '#ranking/math/random.js';
import { evaluationData } from '../splits/evaluation.data.js';
import { EXPLORING, measureVisits, PLAIN, SINKING, VISIT_TABLE } from './visits.js';

/** Two camps that love every other film; each person rates one film a day. */
function campedRatings(films: number, each: number) {
  const random = seededRandom(4);
  const builder = new InteractionsBuilder();
  for (let user = 0; user < 30; user++)
    [...Array(films).keys()]
      .map((film) => ({ film, at: random() }))
      .sort((a, b) => a.at - b.at)
      .slice(0, each)
      .forEach(({ film }, day) =>
        builder.add(`u${user}`, `f${film}`, film % 2 === user % 2 ? 5 : 2, day * 86_400),
      );
  return builder.build();
}
const weights = {
  ratings: [0],
  sources: bySource((source) => [source === 'userKnn' || source === 'ials' ? 1 : 0]),
};
const measured = (films: number, each: number) => {
  const ratings = campedRatings(films, each);
  const items = ratings.itemIds.map((id) => ({ id }));
  return measureVisits({ data: evaluationData('camps', items, ratings, 1), weights, seed: 1 })[VISIT_TABLE];
};

describe('coming back every day', () => {
  it('shows more films when what is shown and never touched sinks, and still finds what is liked', () => {
    const visits = measured(300, 100);
    expect(Object.keys(visits)).toEqual([PLAIN, SINKING, ...Object.keys(EXPLORING)]);
    const mean = (kind: string, measure: string) =>
      visits[kind][measure].reduce((sum, value) => sum + value, 0) / visits[kind][measure].length;
    expect(mean(SINKING, 'films shown')).toBeGreaterThan(mean(PLAIN, 'films shown'));
    // By chance, a sixth of the others are rated from then on, half of them liked.
    expect(mean(PLAIN, 'Recall@20')).toBeGreaterThan(0.15);
    expect(mean(SINKING, 'Recall@20')).toBeGreaterThan(0.15);
  });

  it('is not measured on people with few ratings', () => {
    expect(measured(100, 40)).toBeUndefined();
  });
});
